import Glibc

/// Why a file could not be read or written.
public enum FileFailure: Error, Equatable, Sendable, CustomStringConvertible {
  /// There is no such file.
  case notFound(path: String)
  /// The file is there and may not be read, or is a directory.
  case unreadable(path: String, errno: Int32)
  /// The file's compressed content is damaged or cut short.
  case damagedCompression(path: String)
  /// The file was cut short, moved or removed while it was followed.
  case replaced(path: String)
  /// The file's content is larger than a reader accepts.
  case tooLarge(path: String, limit: Int)
  /// The file cannot be made: its folder is missing, or may not be written.
  case cannotCreate(path: String, errno: Int32)
  /// Writing began and failed: the disk is full, say. Nothing is left behind.
  case writeFailed(path: String, errno: Int32)

  /// The file and the reason, in one line.
  public var description: String {
    switch self {
    case .notFound(let path): "\(path): no such file"
    case .unreadable(let path, let code): "\(path): cannot be read: \(text(of: code))"
    case .damagedCompression(let path): "\(path): the compressed data is damaged or cut short"
    case .replaced(let path):
      "\(path): cut short, moved or removed while it was followed; start again to read what is there now"
    case .tooLarge(let path, let limit): "\(path): larger than \(limit) bytes once unpacked"
    case .cannotCreate(let path, let code): "\(path): cannot be created: \(text(of: code))"
    case .writeFailed(let path, let code): "\(path): cannot be written: \(text(of: code))"
    }
  }

  private func text(of code: Int32) -> String {
    String(cString: strerror(code)).lowercased()
  }
}
