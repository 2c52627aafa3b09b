import Learning
import Numerics
import Testing

@Suite("Contributions")
struct ContributionTests {
  @Test("of an isolation forest sum to the score", arguments: [1, 3])
  func isolationForest(featuresPerSplit: Int) throws {
    let table = try cloudTable(rows: 400)
    let model = try IsolationForest.Configuration(trees: 30, featuresPerSplit: featuresPerSplit)
      .fit(table, seed: 1, execution: .serial)
    let parts = try model.contributions(of: table, execution: .concurrent(workers: 2))
    try expectSums(of: parts, model.scores(of: table, execution: .serial))
  }

  @Test("of a random forest sum to the prediction, by paths and by Shapley values")
  func randomForests() throws {
    let table = try cloudTable(rows: 300)
    let few = table.selecting(rows: Array(0..<40))
    let classifier = try RandomForestClassifier.Configuration(trees: 10, minimumLeafRows: 3)
      .fit(
        table, labels: ClassLabels((0..<300).map { $0 % 3 }), seed: 1, execution: .serial)
    let shares = try classifier.probabilities(of: few, execution: .serial)
    for label in 0..<3 {
      let wanted = (0..<40).map { shares[$0, label] }
      try expectSums(
        of: classifier.contributions(of: few, label: label, execution: .serial), wanted)
      try expectSums(
        of: classifier.shapleyValues(of: few, label: label, execution: .serial), wanted)
    }
    let regressor = try RandomForestRegressor.Configuration(trees: 10).fit(
      table, targets: table.column(1).map { Double($0) }, seed: 1, execution: .serial)
    let predictions = try regressor.predictions(of: few, execution: .serial)
    try expectSums(of: regressor.contributions(of: few, execution: .serial), predictions)
    try expectSums(of: regressor.shapleyValues(of: few, execution: .serial), predictions)
  }

  @Test("name the feature that makes a row strange")
  func strongest() throws {
    var rows = try cloudTable(rows: 400).values
    rows[2 * 400 + 17] = 40
    let table = try FeatureTable(names: ["x0", "x1", "x2", "x3"], rowCount: 400, values: rows)
    let model = try IsolationForest.Configuration().fit(table, seed: 1, execution: .serial)
    let parts = try model.contributions(of: table, execution: .serial)
    #expect(parts.strongest(1, ofRow: 17).first?.name == "x2")
  }

  private func expectSums(of parts: Contributions, _ wanted: [Double]) throws {
    for (row, value) in wanted.enumerated() {
      let sum = parts.featureNames.indices.reduce(parts.baseline) { $0 + parts.values[row, $1] }
      #expect(abs(sum - value) < 1e-6)
    }
  }
}

@Suite("A quantile forest")
struct QuantileForestTests {
  @Test("covers as much of the target as it says, whatever the seed", arguments: 1...5)
  func coverage(seed: UInt64) throws {
    let fit = try noisyLine(rows: 2000, seed: seed)
    let test = try noisyLine(rows: 2000, seed: seed + 100)
    let model = try RandomForestRegressor.Configuration(
      trees: 50, minimumLeafRows: 10, keepsTargets: true
    ).fit(fit.table, targets: fit.targets, seed: seed, execution: .concurrent)
    let quantiles = try model.quantiles(
      of: test.table, at: [0.05, 0.5, 0.95], execution: .concurrent)
    let covered = test.targets.indices.count { row in
      quantiles[row, 0] <= test.targets[row] && test.targets[row] <= quantiles[row, 2]
    }
    #expect((0.84...0.94).contains(Double(covered) / 2000))
    for row in 0..<2000 {
      #expect(quantiles[row, 0] <= quantiles[row, 1] && quantiles[row, 1] <= quantiles[row, 2])
    }
  }

  private func noisyLine(
    rows: Int, seed: UInt64
  ) throws -> (table: FeatureTable, targets: [Double]) {
    var random = RandomSource(seed: seed)
    let inputs = (0..<rows).map { _ in [random.uniform(), random.uniform()] }
    let targets = inputs.map { 3 * $0[0] + random.normal() }
    return (try FeatureTable(names: ["x", "noise"], rows: inputs), targets)
  }
}
