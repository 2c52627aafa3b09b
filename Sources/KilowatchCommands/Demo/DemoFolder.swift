import Documents
import Foundation

/// Where the demo reads and writes.
struct DemoFolder {
  /// What stands before every path: empty, or a folder and a slash.
  private let prefix: String

  init(root: String) {
    prefix = root == "." ? "" : root + "/"
  }

  func dataset(_ name: String) -> String { "\(prefix)Datasets/\(name)" }
  func model(_ name: String) -> String { "\(prefix)Models/\(name)" }
  func report(_ name: String) -> String { "\(prefix)Reports/\(name)" }
  var reports: String { "\(prefix)Reports" }

  /// Makes the folders that are missing.
  func make() throws(CommandFailure) {
    let folders = [
      dataset("generated"), "\(prefix)Models", report("detection"), report("forecast"),
      report("dispatch"),
    ]
    for path in folders {
      do {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      } catch {
        throw CommandFailure(.cannotCreate, "\(path): cannot be created")
      }
    }
  }
}
