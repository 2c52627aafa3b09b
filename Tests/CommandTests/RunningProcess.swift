import Foundation

// Makes a pipe that is closed on exec from the first: another thread may be starting a process right
// now, which would keep its ends. The C library has the function, Swift's module of it has not.
private let pipe2 = dlsym(nil, "pipe2").map {
  unsafeBitCast($0, to: (@convention(c) (UnsafeMutablePointer<Int32>, Int32) -> Int32).self)
}

/// A child process, by POSIX alone: tests run side by side, and Foundation's `Process` waits on run
/// loops, which threads of tests do not have.
struct RunningProcess {
  /// Why no process could be started.
  struct SpawnFailure: Error {
    let code: Int32
  }

  /// Which of the standard streams are pipes to the test; the others lead to `/dev/null`.
  enum Pipes: Int32 {
    case none = 0
    case input = 1
    case all = 3
  }

  let identifier: pid_t
  private let input: Int32
  private let output: Int32
  private let errors: Int32

  /// Starts `executable` in `folder`, its signals as a login shell has them but for those `blocked`.
  init(
    _ executable: String, _ arguments: [String], folder: String, pipes: Pipes,
    blocked: [Int32] = []
  ) throws {
    signal(SIGPIPE, SIG_IGN)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    var ours: [Int32] = [-1, -1, -1]
    var theirs: [Int32] = []
    defer { for end in theirs { close(end) } }
    for descriptor in 0...2 as ClosedRange<Int32> {
      guard descriptor < pipes.rawValue else {
        posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
        continue
      }
      var ends: [Int32] = [-1, -1]
      guard pipe2?(&ends, O_CLOEXEC) == 0 else { throw SpawnFailure(code: errno) }
      if descriptor == 0 { ends.swapAt(0, 1) }
      ours[Int(descriptor)] = ends[0]
      theirs.append(ends[1])
      posix_spawn_file_actions_adddup2(&actions, ends[1], descriptor)
    }
    var attributes = RunningProcess.signals(blocked: blocked)
    defer { posix_spawnattr_destroy(&attributes) }
    // POSIX spawns in the folder of the parent; `env` moves first, and then becomes the program.
    let words = (["env", "-C", folder, executable] + arguments).map { strdup($0) } + [nil]
    let variables =
      ProcessInfo.processInfo.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var identifier: pid_t = 0
    let code = posix_spawn(&identifier, "/usr/bin/env", &actions, &attributes, words, variables)
    guard code == 0 else {
      for end in ours where end >= 0 { close(end) }
      throw SpawnFailure(code: code)
    }
    self.identifier = identifier
    (input, output, errors) = (ours[0], ours[1], ours[2])
  }

  /// All signals at their defaults, whatever the thread of the test blocks and ignores.
  private static func signals(blocked: [Int32]) -> posix_spawnattr_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    var set = sigset_t()
    sigfillset(&set)
    posix_spawnattr_setsigdefault(&attributes, &set)
    sigemptyset(&set)
    for signal in blocked { sigaddset(&set, signal) }
    posix_spawnattr_setsigmask(&attributes, &set)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    return attributes
  }

  /// Gives the process `bytes` to read, and reads all that it writes.
  func converse(input bytes: [UInt8]) -> (output: [UInt8], errors: [UInt8]) {
    var said: [Int32: [UInt8]] = [output: [], errors: []]
    var given = 0
    var open: Set<Int32> = [input, output, errors]
    _ = fcntl(input, F_SETFL, O_NONBLOCK)
    while !open.isEmpty {
      var waited = open.map {
        pollfd(fd: $0, events: Int16($0 == input ? POLLOUT : POLLIN), revents: 0)
      }
      poll(&waited, nfds_t(waited.count), -1)
      for descriptor in waited where descriptor.revents != 0 {
        let isOver: Bool
        if descriptor.fd == input {
          let count = bytes[given...].withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
          let failure = errno
          given += max(0, count)
          isOver = given == bytes.count || (count < 0 && failure != EAGAIN && failure != EINTR)
        } else {
          var chunk = [UInt8](repeating: 0, count: 1 << 16)
          let count = read(descriptor.fd, &chunk, chunk.count)
          let failure = errno
          said[descriptor.fd]?.append(contentsOf: chunk[..<max(0, count)])
          isOver = count == 0 || (count < 0 && failure != EINTR)
        }
        guard isOver else { continue }
        close(descriptor.fd)
        open.remove(descriptor.fd)
      }
    }
    return (said[output] ?? [], said[errors] ?? [])
  }

  /// Gives the process `bytes` to read, waiting for it to take them; more may follow.
  func give(_ bytes: some Sequence<UInt8>) {
    let bytes = Array(bytes)
    var given = 0
    while given < bytes.count {
      let count = bytes[given...].withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
      guard count >= 0 || errno == EINTR else { return }
      given += max(0, count)
    }
  }

  /// Whether some of what was given has not been read yet.
  var hasUnread: Bool {
    var count: Int32 = 0
    return ioctl(input, UInt(FIONREAD), &count) == 0 && count > 0
  }

  /// Lets the process see the end of its input.
  func endInput() {
    close(input)
  }

  /// The most memory that the process has held so far, in bytes; nil if it has ended.
  ///
  /// What `wait4` tells is of no use here: it is never less than what the parent holds.
  var peakBytes: Int? {
    let status = try? String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8)
    let words = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }?.split {
      $0 == "\t" || $0 == " "
    }
    return words.flatMap { $0.count == 3 ? Int($0[1]) : nil }.map { $0 * 1_024 }
  }

  /// Whether the process has not ended yet.
  var isRunning: Bool {
    var information = siginfo_t()
    return waitid(P_PID, id_t(identifier), &information, WEXITED | WNOHANG | WNOWAIT) == 0
      && information.si_signo == 0
  }

  /// Sends a signal.
  func send(_ signal: Int32) {
    kill(identifier, signal)
  }

  /// Waits for the end, and gives the exit code, or 128 plus the signal.
  func wait() -> Int32 {
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
    return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + status & 0x7f
  }
}
