import Documents
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

  /// The longest line: what is longer is no telemetry.
  static let longestLine = 1 << 20
  private static let chunk = 1 << 16

  private let path: String
  private let descriptor: Int32
  private let follows: Bool
  private let stop: StopSignal
  private var notifications: Int32 = -1
  private var pending: [UInt8] = []
  private var start = 0
  /// What follows `start` and has no line feed in it, as far as it has been looked through.
  private var searched = 0
  private var hasEnded = false

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
      // The last link of a file that is open goes with a change of its attributes.
      let events = IN_MODIFY | IN_MOVE_SELF | IN_ATTRIB
      inotify_add_watch(notifications, path, UInt32(events))
    }
  }

  deinit {
    if descriptor > 0 { close(descriptor) }
    if notifications >= 0 { close(notifications) }
  }

  /// Whether a line has grown longer than any line may.
  var isLineTooLong: Bool { pending.count - start > LineReader.longestLine && searched > 0 }

  /// Lends the next whole line, without its end, to `body`; nil if none has arrived yet.
  ///
  /// The last line of an input that has ended needs no end of its own.
  @inline(__always)
  mutating func withNextLine<Value, Failure>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Value
  ) throws(Failure) -> Value? {
    let (begin, count) = (start, pending.count)
    guard begin < count else { return nil }
    var end = count
    let found = pending.withUnsafeBufferPointer { bytes -> Bool in
      guard let base = bytes.baseAddress,
        let place = memchr(base + begin + searched, 0x0a, count - begin - searched)
      else { return false }
      end = UnsafeRawPointer(place) - UnsafeRawPointer(base)
      return true
    }
    guard found || hasEnded else {
      searched = count - begin
      return nil
    }
    start = found ? end + 1 : count
    searched = 0
    return try pending.withUnsafeBufferPointer { bytes throws(Failure) in
      if end > begin, bytes[end - 1] == 0x0d { end -= 1 }
      return try body(UnsafeBufferPointer(rebasing: bytes[begin..<end]))
    }
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
      if follows, !isWhatWasOpened { throw .replaced(path: path) }
      guard follows, !isAtEnd else {
        hasEnded = true
        return .end
      }
      if !waitForInput(notifications) { break }
      drainNotifications()
    }
    return .stopped
  }

  /// Whether the path still leads to the file that is read, which holds all that was read of it.
  private var isWhatWasOpened: Bool {
    var (opened, named) = (stat(), stat())
    guard fstat(descriptor, &opened) == 0, stat(path, &named) == 0 else { return false }
    return opened.st_dev == named.st_dev && opened.st_ino == named.st_ino
      && opened.st_size >= lseek(descriptor, 0, SEEK_CUR)
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
    let held = pending.count
    pending.append(contentsOf: repeatElement(0, count: LineReader.chunk))
    let got = pending.withUnsafeMutableBytes { bytes in
      read(descriptor, bytes.baseAddress?.advanced(by: held), LineReader.chunk)
    }
    let failure = errno
    pending.removeLast(LineReader.chunk - max(0, got))
    guard got >= 0 || failure == EINTR else { throw .unreadable(path: path, errno: failure) }
    return max(0, got)
  }

  private func drainNotifications() {
    var scratch = [UInt8](repeating: 0, count: 4_096)
    while read(notifications, &scratch, scratch.count) > 0 {}
  }
}
