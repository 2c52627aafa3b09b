import Foundation
import PowerFlow
import Testing

@Suite("MATPOWER cases")
struct MatpowerTests {
  private func table(_ name: String) throws -> [[Double]] {
    let url = Fixture.folder.appending(path: "matpower/\(name).csv")
    return try String(contentsOf: url, encoding: .utf8).split(whereSeparator: \.isNewline)
      .dropFirst().map { $0.split(separator: ",").compactMap { Double($0) } }
  }

  @Test(
    "Voltages, angles and flows are those of the reference solutions",
    arguments: ["case14", "case33bw", "case39"])
  func solutionsAgree(name: String) throws {
    let url = Fixture.folder.appending(path: "matpower/\(name).m")
    let network = try Network(matpower: try Fixture.bytes(url))
    let model = try PerUnitNetwork(of: network)
    let solution = try NewtonSolver(model).solve(model.injections)
    let flow = model.result(of: solution)
    let buses = try table("\(name)_bus")
    #expect(network.buses.map { Double($0.id) } == buses.map { $0[0] })
    #expect(largestDifference(flow.buses.voltagePU, buses.map { $0[1] }) < 1e-8)
    #expect(largestDifference(flow.buses.angleDegree, buses.map { $0[2] }) < 1e-6)
    let branches = try table("\(name)_branch")
    let inService = network.branches.indices.filter { network.branches[$0].isInService }
    let references = branches.count == inService.count ? inService : Array(network.branches.indices)
    #expect(
      largestDifference(
        references.map { flow.branches.startActivePowerMW[$0] }, branches.map { $0[2] }) < 1e-6)
  }

  @Test(
    "Code that turns units is run, and code that is not understood is refused with its line",
    arguments: [
      ("mpc.bus(:, 3) = mpc.bus(:, 3) / 1e3;", 0.25),
      ("pf = 0.8; mpc.bus(2, [3 4]) = mpc.bus(2, [PD, QD]) .* [pf, sin(acos(pf))];", 200),
      ("mpc.bus(:, PD) = -2^2 * mpc.bus(:, PD) + 1 - (3 - 1);", -1001),
      ("fixed = 0;\nif fixed\n  frobnicate;\nelse\n  mpc.bus(2, PD) = 3;\nend", 3),
      ("fixed = 1;\nif fixed\n  mpc.bus(2, PD) = 4;\nelse\n  frobnicate;\nend", 4),
    ])
  func conversionsRun(code: String, loadMW: Double) throws {
    let network = try Network(matpower: Array(tinyCase(ending: code).utf8))
    #expect(abs((network.loads.last?.activePowerMW ?? .nan) - loadMW) < 1e-9)
  }

  @Test(
    "Damage is named",
    arguments: [
      ("for i = 1:2", "line 14: \"for\" is code that is not supported"),
      ("mpc.bus(:, PD) = frobnicate(2);", "frobnicate"),
      ("if 1 < 2\nend", "a condition that is not supported"),
      ("mpc.bus(9, PD) = 2;", "an index is outside of its table"),
      ("mpc.branch = [1 2 3; 4 5];", "a row of 2 numbers in a table of 3 columns"),
      ("mpc.bus(1:999999999, PD) = 2;", "a range needs two numbers"),
      (String(repeating: "[", count: 100_000), "the file ends within a list of names"),
      ("mpc.x = " + String(repeating: "[", count: 100_000), "nested too deep"),
      ("mpc.x = " + String(repeating: "-", count: 100_000) + "1;", "nested too deep"),
      ("mpc.x = " + String(repeating: "(", count: 100_000) + "1;", "nested too deep"),
      ("mpc.branch = [1 2 3];", "table branch has 3 columns"),
      ("mpc.gen = [7 0 0 0 0 1 100 1];", "there is no element 7"),
      ("mpc.branch = [1 2 0 0 0 0 0 0 0 0 1];", "impedance in p.u. cannot be 0"),
    ])
  func damageIsNamed(code: String, message: String) throws {
    let text = tinyCase(ending: code)
    #expect { try Network(matpower: Array(text.utf8)) } throws: { error in
      "\(error)".contains(message)
    }
  }

  @Test(
    "A power flow begins at the voltages that a case states, as in MATPOWER",
    arguments: [(0.0, 1.0, 0.8), (-63.4, 0.45, 0.2)])
  func statedVoltages(angleDegree: Double, voltagePU: Double, squared: Double) throws {
    // v² = (1 ± √(1 − 4(Px)²)) / 2 has two solutions: Px = 0.4 here.
    let code =
      "mpc.bus(2, [PD, QD]) = [400, 0]; mpc.bus(2, [8, 9]) = [\(voltagePU), \(angleDegree)];"
    let text = tinyCase(ending: code + " mpc.branch(1, [3, 4, 5]) = [0, 0.1, 0];")
    let model = try PerUnitNetwork(of: try Network(matpower: Array(text.utf8)))
    let solution = try NewtonSolver(model).solve(model.injections)
    #expect(abs(solution.magnitudePU[1] * solution.magnitudePU[1] - squared) < 1e-8)
  }

  private func tinyCase(ending code: String) -> String {
    """
    function mpc = tiny   % two buses
    mpc.version = '2';
    mpc.baseMVA = 100;
    [PQ, PV, REF, NONE, BUS_I, BUS_TYPE, PD, ...
      QD] = idx_bus;
    mpc.bus = [ % id, type, load
      1 3 0 0 0 0 1 1 0 110 1 1.1 0.9;
      2, 1, 250, 50, 0, 0, 1, 1, 0, 110, 1, 1.1, .9
    ];
    mpc.gen = [1 0 0 10 -10 1 100 1];
    mpc.branch = [1 2 0.01 0.1 0.02 0 0 0 0 0 1];
    mpc.bus_name = {'a % b'; 'c}'};
    %% conversions
    \(code)
    """
  }
}
