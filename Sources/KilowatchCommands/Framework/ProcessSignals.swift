import Glibc

/// How the process answers signals.
enum ProcessSignals {
  /// Ctrl-C ends with 130; a reader that goes away and a file that may not grow are ordinary write
  /// errors; a trap of our own (a broken precondition, an overflow) is a bug, said in one line, with
  /// exit code 70.
  static func prepare() {
    for failure in [SIGPIPE, SIGXFSZ] { signal(failure, SIG_IGN) }
    signal(SIGINT, endInterrupted)
    for trap in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE] { signal(trap, endAfterBug) }
  }
}

// Handlers may only call what is async-signal-safe: `write` and `_exit`.

private func endInterrupted(_ signal: Int32) {
  _exit(ExitCode.interrupted.rawValue)
}

private func endAfterBug(_ signal: Int32) {
  let message: StaticString =
    "kilowatch: internal error: this is a bug in kilowatch; nothing half-written was left behind\n"
  _ = write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
  _exit(ExitCode.internalError.rawValue)
}
