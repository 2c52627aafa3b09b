import Foundation
import PowerFlow
import ResourcePlacement

/// The reference placement problem: 17 generators and 17 loads on the 18-bus feeder.
enum Feeder18 {
  static func problem(
    objective: PlacementObjective = .lineLoading, limits: SeriesLimits = SeriesLimits(),
    fixedGeneration: [Int: Int] = [:], generation: [RadialSeries.Profile]? = nil,
    options: PlacementOptions = .none
  ) throws -> PlacementProblem {
    let feeder = try feeder()
    let sites = (1...17).compactMap { feeder.nodeOfBus[$0] }
    return try PlacementProblem(
      feeder: feeder,
      generation: .init(
        profiles: generation ?? profiles("GenerationData_B.csv"), sites: sites,
        fixed: fixedGeneration),
      load: .init(profiles: profiles("LoadData_B.csv"), sites: sites),
      objective: objective, limits: limits, options: options, basePowerKVA: 1_000)
  }

  static func profiles(_ name: String) throws -> [RadialSeries.Profile] {
    let rows = try table(name)
    return (0..<17).map { column in .init(activePU: rows.map { $0[column] }) }
  }

  /// The network in per unit of 1 MVA, its transformer by the π of its t.
  static func feeder() throws -> RadialFeeder {
    let rated = 0.4
    let baseImpedance = 0.4 * 0.4
    let susceptance = Double.pi * 50 * 210e-9 * 0.1 * baseImpedance
    let ratedCurrent = 0.142 * 3.0.squareRoot() * 0.4
    let resistance = 0.01425 / rated
    let reactance = ((0.06 / rated) * (0.06 / rated) - resistance * resistance).squareRoot()
    // All of the no-load current of this transformer is active: y = 0.00135, no susceptance.
    let g = 1.35e-3
    let (re, im) = (1 + resistance * g / 4, reactance * g / 4)
    let shunt = RadialBranch.Shunt(
      conductance: 0.5 * g * re / (re * re + im * im),
      susceptance: -0.5 * g * im / (re * re + im * im))
    let transformer = RadialBranch(
      from: 0, to: 1, kind: .transformer,
      resistance: resistance * re - reactance * im, reactance: resistance * im + reactance * re,
      fromShunt: shunt, toShunt: shunt, ratedCurrentFrom: rated, ratedCurrentTo: rated)
    let pairs = [(1, 2), (1, 9)] + (2..<8).map { ($0, $0 + 1) } + (9..<17).map { ($0, $0 + 1) }
    let lines = pairs.map { pair in
      RadialBranch(
        from: pair.0, to: pair.1, resistance: 0.0642 / baseImpedance,
        reactance: 0.0083 / baseImpedance, fromShunt: .init(susceptance: susceptance),
        toShunt: .init(susceptance: susceptance), ratedCurrentFrom: ratedCurrent,
        ratedCurrentTo: ratedCurrent)
    }
    return try RadialFeeder(
      busCount: 18, slackBus: 0, slackVoltagePU: 1.02, branches: [transformer] + lines)
  }

  /// The numbers of a fixture's rows without header and index.
  static func table(_ name: String) throws -> [[Double]] {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "../Fixtures/radial/feeder18/\(name)")
    return try String(contentsOf: url, encoding: .utf8).split(whereSeparator: \.isNewline)
      .dropFirst().map { $0.split(separator: ",").dropFirst().compactMap { Double($0) } }
  }
}
