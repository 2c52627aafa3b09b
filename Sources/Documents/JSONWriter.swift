// Writing is deterministic: names sorted by their UTF-8, numbers as the shortest text that reads
// back to the same bits, whole numbers without a fraction, a column of numbers on one line.

extension JSONValue {
  /// How a document is laid out.
  public enum Layout: Sendable {
    /// Everything on one line.
    case compact
    /// A member or element a line, two spaces deep each; columns of numbers stay on one line.
    case indented
  }

  /// The document as UTF-8; `indented` ends with a line feed.
  public func serialized(_ layout: Layout = .indented) -> [UInt8] {
    var writer = JSONWriter(indents: layout == .indented)
    writer.write(self, depth: 0)
    if layout == .indented { writer.output.append(0x0a) }
    return writer.output
  }
}

private struct JSONWriter {
  let indents: Bool
  var output: [UInt8] = []

  init(indents: Bool) {
    self.indents = indents
  }

  mutating func write(_ value: JSONValue, depth: Int) {
    switch value {
    case .null: append("null")
    case .bool(let truth): append(truth ? "true" : "false")
    case .integer(let whole): append(String(whole))
    case .number(let number): write(number)
    case .string(let text): write(text)
    case .numbers(let column): write(column)
    case .array(let elements):
      guard !elements.isEmpty else { return append("[]") }
      append("[")
      for (index, element) in elements.enumerated() {
        if index > 0 { append(",") }
        newLine(depth + 1)
        write(element, depth: depth + 1)
      }
      newLine(depth)
      append("]")
    case .object(let members):
      guard !members.isEmpty else { return append("{}") }
      append("{")
      for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
        if index > 0 { append(",") }
        newLine(depth + 1)
        write(member.key)
        append(indents ? ": " : ":")
        write(member.value, depth: depth + 1)
      }
      newLine(depth)
      append("}")
    }
  }

  private mutating func newLine(_ depth: Int) {
    guard indents else { return }
    output.append(0x0a)
    output.append(contentsOf: repeatElement(0x20, count: 2 * depth))
  }

  private mutating func append(_ text: String) {
    output.append(contentsOf: text.utf8)
  }

  private mutating func write(_ column: [Double]) {
    output.reserveCapacity(output.count + column.count * 8)
    append("[")
    for (index, number) in column.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      write(number)
    }
    append("]")
  }

  private mutating func write(_ number: Double) {
    guard number.isFinite else { return append("null") }
    if let whole = Int64(exactly: number), abs(whole) < 1 << 53, whole != 0 || number.sign == .plus
    {
      return append(String(whole))
    }
    append(number.description)
  }

  private mutating func write(_ text: String) {
    output.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): append("\\\"")
      case UInt8(ascii: "\\"): append("\\\\")
      case 0x0a: append("\\n")
      case 0x0d: append("\\r")
      case 0x09: append("\\t")
      case ..<0x20, 0x7f:
        let digits = String(byte, radix: 16)
        append("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }
}
