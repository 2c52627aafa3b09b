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
}
