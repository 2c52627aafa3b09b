import Glibc

/// SIGTERM and SIGINT as a descriptor that becomes readable, so that work can be brought to an end.
struct StopSignal: Sendable {
  let descriptor: Int32

  /// From here on the two signals ask for a stop instead of ending the process.
  init() {
    descriptor = stopPipe.read
    // A parent may have left them blocked, which a child inherits.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGTERM)
    sigaddset(&signals, SIGINT)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    signal(SIGTERM, raiseStop)
    signal(SIGINT, raiseStop)
  }

  /// Whether a signal has come; it stays so.
  var isRaised: Bool { comes(before: 0) }

  /// Waits for `moment` of the monotonic clock, or for a signal; whether it was a signal.
  func comes(before moment: UInt64) -> Bool {
    var waited = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while true {
      let now = monotonicNanoseconds()
      let left = moment > now ? Int32(clamping: (moment - now + 999_999) / 1_000_000) : 0
      let count = poll(&waited, 1, left)
      if count > 0 { return true }
      if count == 0, monotonicNanoseconds() >= moment { return false }
    }
  }
}

/// The pipe into which the handler writes; nobody reads it, so that it stays readable.
private let stopPipe: (read: Int32, write: Int32) = {
  var ends: (Int32, Int32) = (-1, -1)
  withUnsafeMutableBytes(of: &ends) {
    _ = pipe($0.bindMemory(to: Int32.self).baseAddress)
  }
  return (ends.0, ends.1)
}()

private func raiseStop(_ signal: Int32) {
  var byte: UInt8 = 1
  _ = write(stopPipe.write, &byte, 1)
}
