/// Writes the wire format of Protocol Buffers: fields, each a tag and a value.
///
/// Source: https://protobuf.dev/programming-guides/encoding/
struct ProtobufWriter {
  private(set) var bytes: [UInt8] = []

  /// A whole number.
  mutating func write(_ number: Int, field: Int) {
    writeTag(field, wireType: 0)
    writeVarint(UInt64(bitPattern: Int64(number)))
  }

  /// A single-precision number.
  mutating func write(_ number: Float, field: Int) {
    writeTag(field, wireType: 5)
    append(number)
  }

  /// A text.
  mutating func write(_ text: String, field: Int) {
    writeBytes(Array(text.utf8), field: field)
  }

  /// A message inside this one.
  mutating func write(_ message: ProtobufWriter, field: Int) {
    writeBytes(message.bytes, field: field)
  }

  /// A packed list of whole numbers.
  mutating func write(_ numbers: [Int], field: Int) {
    var packed = ProtobufWriter()
    for number in numbers { packed.writeVarint(UInt64(bitPattern: Int64(number))) }
    writeBytes(packed.bytes, field: field)
  }

  /// A packed list of single-precision numbers.
  mutating func write(_ numbers: [Float], field: Int) {
    var packed = ProtobufWriter()
    packed.bytes.reserveCapacity(4 * numbers.count)
    for number in numbers { packed.append(number) }
    writeBytes(packed.bytes, field: field)
  }

  private mutating func writeBytes(_ content: [UInt8], field: Int) {
    writeTag(field, wireType: 2)
    writeVarint(UInt64(content.count))
    bytes.append(contentsOf: content)
  }

  private mutating func writeTag(_ field: Int, wireType: Int) {
    writeVarint(UInt64(field << 3 | wireType))
  }

  private mutating func writeVarint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private mutating func append(_ number: Float) {
    withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
  }
}
