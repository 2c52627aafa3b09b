import Documents
import GridModel
import Numerics
import Telemetry

/// `bench telemetry`: writes and reads a telemetry file and makes its features.
struct BenchTelemetryCommand: Command {
  static let specification = CommandSpecification(
    path: ["bench", "telemetry"],
    summary: "Time telemetry files and rolling features.",
    discussion: """
      Generates minutes of one meter, writes and reads them as CSV, and makes mean and deviation of \
      six channels over 5, 15 and 60 minutes with the change of power and current, in fresh memory and \
      in that of the table before; then the features of the detector, one row at a time as streams do. The peers are Benchmarks/telemetry/peers.py \
      on the same file. Prints one JSON object; times are medians.
      """,
    options: [
      .value("rows", "N", "Rows.", default: "1000000"),
      .value("repeats", "N", "How often each is timed.", default: "5"),
      .value(
        "file", "FILE.csv", "The file to write and read.", default: "Benchmarks/data/telemetry.csv"),
      .value("read", "FILE.csv", "Another file to read.", default: "the one that was written"),
      .threads,
    ],
    examples: [Example("kilowatch bench telemetry --threads 2", "the benchmark table")])

  private let rows: Int
  private let repeats: Int
  private let file: String
  private let readFile: String
  private let execution: Execution

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    rows = try arguments.integer("rows", in: 1_000...100_000_000) ?? 1_000_000
    repeats = try arguments.integer("repeats", in: 1...1_000) ?? 5
    let file = arguments.string("file") ?? "Benchmarks/data/telemetry.csv"
    self.file = file
    readFile = arguments.string("read") ?? file
    execution = try arguments.execution()
  }

  func run(_ console: Console) throws(CommandFailure) {
    let recording = try generated()
    let write = try median { () throws(CommandFailure) in
      do throws(FileFailure) {
        try recording.write(to: file, execution: execution)
      } catch {
        throw CommandFailure(error)
      }
    }
    let read = try median { () throws(CommandFailure) in
      _ = try readRecording(readFile, .contract, execution)
    }
    let set = try featureSet()
    let single = try featureTimes { () throws(FeatureError) in
      try FeatureTable<Float>(set, of: recording, execution: execution)
    } again: { table throws(FeatureError) in
      try table.replace(with: recording, execution: execution)
    }
    let double = try featureTimes { () throws(FeatureError) in
      try FeatureTable<Double>(set, of: recording, execution: execution)
    } again: { table throws(FeatureError) in
      try table.replace(with: recording, execution: execution)
    }
    let streamed = try median { () throws(CommandFailure) in try stream(recording) }
    let result = JSONValue.object([
      "tool": .string("kilowatch \(Kilowatch.version)"),
      "threads": .integer(Int64(execution.workers)),
      "rows": .integer(Int64(rows)),
      "features": .integer(Int64(set.specifications.count)),
      "write_csv": write, "read_csv": read, "features_float32": single.fresh,
      "features_float64": double.fresh,
      "features_float32_in_place": single.inPlace, "features_float64_in_place": double.inPlace,
      "detection_features_row_by_row": streamed,
    ])
    console.print(String(decoding: result.serialized(.compact), as: UTF8.self))
  }

  /// The times of making a table, and of making it in the memory of the one before.
  private func featureTimes<Scalar>(
    _ make: () throws(FeatureError) -> FeatureTable<Scalar>,
    again: (inout FeatureTable<Scalar>) throws(FeatureError) -> Void
  ) throws(CommandFailure) -> (fresh: JSONValue, inPlace: JSONValue) {
    var table: FeatureTable<Scalar>?
    let fresh = try median { () throws(CommandFailure) in
      do throws(FeatureError) {
        table = nil
        table = try make()
      } catch {
        throw .failed(error.description)
      }
    }
    guard var table else { throw .failed("no table was made") }
    let inPlace = try median { () throws(CommandFailure) in
      do throws(FeatureError) {
        try again(&table)
      } catch {
        throw .failed(error.description)
      }
    }
    return (fresh, inPlace)
  }

  private func generated() throws(CommandFailure) -> Recording {
    do throws(SignalError) {
      let configuration = try SignalConfiguration(
        start: Timestamp(millisecondsSinceEpoch: 1_704_067_200_000), days: Double(rows) / 1_440,
        anomalies: AnomalyConfiguration(preset: .medium))
      return SignalGenerator(configuration).generate(seed: 1, execution: execution).recording
    } catch {
      throw .failed(error.description)
    }
  }

  private func featureSet() throws(CommandFailure) -> FeatureSet {
    let rolling = Channel.allCases.flatMap { channel in
      [300, 900, 3_600].flatMap { window in
        [FeatureSpecification.Statistic.mean, .deviation].map {
          FeatureSpecification($0, of: channel.rawValue, windowS: window)
        }
      }
    }
    do throws(FeatureError) {
      return try FeatureSet(
        rolling + [
          FeatureSpecification(.percentChange, of: Channel.activePowerKW.rawValue, windowS: 300),
          FeatureSpecification(.difference, of: Channel.currentA.rawValue, windowS: 300),
        ])
    } catch {
      throw .failed(error.description)
    }
  }

  /// Makes all features of the detector, one row at a time.
  private func stream(_ recording: Recording) throws(CommandFailure) {
    let set: FeatureSet
    do throws(FeatureError) {
      set = try .detection(channels: Channel.allCases.map(\.rawValue), intervalS: 60)
    } catch {
      throw .failed(error.description)
    }
    var extractor = FeatureExtractor(set)
    let columns = set.channels.compactMap { recording.values(named: $0) }
    var values = [Double](repeating: 0, count: columns.count)
    var features = [Float](repeating: 0, count: set.specifications.count)
    for row in 0..<recording.count {
      for (lane, column) in columns.enumerated() { values[lane] = column[row] }
      values.withUnsafeBufferPointer { values in
        features.withUnsafeMutableBufferPointer { features in
          extractor.append(recording.timestamps[row], values, to: features)
        }
      }
    }
  }

  /// The median wall and processor times of `body`, in seconds, after one run that is not counted.
  private func median(
    _ body: () throws(CommandFailure) -> Void
  ) throws(CommandFailure) -> JSONValue {
    try body()
    var wall: [Double] = []
    var processor: [Double] = []
    for _ in 0..<repeats {
      let start = (monotonicNanoseconds(), processorNanoseconds())
      try body()
      wall.append(Double(monotonicNanoseconds() - start.0) / 1e9)
      processor.append(Double(processorNanoseconds() - start.1) / 1e9)
    }
    return .object([
      "wall_s": .number(wall.sorted()[repeats / 2]),
      "processor_s": .number(processor.sorted()[repeats / 2]),
    ])
  }
}
