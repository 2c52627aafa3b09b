import Glibc
import Synchronization

/// Where a command's words go: data to standard output, notes, progress and errors to standard error.
struct Console: Sendable {
  /// Whether a person watches standard error, so that a progress bar makes sense.
  let isInteractive: Bool
  /// Whether notes and progress are left out.
  let isQuiet: Bool
  private let output: StandardOutput

  private init(isInteractive: Bool, isQuiet: Bool, output: StandardOutput) {
    self.isInteractive = isInteractive
    self.isQuiet = isQuiet
    self.output = output
  }

  static var standard: Console {
    let isDumb = getenv("TERM").map { String(cString: $0) == "dumb" } ?? false
    return Console(
      isInteractive: isatty(STDERR_FILENO) == 1 && !isDumb, isQuiet: false,
      output: StandardOutput())
  }

  /// This console without notes and progress.
  var quiet: Console {
    Console(isInteractive: isInteractive, isQuiet: true, output: output)
  }

  /// Whether colour may be used on standard error (https://no-color.org).
  var usesColour: Bool {
    isInteractive && (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true)
  }

  /// Writes `text` to standard output as it is.
  func write(_ text: String) {
    output.write(text)
  }

  /// Writes one line of data to standard output.
  func print(_ line: String) {
    write(line + "\n")
  }

  /// Sends what is buffered for standard output on its way, so that a reader sees it now.
  func flushLine() {
    _ = output.flush()
  }

  /// Writes one line about the work to standard error.
  func note(_ line: String) {
    if !isQuiet { writeError(line + "\n") }
  }

  /// Writes the line that says why a command failed.
  func report(_ message: String) {
    let oneLine = message.split(whereSeparator: \.isNewline).joined(separator: " ")
    writeError(
      usesColour ? "\u{1b}[31mkilowatch:\u{1b}[0m \(oneLine)\n" : "kilowatch: \(oneLine)\n")
  }

  /// A bar for `total` pieces of work called `title`, if somebody watches; who does not is told of
  /// milestones only.
  func progress(_ title: String, total: Int) -> Progress {
    Progress(title: title, total: total, isShown: isInteractive && !isQuiet) { note($0) }
  }

  func writeError(_ text: String) {
    _ = output.flush()
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  /// Sends what is still buffered on its way; a full disk turns `exitCode` into a failure.
  func flush(_ exitCode: ExitCode) -> ExitCode {
    let failure = output.flush()
    // A reader that has gone away (`| head`) has all it wanted.
    guard failure != 0, failure != EPIPE else { return exitCode }
    report("standard output: cannot be written: \(String(cString: strerror(failure)).lowercased())")
    return .inputOutput
  }
}

/// A progress bar with rate and time left, safe to advance from any thread.
final class Progress: Sendable {
  private struct State {
    var done = 0
    var lastShownNanoseconds: UInt64 = 0
  }

  private let title: String
  private let total: Int
  private let isShown: Bool
  private let note: @Sendable (String) -> Void
  private let startNanoseconds = monotonicNanoseconds()
  private let state = Mutex(State())

  init(title: String, total: Int, isShown: Bool, note: @escaping @Sendable (String) -> Void) {
    self.title = title
    self.total = total
    self.isShown = isShown
    self.note = note
  }

  /// Tells of `milestone`: beside the bar, or in a line of its own where there is no bar.
  func reach(_ milestone: String, advancingBy count: Int = 0) {
    if isShown { advance(by: count, detail: milestone) } else { note("\(title): \(milestone)") }
  }

  /// Counts `count` more pieces as done; `detail` is shown beside the bar.
  func advance(by count: Int = 1, detail: String = "") {
    guard isShown else { return }
    state.withLock { state in
      state.done += count
      let now = monotonicNanoseconds()
      guard now - state.lastShownNanoseconds > 100_000_000 else { return }
      state.lastShownNanoseconds = now
      show(line(done: state.done, elapsed: Double(now - startNanoseconds) * 1e-9) + "  " + detail)
    }
  }

  /// Takes the bar away.
  func finish() {
    if isShown { show("") }
  }

  private func line(done: Int, elapsed: Double) -> String {
    let share = total > 0 ? min(1, Double(done) / Double(total)) : 0
    let filled = Int(share * 24)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
    let rate = Double(done) / max(elapsed, 1e-9)
    let left = Double(max(0, total - done)) / max(rate, 1e-9)
    return "\(title) \(bar) \(Int(share * 100)) %  \(compact(rate))/s  \(clock(left)) left"
  }

  private func show(_ line: String) {
    let bytes = Array("\r\u{1b}[K\(line)".utf8)
    _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  private func compact(_ rate: Double) -> String {
    switch rate {
    case 1e6...: "\(Int(rate / 1e5).tenths) M"
    case 1e3...: "\(Int(rate / 1e2).tenths) k"
    default: "\(Int(rate * 10).tenths) "
    }
  }

  private func clock(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 359_999).rounded(.up))
    let pair = String(100 + whole % 60).dropFirst()
    return whole < 3_600
      ? "\(whole / 60):\(pair)"
      : "\(whole / 3_600):\(String(100 + whole / 60 % 60).dropFirst()):\(pair)"
  }
}

extension Int {
  /// This many tenths, as a decimal.
  fileprivate var tenths: String { "\(self / 10).\(self % 10)" }
}

/// Nanoseconds on a clock that never goes back.
func monotonicNanoseconds() -> UInt64 {
  var now = timespec()
  clock_gettime(CLOCK_MONOTONIC, &now)
  return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
}

/// Nanoseconds that this process has spent on processors.
func processorNanoseconds() -> UInt64 {
  var now = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)
  return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
}
