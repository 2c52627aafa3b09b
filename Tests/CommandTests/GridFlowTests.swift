import Documents
import Foundation
import Testing

@Suite("grid flow")
struct GridFlowTests {
  private let folder = TemporaryFolder()
  private let fixtures = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/powerflow")

  private func network(_ name: String) -> String {
    fixtures.appending(path: "\(name)/network.json").path
  }

  private func json(_ path: String) throws -> JSONValue {
    try JSONValue(parsing: Array(try Data(contentsOf: URL(fileURLWithPath: path))))
  }

  @Test("writes pandapower's tables, iterations and mismatch")
  func singleFlow() throws {
    let out = folder.newPath("flow.json")
    let outcome = try Kilowatch.run(["grid", "flow", network("four_load_branch"), "--out", out])
    #expect(outcome.exitCode == 0)
    let result = try json(out)
    let expected = try json(
      fixtures.appending(path: "four_load_branch/expected.json").path)["t"]
    for (table, column) in [
      ("res_bus", "vm_pu"), ("res_line", "loading_percent"), ("res_trafo", "loading_percent"),
      ("res_ext_grid", "p_mw"),
    ] {
      let ours = try #require(result[table]?[column]?.numbers)
      let theirs = try #require(expected?[table]?[column]?.numbers)
      #expect(ours.count == theirs.count)
      #expect(zip(ours, theirs).allSatisfy { abs($0 - $1) < 1e-5 })
    }
    #expect(result["iterations"]?.integer == 3)
    #expect((result["largest_mismatch_pu"]?.double ?? 1) < 1e-9)
  }

  @Test("writes the same bytes for any number of threads")
  func threadsDoNotMatter() throws {
    let profile = folder.newPath("load.csv")
    let rows = (0..<100).map { "\($0),0.0\($0 % 9 + 1),0.02,0.01,0.03" }
    try "step,0,1,2,3\n\(rows.joined(separator: "\n"))\n".write(
      toFile: profile, atomically: true, encoding: .utf8)
    let outs = try ["1", "2"].map { threads in
      let out = folder.newPath("day.json")
      let outcome = try Kilowatch.run([
        "grid", "flow", network("four_load_branch"), "--load", profile, "--out", out, "--threads",
        threads, "--csv", folder.newPath("day"),
      ])
      #expect(outcome.exitCode == 0)
      return try Data(contentsOf: URL(fileURLWithPath: out))
    }
    #expect(outs[0] == outs[1])
    let result = try JSONValue(parsing: Array(outs[0]))
    #expect(result["res_bus"]?["vm_pu"]?.array?.count == 100)
    #expect(result["method"]?.string == "sweep")
  }

  @Test("says in one line why it cannot, and leaves no result")
  func failures() throws {
    let narrow = folder.newPath("narrow.csv")
    try "step,0,1\n0,0.1,0.1\n".write(toFile: narrow, atomically: true, encoding: .utf8)
    let storm = folder.newPath("storm.csv")
    try "step,0,1,2,3\nmidnight,90,90,90,90\n".write(
      toFile: storm, atomically: true, encoding: .utf8)
    let net = network("four_load_branch")
    let cases: [([String], Int32, String)] = [
      (["/nowhere/net.json"], 66, "/nowhere/net.json"),
      ([fixtures.appending(path: "make_fixtures.py").path], 65, "make_fixtures.py: line 1"),
      ([net, "--load", narrow], 65, "the profile has 2 columns, the network has 4 loads"),
      ([net, "--load", "/nowhere/load.csv"], 66, "/nowhere/load.csv"),
      ([net, "--load", storm], 1, "step midnight: the power flow did not converge: after 30"),
      ([net, "--voltage-band", "1.1,0.9"], 64, "--voltage-band takes two voltages"),
      ([net, "--method", "guess"], 64, "--method takes sweep, newton"),
    ]
    for (arguments, exitCode, message) in cases {
      let out = folder.newPath("never.json")
      let outcome = try Kilowatch.run(["grid", "flow"] + arguments + ["--out", out, "--quiet"])
      #expect(outcome.exitCode == exitCode, "\(arguments)")
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
      #expect(outcome.errors.split(separator: "\n").count == 1)
      #expect(!FileManager.default.fileExists(atPath: out))
    }
  }
}
