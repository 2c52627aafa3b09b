import Learning
import Numerics
import Testing

@Suite("The neural network")
struct NeuralNetworkTests {
  @Test(
    "Gradients agree with finite differences", arguments: Activation.allCases,
    [Loss.squaredError, .huber(delta: 0.7), .pinball(levels: [0.1, 0.5, 0.9])])
  func gradientsAreRight(activation: Activation, loss: Loss) throws {
    let (inputs, targets) = try Example.waves(rows: 24, targets: 2, seed: 3)
    let configuration = try NeuralNetwork.Configuration(
      hiddenLayers: [7, 5], activation: activation, loss: loss, batchSize: 24)
    func point(_ parameters: [Float]?) -> NeuralNetwork.LossPoint {
      NeuralNetwork.lossPoint(
        inputs: inputs, targets: targets, configuration: configuration, seed: 4,
        parameters: parameters)
    }
    let centre = point(nil)
    let step: Float = 1e-3
    var (worst, largest) = (0.0, 0.0)
    for index in centre.parameters.indices where centre.gradients[index] != 0 {
      var (up, down) = (centre.parameters, centre.parameters)
      up[index] += step
      down[index] -= step
      let slope = (point(up).loss - point(down).loss) / Double(up[index] - down[index])
      worst = max(worst, abs(slope - Double(centre.gradients[index])))
      largest = max(largest, abs(slope))
    }
    // A kink that lies within a step of some row costs that row's share of the slope.
    #expect(worst < 0.04 * largest, "worst error \(worst), largest slope \(largest)")
    #expect(largest > 0.01)
  }

  @Test("It learns a smooth function of several inputs, whatever the seed", arguments: 1...5)
  func itLearns(seed: UInt64) throws {
    let (inputs, targets) = try Example.waves(rows: 2_000, targets: 2, seed: seed)
    let network = try NeuralNetwork.fit(
      inputs: inputs, targets: targets,
      configuration: try NeuralNetwork.Configuration(epochs: 40, schedule: .cosine), seed: seed)
    let (fresh, truth) = try Example.waves(rows: 500, targets: 2, seed: seed + 100)
    for (column, predicted) in try network.predict(fresh, execution: .serial).enumerated() {
      #expect(Example.explainedShare(predicted, of: truth.column(column)) > 0.98)
    }
  }

  @Test("The same seed gives the same network, another seed another")
  func seedsDecide() throws {
    let (inputs, targets) = try Example.waves(rows: 300, targets: 1, seed: 1)
    let configuration = try NeuralNetwork.Configuration(epochs: 3)
    func fit(_ seed: UInt64) throws -> NeuralNetwork {
      try NeuralNetwork.fit(
        inputs: inputs, targets: targets, configuration: configuration, seed: seed)
    }
    #expect(try fit(1) == fit(1))
    #expect(try fit(1) != fit(2))
  }

  @Test("Predictions are the same bits for any number of workers, and row by row")
  func workersDoNotMatter() throws {
    let (inputs, targets) = try Example.waves(rows: 1_700, targets: 2, seed: 1)
    let network = try NeuralNetwork.fit(
      inputs: inputs, targets: targets,
      configuration: try NeuralNetwork.Configuration(hiddenLayers: [33, 10], epochs: 1), seed: 1)
    let serial = try network.predict(inputs, execution: .serial)
    #expect(try network.predict(inputs, execution: .concurrent(workers: 3)) == serial)
    for row in [0, 511, 512, 1_699] {
      #expect(network.predict(row: inputs.row(row)) == serial.map { $0[row] })
    }
  }

  @Test("A pinball network finds the quantiles of noise that depends on its input")
  func pinballFindsQuantiles() throws {
    var random = RandomSource(seed: 8)
    let spread = (0..<8_000).map { _ in random.uniform(in: 0.5...2) }
    let noise = spread.map { 1_000 + 50 * $0 * random.normal() }
    let network = try NeuralNetwork.fit(
      inputs: try FeatureTable(columns: [("spread", spread)]),
      targets: try FeatureTable(columns: [("load", noise)]),
      configuration: try NeuralNetwork.Configuration(
        hiddenLayers: [16], loss: .pinball(levels: [0.1, 0.9]), epochs: 20, schedule: .cosine),
      seed: 2)
    for (row, width) in [(Float(0.7), 0.7), (1.8, 1.8)] {
      let bounds = network.predict(row: [row])
      let expected = 1.2816 * 50 * width
      #expect(abs(bounds[1] - 1_000 - expected) < 0.2 * expected)
      #expect(abs(1_000 - bounds[0] - expected) < 0.2 * expected)
    }
  }

  @Test("Early stopping returns the network of the best epoch and stops after the patience")
  func earlyStoppingKeepsTheBest() throws {
    var random = RandomSource(seed: 3)
    let noise = (0..<200).map { _ in random.normal() }
    let inputs = try FeatureTable(
      columns: (0..<20).map { index in ("x\(index)", noise.map { _ in random.normal() }) })
    let targets = try FeatureTable(columns: [("y", noise)])
    let network = try NeuralNetwork.fit(
      inputs: inputs, targets: targets,
      configuration: try NeuralNetwork.Configuration(
        epochs: 500, earlyStopping: .init(validationShare: 0.2, patience: 5)), seed: 1)
    let losses = network.history.compactMap(\.validationLoss)
    let best = try #require(losses.indices.min { losses[$0] < losses[$1] })
    #expect(losses.count == best + 1 + 5)
  }

