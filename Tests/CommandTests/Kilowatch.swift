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
    _ arguments: [String], in folder: String = ".", input: String = ""
  ) throws -> Outcome {
    outcome(of: try start(arguments, in: folder, pipes: .all), input: input)
  }

  /// Runs `kilowatch` where no file may grow beyond `blocks` of 512 bytes.
  static func run(_ arguments: [String], in folder: String, fileBlocks: Int) throws -> Outcome {
    try run(arguments, in: folder, shell: "ulimit -f \(fileBlocks); exec \"$0\" \"$@\"")
  }

  /// Runs `kilowatch`, which a shell finds in `$0`, as the words `shell` say.
  static func run(_ arguments: [String], in folder: String, shell: String) throws -> Outcome {
    outcome(
      of: try RunningProcess(
        "/bin/sh", ["-c", shell, binary] + arguments, folder: folder, pipes: .all), input: "")
  }

  private static func outcome(of process: RunningProcess, input: String) -> Outcome {
    let (output, errors) = process.converse(input: Array(input.utf8))
    return Outcome(
      exitCode: process.wait(), output: String(decoding: output, as: UTF8.self),
      errors: String(decoding: errors, as: UTF8.self))
  }

  /// Starts `kilowatch` and lets it run, its words thrown away.
  static func start(
    _ arguments: [String], in folder: String, pipes: RunningProcess.Pipes = .none,
    blocked: [Int32] = []
  ) throws -> RunningProcess {
    try RunningProcess(binary, arguments, folder: folder, pipes: pipes, blocked: blocked)
  }

  /// The most memory that `kilowatch` holds while it reads the file `name` from standard input, in
  /// bytes; nil if it fails.
  static func peakBytes(
    _ arguments: [String], reading name: String, in folder: String
  ) throws -> Int? {
    let process = try start(arguments, in: folder, pipes: .input)
    process.give(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
    // It has read all, and waits for more: there is time to look.
    while process.isRunning, process.hasUnread { usleep(1_000) }
    let bytes = process.peakBytes
    process.endInput()
    return process.wait() == 0 ? bytes : nil
  }

  /// The binary beside the test bundle.
  static let binary = URL(fileURLWithPath: CommandLine.arguments[0])
    .resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("kilowatch").path
}
