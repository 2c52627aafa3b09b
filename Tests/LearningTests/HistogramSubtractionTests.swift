import Foundation
import Learning
import Numerics
import Testing

/// Nodes of many rows that look at all features leave their histograms to their larger child.
///
/// Where sums would not be exact, as with very unequal weights, every node sums its own rows.
@Suite("Histograms by subtraction")
struct HistogramSubtractionTests {
  /// Kinds of targets, by a function of a row's five numbers in 0 ..< 1.
  enum Targets: String, CaseIterable, CustomTestStringConvertible {
    case wholeNumbers, noise, offset, heavyTail, mostlyZero, twoClasses, fourClasses

    var testDescription: String { rawValue }

    func target(_ x: [Double]) -> Double {
      let signal = 4 * x[0] + sin(6 * x[1]) + x[2] * x[3] + 0.3 * x[4]
      return switch self {
      case .wholeNumbers: (40 * signal).rounded()
      case .noise: signal - 3
      case .offset: 1e9 + 1e6 * signal
      case .heavyTail: exp(3 * signal)
      case .mostlyZero: x[4] < 0.6 ? 0 : signal
      case .twoClasses: signal > 3 ? 1 : 0
      case .fourClasses: min(3, max(0, signal.rounded(.down)))
      }
    }
  }

  /// Rows that begin with sixty alike, five columns of numbers, a constant one, one of few values
  /// and one with gaps.
  private func rows(_ count: Int, seed: UInt64 = 1) -> [[Double]] {
    var random = RandomSource(seed: seed)
    var rows = (0..<count).map { _ in (0..<5).map { _ in random.uniform() } }
    for row in 1..<60 { rows[row] = rows[0] }
    return rows.map { $0 + [7, ($0[1] * 4).rounded(.down), $0[0] < 0.1 ? .nan : $0[3]] }
  }

  private func table(_ rows: [[Double]]) throws -> FeatureTable {
    try FeatureTable(names: rows[0].indices.map { "x\($0)" }, rows: rows)
  }

  @Test(
    "make the forest that sums of every node's rows make", arguments: Targets.allCases, [1, 30])
  func equalsSums(targets: Targets, minimumLeafRows: Int) throws {
    let rows = rows(6_000)
    let fitted = try table(rows)
    let values = rows.map { targets.target($0) }
    let other = try table(self.rows(1_000, seed: 2))
    let predictions = try [0, 2e-9].map { weight in
      // The first row counts for nothing or for next to nothing, and does not change any level.
      let weights = [weight] + Array(repeating: 1, count: rows.count - 1)
      if targets == .twoClasses || targets == .fourClasses {
        let configuration = try RandomForestClassifier.Configuration(
          trees: 4, featuresPerSplit: .all, minimumLeafRows: minimumLeafRows, maximumDepth: 6)
        let model = try configuration.fit(
          fitted, labels: ClassLabels(values.map { Int($0) }), weights: weights, seed: 5,
          execution: .serial)
        let shares = try model.probabilities(of: other, execution: .serial)
        return (0..<shares.rowCount).map { shares[$0, 1] }
      }
      let configuration = try RandomForestRegressor.Configuration(
        trees: 4, minimumLeafRows: minimumLeafRows, maximumDepth: 6)
      let model = try configuration.fit(
        fitted, targets: values, weights: weights, seed: 5, execution: .serial)
      return try model.predictions(of: other, execution: .serial)
    }
    for (subtracted, summed) in zip(predictions[0], predictions[1]) {
      #expect(abs(subtracted - summed) <= 1e-6 * abs(summed) + 1e-9)
    }
  }

  @Test("are the same for any number of workers", arguments: [1, 25])
  func workers(minimumLeafRows: Int) throws {
    // So many rows that branches are set aside for other workers.
    let rows = rows(100_000)
    let fitted = try table(rows)
    let configuration = try RandomForestRegressor.Configuration(
      trees: 2, minimumLeafRows: minimumLeafRows, maximumDepth: 9)
    let models = try [Execution.serial, .concurrent(workers: 2), .concurrent(workers: 3)].map {
      try configuration.fit(
        fitted, targets: rows.map { Targets.noise.target($0) }, seed: 1, execution: $0)
    }
    #expect(models[0] == models[1])
    #expect(models[0] == models[2])
  }

  @Test("lose nothing where targets lie far from zero", arguments: [0, 1e3, -1e6])
  func offset(by offset: Double) throws {
    let rows = rows(4_000)
    let model = try RandomForestRegressor.Configuration(trees: 20, levels: 256).fit(
      try table(rows), targets: rows.map { Targets.noise.target($0) + offset }, seed: 1,
      execution: .concurrent)
    let test = self.rows(1_000, seed: 2)
    let found = try model.predictions(of: try table(test), execution: .concurrent)
    let squares = zip(found, test).map { pow($0 - offset - Targets.noise.target($1), 2) }
    #expect((squares.reduce(0, +) / 1_000).squareRoot() < 0.2)
  }

  @Test("give way where rounding for the largest targets would flatten the others")
  func unequalTargets() throws {
    let rows = rows(4_000)
    let targets = rows.enumerated().map { $0 < 59 ? 1e14 : Targets.noise.target($1) }
    let model = try RandomForestRegressor.Configuration(trees: 20, levels: 256).fit(
      try table(rows), targets: targets, seed: 1, execution: .concurrent)
    let test = Array(self.rows(1_000, seed: 2).dropFirst(60))
    let found = try model.predictions(of: try table(test), execution: .concurrent)
    let errors = zip(found, test).map { abs($0 - Targets.noise.target($1)) }.sorted()
    #expect(errors[test.count / 2] < 0.15)
  }
}