  @Test("Units do not matter: megawatts and watts give the same network")
  func unitsDoNotMatter() throws {
    let (inputs, targets) = try Example.waves(rows: 400, targets: 1, seed: 5)
    let configuration = try NeuralNetwork.Configuration(epochs: 5)
    func predictions(_ unit: Float) throws -> [Double] {
      let scaled = try FeatureTable(
        names: targets.names, rowCount: targets.rowCount, values: targets.values.map { $0 * unit })
      return try NeuralNetwork.fit(
        inputs: inputs, targets: scaled, configuration: configuration, seed: 1
      ).predict(inputs, execution: .serial)[0].map { $0 / Double(unit) }
    }
    // A power of two, so that rounding is the same too.
    #expect(try predictions(1) == predictions(1_048_576))
  }

  @Test("Missing inputs count as the mean of their column")
  func missingIsMean() throws {
    let (inputs, targets) = try Example.waves(rows: 200, targets: 1, seed: 5)
    let network = try NeuralNetwork.fit(
      inputs: inputs, targets: targets,
      configuration: try NeuralNetwork.Configuration(epochs: 2), seed: 1)
    let mean = inputs.column(1).map { Double($0) }.reduce(0, +) / 200
    var row = inputs.row(7)
    row[1] = Float(mean)
    let withMean = network.predict(row: row)
    row[1] = .nan
    #expect(abs(network.predict(row: row)[0] - withMean[0]) < 1e-5)
  }

  @Test("Rows that cannot be learnt from are refused with a reason")
  func badRowsAreRefused() throws {
    let (inputs, targets) = try Example.waves(rows: 10, targets: 1, seed: 1)
    let configuration = try NeuralNetwork.Configuration()
    func failure(_ inputs: FeatureTable, _ targets: FeatureTable) -> NeuralNetworkError? {
      #expect(throws: NeuralNetworkError.self) {
        try NeuralNetwork.fit(
          inputs: inputs, targets: targets, configuration: configuration, seed: 1)
      }
    }
    #expect(
      failure(inputs.selecting(rows: [1, 2]), targets) == .rowCountsDiffer(inputs: 2, targets: 10))
    #expect(
      failure(inputs.selecting(rows: []), targets.selecting(rows: []))
        == .tooFewRows(found: 0, needed: 1))
    let holed = try FeatureTable(columns: [("y", [1, 2, .nan, 4, 5, 6, 7, 8, 9, 10])])
    #expect(failure(inputs, holed) == .targetNotFinite(name: "y", row: 2))
    #expect(failure(try FeatureTable.empty(rows: 10), targets) == .noColumns)
    let network = try NeuralNetwork.fit(
      inputs: inputs, targets: targets, configuration: configuration, seed: 1)
    #expect(throws: TableError.missingColumns(names: ["a", "b"])) {
      try network.predict(targets, execution: .serial)
    }
  }

  @Test("Parameters that make no sense are refused with their bounds")
  func badParametersAreRefused() {
    func refuses(_ make: () throws(ConfigurationError) -> NeuralNetwork.Configuration) {
      #expect(throws: ConfigurationError.self) { try make() }
    }
    refuses { () throws(ConfigurationError) in try .init(hiddenLayers: [0]) }
    refuses { () throws(ConfigurationError) in try .init(loss: .pinball(levels: [])) }
    refuses { () throws(ConfigurationError) in try .init(loss: .pinball(levels: [1])) }
    refuses { () throws(ConfigurationError) in try .init(loss: .huber(delta: .nan)) }
    refuses { () throws(ConfigurationError) in try .init(epochs: 0) }
    refuses { () throws(ConfigurationError) in try .init(batchSize: 0) }
    refuses { () throws(ConfigurationError) in try .init(learningRate: .nan) }
    refuses { () throws(ConfigurationError) in try .init(weightDecay: -1) }
    refuses { () throws(ConfigurationError) in
      try .init(earlyStopping: .init(validationShare: 1))
    }
  }
}

private enum Example {
  /// Smooth functions of two inputs, with a scale far from 1.
  static func waves(
    rows: Int, targets: Int, seed: UInt64
  ) throws -> (FeatureTable, FeatureTable) {
    var random = RandomSource(seed: seed)
    let a = (0..<rows).map { _ in random.uniform(in: -2...2) }
    let b = (0..<rows).map { _ in random.uniform(in: 100...104) }
    let first = zip(a, b).map { 500 + 90 * $0 * $0 - 40 * $0 * ($1 - 102) }
    let second = zip(a, b).map { -3 + 0.02 * max($0, 0) + 0.01 * ($1 - 101) * ($1 - 101) }
    return (
      try FeatureTable(columns: [("a", a), ("b", b)]),
      try FeatureTable(columns: Array([("first", first), ("second", second)].prefix(targets)))
    )
  }

  /// 1 − residual variance / variance.
  static func explainedShare(_ predicted: [Double], of truth: ArraySlice<Float>) -> Double {
    let truth = truth.map { Double($0) }
    let mean = truth.reduce(0, +) / Double(truth.count)
    let residual = zip(truth, predicted).map { ($0 - $1) * ($0 - $1) }.reduce(0, +)
    return 1 - residual / truth.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
  }
}

extension FeatureTable {
  fileprivate static func empty(rows: Int) throws -> FeatureTable {
    try FeatureTable(names: [], rowCount: rows, values: [])
  }
}
