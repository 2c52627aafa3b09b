import CZlib
import Documents

/// How a record stands in the journal: a line of checksum, number and JSON.
///
/// `crc32 number {…}\n`. The checksum covers the number, the JSON and the checksum of the record
/// before, so that a record can be neither changed, dropped, repeated nor moved unnoticed.
enum JournalRecord {
  /// The line of record `number` with `payload`, and its checksum.
  static func line(
    number: Int, payload: [UInt8], previousChecksum: UInt32
  ) -> (bytes: [UInt8], checksum: UInt32) {
    var body = Array("\(number) ".utf8)
    body += payload
    let checksum = crc(of: body, after: previousChecksum)
    return (hexadecimal(checksum) + [0x20] + body + [0x0a], checksum)
  }

  /// The payload of a line without its line feed; nil if the line is not record `number`.
  static func payload(
    of line: ArraySlice<UInt8>, number: Int, previousChecksum: UInt32
  ) -> (payload: ArraySlice<UInt8>, checksum: UInt32)? {
    let prefix = Array(" \(number) ".utf8)
    guard line.count > 8 + prefix.count, line.dropFirst(8).starts(with: prefix) else { return nil }
    let checksum = crc(of: Array(line.dropFirst(9)), after: previousChecksum)
    guard line.prefix(8).elementsEqual(hexadecimal(checksum)) else { return nil }
    return (line.dropFirst(8 + prefix.count), checksum)
  }

  /// Whether `bytes` can be what a crash left of the first record.
  static func mayBegin(_ bytes: ArraySlice<UInt8>) -> Bool {
    let isChecksum = bytes.prefix(8).allSatisfy { "0123456789abcdef".utf8.contains($0) }
    return isChecksum && zip(bytes.dropFirst(8), " 1 {".utf8).allSatisfy { $0 == $1 }
  }

  private static func crc(of bytes: [UInt8], after previous: UInt32) -> UInt32 {
    UInt32(truncatingIfNeeded: crc32(UInt(previous), bytes, UInt32(bytes.count)))
  }

  private static func hexadecimal(_ checksum: UInt32) -> [UInt8] {
    let digits = Array(String(checksum, radix: 16).utf8)
    return [UInt8](repeating: UInt8(ascii: "0"), count: 8 - digits.count) + digits
  }
}
