import Documents
import Numerics
import Telemetry

/// `data features`: the features by which anomalies are found, as a table.
struct DataFeaturesCommand: Command {
  static let specification = CommandSpecification(
    path: ["data", "features"],
    summary: "Make rolling features of telemetry.",
    discussion: """
      Each channel, its rolling mean, deviation and standard score over 5, 15 and 60 samples, the \
      change of power and current, how far power is from V * I * pf, and the calendar. Windows are \
      times, not rows: gaps make them shorter. Rows are read and written a block at a time, so \
      that a file may be larger than memory.
      """,
    positionals: [Positional(name: "FILE.csv", help: "The telemetry; - is standard input.")],
    options: [
      .out("FILE.csv", "The file to write; .gz and .zst are packed, - is standard output."),
      .value(
        "windows", "SECONDS", "The windows, separated by commas.", default: "5, 15, 60 samples"),
    ] + TelemetryOptions.all + [.threads],
    examples: [
      Example("kilowatch data features june.csv --out features.csv", "all features of a month"),
      Example(
        "kilowatch data features june.csv --windows 600,86400 --out -",
        "ten minutes and a day, to standard output"),
    ])

  /// How many features are made before they are written.
  private static let numbersInFlight = 1 << 22

  private let path: String
  private let out: String
  private let windows: [Int]?
  private let format: TelemetryFormat
  private let execution: Execution

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    path = arguments.positionals.first ?? "-"
    out = try arguments.required("out")
    format = try TelemetryOptions.format(arguments)
    execution = try arguments.execution()
    var windows: [Int] = []
    for text in arguments.list("windows") {
      guard let seconds = Int(text), (1...31_622_400).contains(seconds) else {
        throw arguments.usage("--windows takes seconds from 1 to 31622400, not '\(text)'")
      }
      windows.append(seconds)
    }
    self.windows = windows.isEmpty ? nil : windows
  }

  func run(_ console: Console) throws(CommandFailure) {
    var reader = try RecordingReader.opening(path, format)
    guard let first = try reader.next(execution) else {
      throw .badData("\(path): no rows: features need at least one")
    }
    var stream = FeatureStream(try featureSet(first))
    var writer = try begin(stream.set, first)
    // Features take many times the memory of the rows that they are made of.
    let partLength = DelimitedWriter.rows(
      inBlocksOf: Self.numbersInFlight / stream.set.specifications.count)
    var rowCount = 0
    var block: Recording? = first
    while let rows = block {
      for start in stride(from: 0, to: rows.count, by: partLength) {
        let part = rows.rows(start..<min(start + partLength, rows.count))
        try append(part, try features(of: part, &stream), to: &writer)
      }
      rowCount += rows.count
      block = try reader.next(execution)
    }
    try commit(writer)
    console.note(
      "\(out): \(counted(rowCount, "row")), "
        + "\(counted(stream.set.specifications.count, "feature"))")
  }

  private func featureSet(_ recording: Recording) throws(CommandFailure) -> FeatureSet {
    do throws(FeatureError) {
      return try .detection(
        channels: recording.channels.map(\.name), intervalS: recording.intervalS ?? 60,
        windowsS: windows)
    } catch {
      throw .badData("\(path): \(error)")
    }
  }

  private func features(
    of rows: Recording, _ stream: inout FeatureStream
  ) throws(CommandFailure) -> FeatureTable<Double> {
    do throws(FeatureError) {
      return try stream.append(rows)
    } catch {
      throw .badData("\(path): \(error)")
    }
  }

  private func begin(
    _ set: FeatureSet, _ recording: Recording
  ) throws(CommandFailure) -> DelimitedWriter {
    let names = recording.keyColumns.map(\.name) + set.specifications.map(\.name)
    do throws(FileFailure) {
      return try DelimitedWriter(
        path: out, header: names + recording.judgementColumns.map(\.name))
    } catch {
      throw CommandFailure(error)
    }
  }

  private func append(
    _ rows: Recording, _ features: FeatureTable<Double>, to writer: inout DelimitedWriter
  ) throws(CommandFailure) {
    let columns = features.set.specifications.indices.map {
      DelimitedOutput.numbers(Array(features.column($0)))
    }
    do throws(FileFailure) {
      try writer.append(
        rows.keyColumns.map(\.output) + columns + rows.judgementColumns.map(\.output),
        rowCount: rows.count, in: execution.loop)
    } catch {
      throw CommandFailure(error)
    }
  }

  private func commit(_ writer: consuming DelimitedWriter) throws(CommandFailure) {
    do throws(FileFailure) {
      try writer.commit()
    } catch {
      throw CommandFailure(error)
    }
  }
}
