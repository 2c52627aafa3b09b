import Documents
import FaultResponse

/// A stream in batches: what comes next, and what could not be read.
struct StreamSource: ~Copyable {
  private var reader: LineReader
  private var parser: SampleParser
  private let path: String
  private let settings: WatchSettings
  private let console: Console
  private var lineNumber = 0
  /// Rows that were passed over because they could not be read.
  private(set) var rejectedRows = 0

  /// The stream at `path`, in which `knownMeters` have the numbers of their places.
  init(
    path: String, settings: WatchSettings, knownMeters: [String], stop: StopSignal, console: Console
  ) throws(CommandFailure) {
    reader = try withFiles { () throws(FileFailure) in
      try LineReader(path: path, follows: settings.follows, stop: stop)
    }
    parser = SampleParser(names: settings.columnNames, knownMeters: knownMeters)
    self.path = path
    self.settings = settings
    self.console = console
  }

  /// The names of the meters so far, by number.
  var meterIDs: [String] { parser.meters.names }

  /// Adds what has arrived to `batch`, up to `limit` rows, waiting for one if there is none; false
  /// at the end of the stream or when a stop is asked for.
  ///
  /// `whenWaiting` is called before the stream is waited for.
  mutating func next(
    into batch: inout StreamBatch, limit: Int, whenWaiting: () -> Void = {}
  ) throws(CommandFailure) -> Bool {
    while true {
      try parseLines(into: &batch, limit)
      if !batch.isEmpty { return true }
      whenWaiting()
      let arrival: LineReader.Arrival
      do throws(FileFailure) {
        arrival = try reader.wait(untilIdle: settings.endsWhenIdle)
      } catch {
        throw CommandFailure(error)
      }
      if case .bytes = arrival { continue }
      // The last line may have no end of its own.
      if case .end = arrival { try parseLines(into: &batch, limit) }
      return !batch.isEmpty
    }
  }

  private mutating func parseLines(
    into batch: inout StreamBatch, _ limit: Int
  ) throws(CommandFailure) {
    while batch.samples.count < limit {
      do throws(SampleParser.Refusal) {
        let line: Void? = try reader.withNextLine { line throws(SampleParser.Refusal) in
          lineNumber += 1
          try parser.parse(line, into: &batch)
        }
        guard line != nil else { break }
      } catch {
        try reject(error.reason)
      }
    }
    if reader.isLineTooLong {
      throw .badData(
        "\(path): line \(lineNumber + 1) is longer than \(LineReader.longestLine) bytes")
    }
  }

  private mutating func reject(_ reason: String) throws(CommandFailure) {
    let complaint = "\(path): line \(lineNumber): \(reason)"
    guard settings.skipsBadRows, parser.hasBegun else { throw .badData(complaint) }
    rejectedRows += 1
    if rejectedRows == 1 { console.note("passed over \(complaint)") }
  }
}
