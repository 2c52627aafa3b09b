import Documents
import Foundation
import Testing

@Suite("A document file")
struct DocumentFileTests {
  private let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "kilowatch-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  @Test("reads back what was written, packed or not", arguments: ["", ".gz", ".zst"])
  func roundTrip(packing: String) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/data" + packing
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
    try DocumentFile.write(bytes, to: path)
    #expect(try DocumentFile.read(path) == bytes)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["data" + packing])
  }

  @Test("replaces a file only when the new one is whole")
  func abandonedWriteLeavesTheOldFile() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/data"
    try DocumentFile.write([1, 2, 3], to: path)
    do {
      var abandoned = try AtomicFile(path: path)
      try abandoned.append([9])
    }
    #expect(try DocumentFile.read(path) == [1, 2, 3])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["data"])
  }

  @Test("keeps the permissions of the file that it replaces", arguments: [0o600, 0o755])
  func permissions(mode: mode_t) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/data"
    try DocumentFile.write([1], to: path)
    #expect(chmod(path, mode) == 0)
    try DocumentFile.write([2], to: path)
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == mode)
    #expect(try DocumentFile.read(path) == [2])
  }

  @Test("says which packed file is damaged", arguments: [".gz", ".zst"])
  func damagedCompression(packing: String) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/data" + packing
    try DocumentFile.write((0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* $0) }, to: path)
    var packed = try Data(contentsOf: URL(fileURLWithPath: path))
    packed.removeLast(packed.count / 2)
    try packed.write(to: URL(fileURLWithPath: path))
    #expect(throws: FileFailure.damagedCompression(path: path)) { try DocumentFile.read(path) }
  }

  @Test("refuses more than the limit, packed bombs included")
  func limit() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/zeros.gz"
    try DocumentFile.write([UInt8](repeating: 0, count: 10_000_000), to: path)
    #expect(throws: FileFailure.tooLarge(path: path, limit: 1_000_000)) {
      try DocumentFile.read(path, limit: 1_000_000)
    }
  }

  @Test("refuses what is packed more densely than any document", arguments: [".gz", ".zst"])
  func bomb(packing: String) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/zeros" + packing
    try DocumentFile.write([UInt8](repeating: 0, count: (1 << 28) + 1), to: path)
    #expect(throws: FileFailure.tooLarge(path: path, limit: 1 << 28)) {
      try DocumentFile.read(path)
    }
  }

  @Test(
    "is written where a symbolic link leads, which stays",
    arguments: [true, false], [true, false])
  func symbolicLink(isRelative: Bool, isThere: Bool) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let target = folder + "/elsewhere/data"
    let manager = FileManager.default
    try manager.createDirectory(atPath: folder + "/elsewhere", withIntermediateDirectories: true)
    if isThere { try DocumentFile.write([1], to: target) }
    try manager.createSymbolicLink(
      atPath: folder + "/inner", withDestinationPath: isRelative ? "elsewhere/data" : target)
    try manager.createSymbolicLink(
      atPath: folder + "/link", withDestinationPath: isRelative ? "inner" : folder + "/inner")
    try DocumentFile.write([1, 2, 3], to: folder + "/link")
    #expect(try DocumentFile.read(target) == [1, 2, 3])
    for name in ["link", "inner"] {
      #expect(throws: Never.self) {
        try manager.destinationOfSymbolicLink(atPath: folder + "/" + name)
      }
    }
    #expect(try manager.contentsOfDirectory(atPath: folder + "/elsewhere") == ["data"])
  }

  @Test("names a file that is missing, and one that cannot be made")
  func missing() {
    #expect(throws: FileFailure.notFound(path: "/no/such/file")) {
      try DocumentFile.read("/no/such/file")
    }
    #expect(throws: FileFailure.cannotCreate(path: "/no/such/file", errno: ENOENT)) {
      try DocumentFile.write([1], to: "/no/such/file")
    }
    #expect(throws: FileFailure.writeFailed(path: "/dev/full", errno: ENOSPC)) {
      try DocumentFile.write([1], to: "/dev/full")
    }
  }
}
