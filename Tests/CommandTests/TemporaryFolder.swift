import Foundation

/// A folder of its own for one test, which goes when the test does.
final class TemporaryFolder: Sendable {
  let path = NSTemporaryDirectory() + "kilowatch-" + UUID().uuidString

  init() {
    // What cannot be made is told by whatever writes into it.
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// A path in the folder that was not given before, ending with `name`.
  func newPath(_ name: String) -> String { "\(path)/\(UUID().uuidString)-\(name)" }
}
