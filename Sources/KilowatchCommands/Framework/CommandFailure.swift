import Documents

/// How a process ends; the numbers are contract (those above 63 are those of `sysexits.h`).
enum ExitCode: Int32, Sendable {
  case done = 0
  case failed = 1
  /// A gate that the user set, such as `--fail-on-anomaly`, tripped.
  case gateTripped = 2
  case usage = 64
  case badData = 65
  case noInput = 66
  case internalError = 70
  case cannotCreate = 73
  case inputOutput = 74
  case interrupted = 130
}

/// Why a command stopped: an exit code, and one line that says what, where and what to do.
struct CommandFailure: Error, Equatable, Sendable {
  let exitCode: ExitCode
  let message: String

  init(_ exitCode: ExitCode, _ message: String) {
    self.exitCode = exitCode
    self.message = message
  }

  static func failed(_ message: String) -> CommandFailure { .init(.failed, message) }
  static func usage(_ message: String) -> CommandFailure { .init(.usage, message) }
  static func badData(_ message: String) -> CommandFailure { .init(.badData, message) }

  init(_ failure: FileFailure) {
    exitCode =
      switch failure {
      case .notFound, .unreadable: .noInput
      case .damagedCompression, .tooLarge: .badData
      case .cannotCreate: .cannotCreate
      case .writeFailed, .replaced: .inputOutput
      }
    message = failure.description
  }
}

/// The value of `body`, a file's failure turned into the command's.
func withFiles<Value: ~Copyable>(
  _ body: () throws(FileFailure) -> Value
) throws(CommandFailure) -> Value {
  do throws(FileFailure) {
    return try body()
  } catch {
    throw CommandFailure(error)
  }
}

/// The JSON document in the file at `path`; damage names the file, line and column.
func readJSON(_ path: String) throws(CommandFailure) -> JSONValue {
  let bytes = try withFiles { () throws(FileFailure) in try DocumentFile.read(path) }
  do throws(JSONError) {
    return try JSONValue(parsing: bytes)
  } catch {
    throw .badData("\(path): not a JSON document: \(error)")
  }
}

/// Writes `document` to `path`, indented.
func writeJSON(_ document: JSONValue, to path: String) throws(CommandFailure) {
  try withFiles { () throws(FileFailure) in try DocumentFile.write(document.serialized(), to: path)
  }
}
