/// How the fields of a delimited text file are written.
public struct DelimitedFormat: Equatable, Sendable {
  /// The byte between two fields.
  public var delimiter: UInt8
  /// The byte between the whole part and the fraction of a number.
  public var decimalMark: UInt8
  /// What stands for a missing value, besides nothing at all.
  public var missingMarker: String

  /// RFC 4180: commas, and nothing for what is missing.
  public static let csv = DelimitedFormat()

  /// A format; `missingMarker` is what stands for a missing value besides nothing at all.
  public init(
    delimiter: UInt8 = UInt8(ascii: ","), decimalMark: UInt8 = UInt8(ascii: "."),
    missingMarker: String = ""
  ) {
    precondition(
      delimiter != decimalMark, "fields and fractions are separated by the same byte \(delimiter)")
    self.delimiter = delimiter
    self.decimalMark = decimalMark
    self.missingMarker = missingMarker
  }

  /// The delimiter that a row has: this format's own if it occurs, else the comma, semicolon or tab
  /// that occurs most often.
  func detectedDelimiter(in row: [UInt8]) -> UInt8 {
    func count(_ byte: UInt8) -> Int { row.count { $0 == byte } }
    let others = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")].filter {
      $0 != decimalMark
    }
    guard count(delimiter) == 0, let best = others.max(by: { count($0) < count($1) }),
      count(best) > 0
    else { return delimiter }
    return best
  }

  /// The number that `text` is in this format.
  func number(_ text: String) -> Double? {
    let trimmed = text.split(separator: " ", omittingEmptySubsequences: true)
    guard trimmed.count == 1, let word = trimmed.first else { return nil }
    let mark = Character(UnicodeScalar(decimalMark))
    return Double(mark == "." ? String(word) : String(word.map { $0 == mark ? "." : $0 }))
  }
}
