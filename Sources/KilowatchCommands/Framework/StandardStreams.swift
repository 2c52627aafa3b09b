import Glibc

/// The three descriptors that a process starts with.
enum StandardStreams {
  /// Opens what the parent has closed on `/dev/null`, or the next file to be opened would be taken for
  /// standard input, output or errors.
  static func open() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      // The least number that is free is this one.
      _ = Glibc.open("/dev/null", O_RDWR)
    }
  }
}
