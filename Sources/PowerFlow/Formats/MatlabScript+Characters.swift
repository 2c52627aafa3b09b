// The words, numbers and signs that a script is made of.

extension MatlabScript {
  var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Skips blanks, comments and continued lines; false at the end of the text.
  @discardableResult
  mutating func skipBlanks(newLines: Bool) -> Bool {
    while let byte = peek {
      switch byte {
      case 0x20, 0x09, 0x0d: position += 1
      case 0x0a where newLines: position += 1
      case UInt8(ascii: "%"), UInt8(ascii: "#"):
        while let byte = peek, byte != 0x0a { advance(over: byte) }
      case UInt8(ascii: ".") where bytes[position...].starts(with: "...".utf8):
        skipLine()
      default: return true
      }
    }
    return false
  }

  mutating func advance(over _: UInt8) { position += 1 }

  mutating func skipLine() {
    while let byte = peek, byte != 0x0a { advance(over: byte) }
    position = min(position + 1, bytes.count)
  }

  mutating func take(_ word: String) -> Bool {
    skipBlanks(newLines: false)
    guard bytes[position...].starts(with: word.utf8) else { return false }
    position += word.utf8.count
    return true
  }

  /// Takes one of `operators`.
  ///
  /// Within brackets "a -b" is two elements, "a - b" and "a-b" are one.
  mutating func binaryOperator(_ operators: [String], _ inBrackets: Bool) -> String? {
    let start = position
    skipBlanks(newLines: false)
    let hasSpaceBefore = position > start
    for sign in operators where bytes[position...].starts(with: sign.utf8) {
      let next = position + sign.utf8.count
      let hasSpaceAfter = next < bytes.count && (bytes[next] == 0x20 || bytes[next] == 0x09)
      if inBrackets && hasSpaceBefore && !hasSpaceAfter { break }
      position = next
      return sign
    }
    position = start
    return nil
  }

  mutating func identifier() throws(NetworkFileError) -> String {
    skipBlanks(newLines: false)
    let start = position
    while let byte = peek,
      (byte | 0x20 >= 97 && byte | 0x20 <= 122) || byte == UInt8(ascii: "_")
        || (position > start && ((48...57).contains(byte) || byte == UInt8(ascii: ".")))
    {
      position += 1
    }
    guard position > start else {
      throw unsupported(
        "unexpected \"\(String(decoding: bytes[position...].prefix(1), as: UTF8.self))\"")
    }
    // "mpc.bus.*x" is the variable, then an operator.
    if bytes[position - 1] == UInt8(ascii: ".") { position -= 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  mutating func number() throws(NetworkFileError) -> MatlabValue {
    let start = position
    while let byte = peek, (48...57).contains(byte) || byte == UInt8(ascii: ".") {
      let isOperator =
        byte == UInt8(ascii: ".") && position + 1 < bytes.count
        && "*/^".utf8.contains(bytes[position + 1])
      if isOperator { break }
      position += 1
    }
    if let byte = peek, byte | 0x20 == UInt8(ascii: "e") {
      position += 1
      if let sign = peek, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { position += 1 }
      while let byte = peek, (48...57).contains(byte) { position += 1 }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let number = Double(text) ?? Double(text + "0") else {
      throw unsupported("\"\(text)\" is not a number")
    }
    return MatlabValue(number)
  }

  /// Skips a text, or a table of texts in braces.
  mutating func skipTextOrCells() {
    guard peek == UInt8(ascii: "{") else { return skipLine() }
    var isText = false
    while let byte = peek {
      position += 1
      if byte == UInt8(ascii: "'") { isText.toggle() }
      if byte == UInt8(ascii: "}") && !isText { return }
    }
  }

  func unsupported(_ what: String) -> NetworkFileError {
    let line = bytes[..<min(position, bytes.count)].count { $0 == 0x0a } + 1
    return .malformed("line \(line): \(what)")
  }
}
