internal import Documents

/// A stream, line by line and already read: what comes next, and what could not be read.
struct StreamSource: ~Copyable {
  private var reader: LineReader
  private var parser: SampleParser
  private let path: String
  private let settings: WatchSettings
  private let console: Console
  /// Rows that were passed over because they could not be read.
  private(set) var rejectedRows = 0

  init(
    path: String, settings: WatchSettings, stop: StopSignal, console: Console
  ) throws(CommandFailure) {
    reader = try withFiles { () throws(FileFailure) in
      try LineReader(path: path, follows: settings.follows, stop: stop)
    }
    parser = SampleParser(names: settings.columnNames)
    self.path = path
    self.settings = settings
    self.console = console
  }

  /// The next sample or action; nil at the end of the stream or when a stop is asked for.
  ///
  /// `whenWaiting` is called before the stream is waited for.
  mutating func next(whenWaiting: () -> Void = {}) throws(CommandFailure) -> StreamLine? {
    while true {
      while let line = reader.next() {
        if let said = try read(line) { return said }
      }
      whenWaiting()
      let arrival: LineReader.Arrival
      do throws(FileFailure) {
        arrival = try reader.wait(untilIdle: settings.endsWhenIdle)
      } catch {
        throw CommandFailure(error)
      }
      switch arrival {
      case .bytes: continue
      case .stopped: return nil
      case .end:
        // The last line may have no end of its own.
        while let line = reader.next() {
          if let said = try read(line) { return said }
        }
        return nil
      }
    }
  }

  private mutating func read(_ line: [UInt8]) throws(CommandFailure) -> StreamLine? {
    do throws(SampleParser.Refusal) {
      return try parser.parse(line)
    } catch {
      let complaint = "\(path): line \(reader.lineNumber): \(error.reason)"
      guard settings.skipsBadRows, parser.hasBegun else { throw .badData(complaint) }
      rejectedRows += 1
      if rejectedRows == 1 { console.note("passed over \(complaint)") }
      return nil
    }
  }
}
