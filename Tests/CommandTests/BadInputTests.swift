import Documents
import Foundation
import Testing

@Suite("Bad input ends with one line that says what, where and what to do")
struct BadInputTests {
  @Test("in files of data", arguments: BadInput.files)
  func files(_ bad: BadInput) throws { try check(bad) }

  @Test("in models", arguments: BadInput.models)
  func models(_ bad: BadInput) throws { try check(bad) }

  @Test("in dispatch cases and demand", arguments: BadInput.dispatches)
  func dispatches(_ bad: BadInput) throws { try check(bad) }

  @Test("on the command line", arguments: BadInput.lines)
  func lines(_ bad: BadInput) throws { try check(bad) }

  private func check(_ bad: BadInput) throws {
    try withFolder { folder in
      try DocumentFile.write(Array(bad.content.utf8), to: "\(folder)/in.csv")
      let outcome = try Kilowatch.run(
        bad.command.split(separator: " ").map(String.init), in: folder)
      let lines = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("kilowatch: ") }
      #expect(outcome.exitCode == bad.exitCode, "\(outcome.errors)")
      #expect(lines.count == 1 && outcome.errors.contains(bad.words), "\(outcome.errors)")
      let left = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(left == ["in.csv"])
    }
  }

  @Test("on a full disk, where nothing half-written is left behind")
  func fullDisk() throws {
    let outcome = try Kilowatch.run(
      ["data", "generate", "--days", "1", "--out", "/dev/full"])
    #expect(outcome.exitCode == 74 || outcome.exitCode == 73, "\(outcome.errors)")
    #expect(outcome.errors.hasPrefix("kilowatch: /dev/full: cannot be "))
  }
}

/// A folder of its own for one test.
func withFolder(_ body: (String) throws -> Void) throws {
  let folder = NSTemporaryDirectory() + "kilowatch-" + UUID().uuidString
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try body(folder)
}
