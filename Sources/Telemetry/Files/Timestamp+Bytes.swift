import Documents
public import GridModel

extension Timestamp {
  /// Writes the moment as its description, which is 20 bytes in this era, 24 with milliseconds.
  public func write(to output: UnsafeMutablePointer<UInt8>) -> Int {
    let milliseconds = millisecondsSinceEpoch
    // From year 0 to 9999; beyond, the slow way.
    guard milliseconds >= -62_167_219_200_000, milliseconds < 253_402_300_800_000 else {
      var count = 0
      for byte in description.utf8 {
        output[count] = byte
        count += 1
      }
      return count
    }
    let sinceYearZero = milliseconds + 62_167_219_200_000
    let days = sinceYearZero / 86_400_000
    let inDay = Int(sinceYearZero - days * 86_400_000)
    let date = CivilDate(daysSinceEpoch: Int(days) - 719_528)
    DecimalWriter.writePair(date.year / 100, to: output)
    DecimalWriter.writePair(date.year % 100, to: output + 2)
    output[4] = UInt8(ascii: "-")
    DecimalWriter.writePair(date.month, to: output + 5)
    output[7] = UInt8(ascii: "-")
    DecimalWriter.writePair(date.day, to: output + 8)
    output[10] = UInt8(ascii: "T")
    DecimalWriter.writePair(inDay / 3_600_000, to: output + 11)
    output[13] = UInt8(ascii: ":")
    DecimalWriter.writePair(inDay / 60_000 % 60, to: output + 14)
    output[16] = UInt8(ascii: ":")
    DecimalWriter.writePair(inDay / 1_000 % 60, to: output + 17)
    var count = 19
    let fraction = inDay % 1_000
    if fraction != 0 {
      output[19] = UInt8(ascii: ".")
      output[20] = UInt8(ascii: "0") + UInt8(fraction / 100)
      DecimalWriter.writePair(fraction % 100, to: output + 21)
      count = 23
    }
    output[count] = UInt8(ascii: "Z")
    return count + 1
  }
}
