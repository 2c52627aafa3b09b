import Foundation

/// The built binary, run as a user runs it.
enum Kilowatch {
  /// What one run of the binary said, and how it ended.
  struct Outcome {
    let exitCode: Int32
    let output: String
    let errors: String
  }

  /// Runs `kilowatch` with `arguments` in `folder`, with `input` on standard input.
  static func run(
    _ arguments: [String], in folder: String = ".", input: String = "",
    environment: [String: String] = [:]
  ) throws -> Outcome {
    let process = try RunningProcess(
      binary, arguments, folder: folder, environment: environment, isHeard: true)
    let (output, errors) = process.converse(input: Array(input.utf8))
    return Outcome(
      exitCode: process.wait(), output: String(decoding: output, as: UTF8.self),
      errors: String(decoding: errors, as: UTF8.self))
  }

  /// The most memory that `kilowatch` holds while it runs, in bytes; nil if it fails.
  static func peakBytes(_ arguments: [String], in folder: String) throws -> Int? {
    let (exitCode, bytes) = try start(arguments, in: folder).waitMeasuring()
    return exitCode == 0 ? bytes : nil
  }

  /// Runs `kilowatch` where no file may grow beyond `blocks` of 512 bytes.
  static func run(_ arguments: [String], in folder: String, fileBlocks: Int) throws -> Outcome {
    try run(arguments, in: folder, shell: "ulimit -f \(fileBlocks); exec \"$0\" \"$@\"")
  }

  /// Runs `kilowatch`, which a shell finds in `$0`, as the words `shell` say.
  static func run(_ arguments: [String], in folder: String, shell: String) throws -> Outcome {
    let process = try RunningProcess(
      "/bin/sh", ["-c", shell, binary] + arguments, folder: folder, environment: [:], isHeard: true)
    let (output, errors) = process.converse(input: [])
    return Outcome(
      exitCode: process.wait(), output: String(decoding: output, as: UTF8.self),
      errors: String(decoding: errors, as: UTF8.self))
  }

  /// Starts `kilowatch` and lets it run, its words thrown away.
  static func start(_ arguments: [String], in folder: String) throws -> RunningProcess {
    try RunningProcess(binary, arguments, folder: folder, environment: [:], isHeard: false)
  }

  /// The binary beside the test bundle.
  static let binary = URL(fileURLWithPath: CommandLine.arguments[0])
    .resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("kilowatch").path
}

/// A child process, by POSIX alone: tests run side by side, and Foundation's `Process` waits on run
/// loops, which threads of tests do not have.
struct RunningProcess {
  /// Why no process could be started.
  struct SpawnFailure: Error {
    let code: Int32
  }

  let identifier: pid_t
  private let input: Int32
  private let output: Int32
  private let errors: Int32

  init(
    _ executable: String, _ arguments: [String], folder: String, environment: [String: String],
    isHeard: Bool
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    var pipes: [[Int32]] = []
    for descriptor in 0...2 as ClosedRange<Int32> {
      guard isHeard else {
        posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
        continue
      }
      var ends: [Int32] = [-1, -1]
      pipe(&ends)
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      posix_spawn_file_actions_adddup2(&actions, ends[descriptor == 0 ? 0 : 1], descriptor)
      pipes.append(ends)
    }
    let merged = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    // POSIX spawns in the folder of the parent; `env` moves first, and then becomes the program.
    let words = (["env", "-C", folder, executable] + arguments).map { strdup($0) } + [nil]
    let variables = merged.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var identifier: pid_t = 0
    let code = posix_spawn(&identifier, "/usr/bin/env", &actions, nil, words, variables)
    guard code == 0 else { throw SpawnFailure(code: code) }
    self.identifier = identifier
    if isHeard {
      close(pipes[0][0])
      close(pipes[1][1])
      close(pipes[2][1])
    }
    input = isHeard ? pipes[0][1] : -1
    output = isHeard ? pipes[1][0] : -1
    errors = isHeard ? pipes[2][0] : -1
  }

  /// Gives the process `bytes` to read, and reads all that it writes.
  func converse(input bytes: [UInt8]) -> (output: [UInt8], errors: [UInt8]) {
    signal(SIGPIPE, SIG_IGN)
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
          given += max(0, count)
          isOver = given == bytes.count || (count < 0 && errno != EAGAIN)
        } else {
          var chunk = [UInt8](repeating: 0, count: 1 << 16)
          let count = read(descriptor.fd, &chunk, chunk.count)
          said[descriptor.fd]?.append(contentsOf: chunk[..<max(0, count)])
          isOver = count <= 0
        }
        guard isOver else { continue }
        close(descriptor.fd)
        open.remove(descriptor.fd)
      }
    }
    return (said[output] ?? [], said[errors] ?? [])
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
  func wait() -> Int32 { waitMeasuring().exitCode }

  /// Waits for the end; the exit code and the most memory that was held, in bytes.
  func waitMeasuring() -> (exitCode: Int32, peakBytes: Int) {
    var status: Int32 = 0
    var usage = rusage()
    while wait4(identifier, &status, 0, &usage) < 0, errno == EINTR {}
    let exitCode = status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + status & 0x7f
    return (exitCode, usage.ru_maxrss * 1_024)
  }
}
