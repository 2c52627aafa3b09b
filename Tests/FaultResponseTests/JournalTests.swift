import Documents
import FaultResponse
import Foundation
import Testing

@Suite("A journal")
struct JournalTests {
  private let path = NSTemporaryDirectory() + "kilowatch-journal-" + UUID().uuidString

  @Test("recovers the longest prefix of whole records, wherever the file was cut")
  func cutAnywhere() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let records = (0..<20).map {
      JSONValue.object(["n": JSONValue($0), "text": .string("über \($0)")])
    }
    let whole = try write(records)
    let ends = whole.indices.filter { whole[$0] == 0x0a }
    for length in 0...whole.count {
      try Data(whole[..<length]).write(to: URL(fileURLWithPath: path))
      let journal = try Journal(path: path)
      let kept = ends.count { $0 < length }
      #expect(journal.recovered == Array(records[..<kept]))
      try journal.append(Array(records[kept...]))
      #expect(try DocumentFile.read(path) == whole)
    }
  }

  @Test("stops at a record that was changed, dropped, repeated or moved")
  func tampering() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let records = (0..<6).map { JSONValue.object(["n": JSONValue($0)]) }
    let lines = try write(records).split(separator: 0x0a).map { Array($0) + [0x0a] }
    var changed = lines
    changed[2][12] ^= 1
    let damaged: [([[UInt8]], Int)] = [
      (changed, 2), (Array(lines[..<2] + lines[3...]), 2),
      (Array(lines[..<3] + [lines[2]] + lines[3...]), 3),
      ([lines[0], lines[2], lines[1], lines[3]], 1),
    ]
    for (lines, kept) in damaged {
      try Data(lines.flatMap(\.self)).write(to: URL(fileURLWithPath: path))
      let journal = try Journal(path: path)
      #expect(journal.recovered == Array(records[..<kept]))
      #expect(journal.discardedBytes > 0)
    }
  }

  @Test("says when its disk is full, or it cannot be made")
  func failures() throws {
    #expect(throws: FileFailure.self) { try Journal(path: "/no/such/folder/journal") }
  }

  private func write(_ records: [JSONValue]) throws -> [UInt8] {
    let journal = try Journal(path: path)
    for record in records { try journal.append([record]) }
    return try DocumentFile.read(path)
  }
}
