import Foundation
import PowerFlow

/// The reference feeder, from its data sheet values, and its profiles.
enum Feeder18 {
  /// External grid 0; low-voltage buses 1 … 17; line k joins the pair k.
  static let linePairs =
    [(1, 2), (1, 9)] + (2..<8).map { ($0, $0 + 1) } + (9..<17).map { ($0, $0 + 1) }

  static func feeder(ratio: Double = 1) throws -> RadialFeeder {
    try RadialFeeder(
      busCount: 18, slackBus: 0, slackVoltagePU: 1.02,
      branches: [transformer(ratio: ratio)] + linePairs.map { line(from: $0.0, to: $0.1) })
  }

  /// 0.4 MVA 20/0.4 kV as a π, from pandapower's t: impedance half and half around the iron.
  static func transformer(ratio: Double) -> RadialBranch {
    let rated = 0.4
    let z = 0.06 / rated
    let r = 0.01425 / rated
    let x = (z * z - r * r).squareRoot()
    let iron = 1.35e-3
    let noLoad = 0.003375 * rated
    // Admittance y = g − jb of the magnetising branch; star (z/2, z/2, 1/y) into a triangle:
    // the side between the ends is z + z² y / 4, the sides to ground y / (2 (1 + z y / 4)) each.
    let g = iron
    let b = -max(noLoad * noLoad - iron * iron, 0).squareRoot()
    let re = 1 + (r * g - x * b) / 4
    let im = (r * b + x * g) / 4
    let magnitude = re * re + im * im
    return RadialBranch(
      from: 0, to: 1, kind: .transformer,
      resistance: r * re - x * im, reactance: r * im + x * re,
      fromShunt: .init(
        conductance: 0.5 * (g * re + b * im) / magnitude,
        susceptance: 0.5 * (b * re - g * im) / magnitude),
      toShunt: .init(
        conductance: 0.5 * (g * re + b * im) / magnitude,
        susceptance: 0.5 * (b * re - g * im) / magnitude),
      ratio: ratio, ratedCurrentFrom: rated, ratedCurrentTo: rated)
  }

  static func line(from: Int, to: Int) -> RadialBranch {
    let baseImpedance = 0.4 * 0.4
    let susceptance = 2 * Double.pi * 50 * 210e-9 * 0.1 * baseImpedance
    let ratedCurrent = 0.142 * 3.0.squareRoot() * 0.4
    return RadialBranch(
      from: from, to: to, resistance: 0.0642 / baseImpedance, reactance: 0.0083 / baseImpedance,
      fromShunt: .init(susceptance: susceptance / 2), toShunt: .init(susceptance: susceptance / 2),
      ratedCurrentFrom: ratedCurrent, ratedCurrentTo: ratedCurrent)
  }

  /// The numbers of a fixture's rows without header and index.
  static func table(_ name: String) throws -> [[Double]] {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "../Fixtures/radial/feeder18/\(name)")
    return try String(contentsOf: url, encoding: .utf8).split(whereSeparator: \.isNewline)
      .dropFirst().map {
        $0.split(separator: ",").dropFirst().compactMap { Double($0) }
      }
  }

  /// Demand less generation in MW at bus 1 + j, by hour, for the identity allocation.
  static func identityDemand() throws -> [[Double]] {
    let load = try table("LoadData_B.csv")
    let generation = try table("GenerationData_B.csv")
    return zip(load, generation).map { zip($0, $1).map { $0 - $1 } }
  }
}
