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
    _ arguments: [String], in folder: String? = nil, input: String = "",
    environment: [String: String] = [:]
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = binary
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let (standardInput, output, errors) = (Pipe(), Pipe(), Pipe())
    process.standardInput = standardInput
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    // Both pipes are read while the process runs, or a full one would stop it.
    let reader = PipeReader(errors.fileHandleForReading)
    if !input.isEmpty {
      try? standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    }
    try? standardInput.fileHandleForWriting.close()
    let said = output.fileHandleForReading.readDataToEndOfFile()
    let complained = reader.finish()
    process.waitUntilExit()
    return Outcome(
      exitCode: process.terminationStatus, output: String(decoding: said, as: UTF8.self),
      errors: String(decoding: complained, as: UTF8.self))
  }

  /// The binary beside the test bundle.
  private static let binary = URL(fileURLWithPath: CommandLine.arguments[0])
    .resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("kilowatch")
}

/// Reads a pipe to its end on a thread of its own.
private final class PipeReader: Sendable {
  private let handle: FileHandle
  private let done = DispatchSemaphore(value: 0)
  nonisolated(unsafe) private var data = Data()

  init(_ handle: FileHandle) {
    self.handle = handle
    Thread.detachNewThread { [self] in
      data = handle.readDataToEndOfFile()
      done.signal()
    }
  }

  func finish() -> Data {
    done.wait()
    return data
  }
}
