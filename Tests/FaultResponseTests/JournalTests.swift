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

  @Test("says that it cannot be made")
  func failures() throws {
    let path = "/no/such/folder/journal"
    #expect(throws: JournalError.file(.cannotCreate(path: path, errno: ENOENT))) {
      try Journal(path: path)
    }
  }

  @Test("leaves a file alone that is no journal", arguments: ["a,b\n1,2\n", "x", "{}", "00 1 {"])
  func notAJournal(text: String) throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    #expect(throws: JournalError.notAJournal(path: path)) { try Journal(path: path) }
    #expect(try DocumentFile.read(path) == Array(text.utf8))
  }

  @Test("keeps damage in its middle beside it, with all that follows")
  func damage() throws {
    defer {
      for ending in ["", ".damaged"] { try? FileManager.default.removeItem(atPath: path + ending) }
    }
    var bytes = try write((0..<6).map { JSONValue.object(["n": JSONValue($0)]) })
    let lineLength = bytes.count / 6
    bytes[2 * lineLength + 3] ^= 1
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    #expect(try Journal(path: path).count == 2)
    #expect(try DocumentFile.read(path + ".damaged") == Array(bytes[(2 * lineLength)...]))
  }

  @Test("is kept by one at a time")
  func inUse() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let first = try Journal(path: path)
    #expect(throws: JournalError.inUse(path: path)) { try Journal(path: path) }
    #expect(first.count == 0)
  }

  @Test("survives bytes of any kind", arguments: 1...200)
  func anyBytes(seed: UInt64) throws {
    defer {
      for ending in ["", ".damaged"] { try? FileManager.default.removeItem(atPath: path + ending) }
    }
    var random = Draws(state: seed)
    let records = (0..<5).map { JSONValue.object(["n": JSONValue($0)]) }
    var bytes = try write(records)
    for _ in 0...random.below(4) {
      let place = random.below(bytes.count)
      switch random.below(3) {
      case 0: bytes[place] = UInt8(random.below(256))
      case 1: bytes.remove(at: place)
      default: bytes.insert(UInt8(random.below(256)), at: place)
      }
    }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let (kept, _) = try Journal.records(at: path)
    #expect(kept == Array(records.prefix(kept.count)))
    let journal = try? Journal(path: path)
    #expect(journal == nil ? kept.isEmpty : journal?.recovered == kept)
  }

  private func write(_ records: [JSONValue]) throws -> [UInt8] {
    let journal = try Journal(path: path)
    for record in records { try journal.append([record]) }
    return try DocumentFile.read(path)
  }
}
