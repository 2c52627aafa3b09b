internal import Documents
import Glibc

/// The lines of a file, of standard input, or of a file that still grows, as they arrive.
///
/// Waiting costs nothing: a growing file is waited for through inotify, and a signal to stop wakes
/// the wait through a descriptor of its own, so no timer ever fires.
struct LineReader: ~Copyable {
  /// What waiting for more came to.
  enum Arrival {
    case bytes
    case end
    case stopped
  }

  private let path: String
  private let descriptor: Int32
  private let follows: Bool
  private let stop: StopSignal
  private var notifications: Int32 = -1
  private var pending: [UInt8] = []
  private var start = 0
  private var hasEnded = false
  /// The number of the line that was given last, from 1.
  private(set) var lineNumber = 0

  init(path: String, follows: Bool, stop: StopSignal) throws(FileFailure) {
    self.path = path
    self.follows = follows
    self.stop = stop
    guard path != "-" else {
      descriptor = STDIN_FILENO
      return
    }
    if !follows, path.hasSuffix(".gz") || path.hasSuffix(".zst") {
      pending = try DocumentFile.read(path)
      hasEnded = true
      descriptor = -1
      return
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw errno == ENOENT ? .notFound(path: path) : .unreadable(path: path, errno: errno)
    }
    self.descriptor = descriptor
    if follows {
      notifications = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
      inotify_add_watch(notifications, path, UInt32(IN_MODIFY))
    }
  }

  deinit {
    if descriptor > 0 { close(descriptor) }
    if notifications >= 0 { close(notifications) }
  }

  /// The next whole line, without its end; nil if none has arrived yet.
  ///
  /// The last line of an input that has ended needs no end of its own.
  mutating func next() -> [UInt8]? {
    if let end = pending[start...].firstIndex(of: 0x0a) {
      var line = pending[start..<end]
      start = end + 1
      if line.last == 0x0d { line.removeLast() }
      lineNumber += 1
      return Array(line)
    }
    guard hasEnded, start < pending.count else { return nil }
    let line = Array(pending[start...])
    start = pending.count
    lineNumber += 1
    return line
  }

  /// Waits until more has arrived, the input has ended, or a stop is asked for.
  ///
  /// With `isAtEnd`, a growing file that has been read to its present end has ended.
  mutating func wait(untilIdle isAtEnd: Bool) throws(FileFailure) -> Arrival {
    if hasEnded { return .end }
    while !stop.isRaised {
      // A file is there to be read; a pipe and a growing file have to be waited for.
      if path == "-", !waitForInput(descriptor) { break }
      if try readMore() > 0 { return .bytes }
      guard follows, !isAtEnd else {
        hasEnded = true
        return .end
      }
      if !waitForInput(notifications) { break }
      drainNotifications()
    }
    return .stopped
  }

  /// Waits until `descriptor` is readable; false if a stop is asked for first.
  private func waitForInput(_ descriptor: Int32) -> Bool {
    var waited = [
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0),
    ]
    while poll(&waited, 2, -1) < 0, errno == EINTR {}
    return waited[1].revents == 0
  }

  private mutating func readMore() throws(FileFailure) -> Int {
    if start > 0 {
      pending.removeFirst(start)
      start = 0
    }
    let chunk = 1 << 16
    var failure: Int32 = 0
    let piece = [UInt8](unsafeUninitializedCapacity: chunk) { buffer, count in
      let got = read(descriptor, buffer.baseAddress, chunk)
      if got < 0 { failure = errno }
      count = max(0, got)
    }
    guard failure == 0 || failure == EINTR else { throw .unreadable(path: path, errno: failure) }
    pending += piece
    return piece.count
  }

  private func drainNotifications() {
    var scratch = [UInt8](repeating: 0, count: 4_096)
    while read(notifications, &scratch, scratch.count) > 0 {}
  }
}
