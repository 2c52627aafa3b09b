import Documents
import Learning
import Numerics

/// `bench network`: trains the network on the rows of `Benchmarks/network/make_data.py`.
struct BenchNetworkCommand: Command {
  static let specification = CommandSpecification(
    path: ["bench", "network"],
    summary: "Time the neural network on a fixed training job.",
    discussion: """
      A 20-64-64-1 network, Adam, batches of 32, one training for each seed, one thread. The peer \
      is Benchmarks/network/peer.py on the same files. Prints one JSON object.
      """,
    options: [
      .value("train", "FILE", "Rows of 21 little-endian float32, target last."),
      .value("test", "FILE", "Rows to take the loss on."),
      .value("rows", "N", "Rows to train on.", default: "10000"),
      .value("epochs", "N", "Epochs.", default: "50"),
      .value(
        "averaging", "DECAY", "Decay of the running mean of parameters, 0 for none.",
        default: "0.99"),
      .value("seeds", "N", "Trainings, each with a seed of its own.", default: "10"),
      .value("first-seed", "N", "The first of these seeds.", default: "1"),
    ],
    examples: [
      Example(
        """
        kilowatch bench network --train Benchmarks/data/network_train.f32 --test \
        Benchmarks/data/network_test.f32
        """, "the job of the benchmark table")
    ])

  private let train: String
  private let test: String
  private let rows: Int
  private let epochs: Int
  private let seeds: Int
  private let firstSeed: UInt64
  private let averaging: Double

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    train = try arguments.required("train")
    test = try arguments.required("test")
    rows = try arguments.integer("rows", in: 1...10_000_000) ?? 10_000
    epochs = try arguments.integer("epochs", in: 1...100_000) ?? 50
    averaging = try arguments.double("averaging", in: 0...0.999_999) ?? 0.99
    firstSeed = UInt64(try arguments.integer("first-seed", in: 0...1_000_000) ?? 1)
    seeds = try arguments.integer("seeds", in: 1...1_000) ?? 10
  }

  func run(_ console: Console) throws(CommandFailure) {
    let (inputs, targets) = try readRows(train, limit: rows)
    let (testInputs, testTargets) = try readRows(test, limit: .max)
    let truth = testTargets.column(0).map { Double($0) }
    let spread = deviation(targets.column(0).map { Double($0) })
    var seconds: [Double] = []
    var losses: [Double] = []
    var latency = 0.0
    for seed in firstSeed..<firstSeed + UInt64(seeds) {
      let begin = monotonicNanoseconds()
      let network = try fit(inputs, targets, seed: seed)
      seconds.append(Double(monotonicNanoseconds() - begin) / 1e9)
      let predicted = try predictions(of: network, testInputs)
      let squares = zip(predicted, truth).map { ($0 - $1) * ($0 - $1) / (spread * spread) }
      losses.append(squares.reduce(0, +) / Double(squares.count))
      latency = oneRowMicroseconds(network, testInputs)
    }
    let middle = seconds.sorted()[seconds.count / 2]
    console.print(
      String(
        decoding: JSONValue.object([
          "tool": .string("kilowatch \(Kilowatch.version), 1 thread"),
          "rows": JSONValue(inputs.rowCount), "epochs": JSONValue(epochs),
          "averaging": JSONValue(averaging),
          "fit_s": JSONValue(middle), "fit_s_per_epoch": JSONValue(middle / Double(epochs)),
          "validation_loss_mean": JSONValue(losses.reduce(0, +) / Double(losses.count)),
          "validation_losses": .numbers(losses), "one_row_us": JSONValue(latency),
        ]).serialized(.compact), as: UTF8.self))
  }

  private func fit(
    _ inputs: FeatureTable, _ targets: FeatureTable, seed: UInt64
  ) throws(CommandFailure) -> NeuralNetwork {
    do {
      return try NeuralNetwork.fit(
        inputs: inputs, targets: targets,
        configuration: .init(epochs: epochs, averaging: averaging), seed: seed)
    } catch { throw .failed("\(error)") }
  }

  private func predictions(
    of network: NeuralNetwork, _ inputs: FeatureTable
  ) throws(CommandFailure) -> [Double] {
    do {
      return try network.predict(inputs, execution: .serial)[0]
    } catch { throw .failed("\(error)") }
  }

  /// The median time of a prediction for one row.
  private func oneRowMicroseconds(_ network: NeuralNetwork, _ inputs: FeatureTable) -> Double {
    let row = inputs.row(0)
    let times = (0..<2_000).map { _ in
      let begin = monotonicNanoseconds()
      _ = network.predict(row: row)
      return monotonicNanoseconds() - begin
    }
    return Double(times.sorted()[1_000]) / 1e3
  }

  private func deviation(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return (values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(values.count))
      .squareRoot()
  }

  private func readRows(
    _ path: String, limit: Int
  ) throws(CommandFailure) -> (FeatureTable, FeatureTable) {
    let bytes = try withFiles { () throws(FileFailure) in try DocumentFile.read(path) }
    let width = 21
    let rows = min(bytes.count / (4 * width), limit)
    let values = bytes.withUnsafeBytes { bytes in
      (0..<width * rows).map { place in
        Float(
          bitPattern: UInt32(
            littleEndian: bytes.loadUnaligned(
              fromByteOffset: 4 * (place % rows * width + place / rows), as: UInt32.self)))
      }
    }
    do {
      return (
        try FeatureTable(
          names: (1..<width).map { "x\($0)" }, rowCount: rows,
          values: Array(values.prefix((width - 1) * rows))),
        try FeatureTable(
          names: ["y"], rowCount: rows, values: Array(values.suffix(rows)))
      )
    } catch { throw .badData("\(path): \(error)") }
  }
}
