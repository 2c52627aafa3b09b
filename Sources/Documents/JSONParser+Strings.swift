extension JSONParser {
  mutating func text() throws(Failure) -> String {
    position += 1
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: "\""),
      bytes[position] != UInt8(ascii: "\\")
    {
      guard bytes[position] >= 0x20 else { throw failure(.invalidString) }
      position += 1
    }
    guard position < bytes.count else { throw failure(.unexpectedEnd) }
    if bytes[position] == UInt8(ascii: "\"") {
      let text = String(validating: bytes[start..<position], as: UTF8.self)
      guard let text else { throw Failure(reason: .invalidUTF8, offset: start) }
      position += 1
      return text
    }
    return try textWithEscapes(from: start)
  }

  private mutating func textWithEscapes(from start: Int) throws(Failure) -> String {
    var decoded = Array(bytes[start..<position])
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: decoded, as: UTF8.self) else {
          throw Failure(reason: .invalidUTF8, offset: start)
        }
        return text
      case UInt8(ascii: "\\"):
        decoded.append(contentsOf: Array(Character(try escape()).utf8))
      case 0x20...:
        decoded.append(byte)
      default:
        position -= 1
        throw failure(.invalidString)
      }
    }
    throw failure(.unexpectedEnd)
  }

  private mutating func escape() throws(Failure) -> Unicode.Scalar {
    guard position < bytes.count else { throw failure(.unexpectedEnd) }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape()
    default:
      position -= 1
      throw failure(.invalidString)
    }
  }

  private mutating func unicodeEscape() throws(Failure) -> Unicode.Scalar {
    let high = try hexadecimal()
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard (0xd800..<0xdc00).contains(high), position + 1 < bytes.count,
      bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
    else { throw failure(.invalidString) }
    position += 2
    let low = try hexadecimal()
    guard (0xdc00..<0xe000).contains(low),
      let scalar = Unicode.Scalar(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00))
    else { throw failure(.invalidString) }
    return scalar
  }

  private mutating func hexadecimal() throws(Failure) -> UInt32 {
    guard position + 4 <= bytes.count else { throw failure(.unexpectedEnd) }
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
        throw failure(.invalidString)
      }
      code = code << 4 | UInt32(digit)
      position += 1
    }
    return code
  }
}
