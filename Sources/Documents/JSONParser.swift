// A strict reader of RFC 8259, written for documents that are mostly columns of numbers and may be
// hostile. Priorities: refuse what is not JSON; bounded depth and memory (at most eight bytes for
// two bytes of input, plus the tree); then speed. Debian's C readers either go through `strtod` for
// each number or build a heap object for it, which a model of millions of nodes cannot afford.

extension JSONValue {
  /// The deepest nesting that `init(parsing:)` accepts.
  public static let depthLimit = 64

  /// Reads one JSON document.
  ///
  /// - Throws: `JSONError` with the line and column at which reading stopped.
  /// - Complexity: O(bytes).
  ///
  /// - Parameters:
  ///   - text: the document as UTF-8.
  ///   - dialect: `.python` for files that other tools wrote with Python's `json` module.
  public init(parsing text: [UInt8], dialect: JSONDialect = .strict) throws(JSONError) {
    var failure: JSONError?
    let value = text.withUnsafeBufferPointer { buffer -> JSONValue? in
      var parser = JSONParser(bytes: buffer)
      parser.dialect = dialect
      do throws(JSONParser.Failure) {
        return try parser.document()
      } catch {
        failure = error.located(in: buffer)
        return nil
      }
    }
    guard let value else {
      throw failure ?? JSONError(reason: .unexpectedEnd, line: 1, column: 1)
    }
    self = value
  }

  /// Reads one JSON document.
  public init(parsing text: String, dialect: JSONDialect = .strict) throws(JSONError) {
    try self.init(parsing: Array(text.utf8), dialect: dialect)
  }
}

/// Which texts are taken for JSON.
public enum JSONDialect: Sendable {
  /// RFC 8259.
  case strict
  /// RFC 8259 and the words of Python's `json` module: `NaN`, which reads as `null`, and `Infinity`
  /// and `-Infinity`, which read as numbers.
  case python
}

struct JSONParser {
  struct Failure: Error {
    let reason: JSONError.Reason
    let offset: Int

    func located(in bytes: UnsafeBufferPointer<UInt8>) -> JSONError {
      let before = bytes[..<min(offset, bytes.count)]
      let lineStart = before.lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
      return JSONError(
        reason: reason, line: before.count { $0 == 0x0a } + 1, column: offset - lineStart + 1)
    }
  }

  let bytes: UnsafeBufferPointer<UInt8>
  var position = 0
  var dialect = JSONDialect.strict

  init(bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  mutating func document() throws(Failure) -> JSONValue {
    if bytes.count >= 3, bytes[0] == 0xef, bytes[1] == 0xbb, bytes[2] == 0xbf { position = 3 }
    let value = try value(depth: 0)
    skipSpace()
    guard position == bytes.count else { throw failure(.trailingText) }
    return value
  }

  private func failure(_ reason: JSONError.Reason) -> Failure {
    Failure(reason: reason, offset: position)
  }

  private mutating func skipSpace() {
    while position < bytes.count {
      let byte = bytes[position]
      guard byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 else { return }
      position += 1
    }
  }

  private mutating func next() throws(Failure) -> UInt8 {
    skipSpace()
    guard position < bytes.count else { throw failure(.unexpectedEnd) }
    return bytes[position]
  }

  private mutating func value(depth: Int) throws(Failure) -> JSONValue {
    guard depth < JSONValue.depthLimit else {
      throw failure(.nestedTooDeeply(limit: JSONValue.depthLimit))
    }
    let byte = try next()
    switch byte {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try list(depth: depth)
    case UInt8(ascii: "\""): return .string(try text())
    case UInt8(ascii: "t"): return try keyword("true", .bool(true))
    case UInt8(ascii: "f"): return try keyword("false", .bool(false))
    case UInt8(ascii: "n"): return try keyword("null", .null)
    case UInt8(ascii: "N") where dialect == .python: return try keyword("NaN", .null)
    case UInt8(ascii: "I") where dialect == .python:
      return try keyword("Infinity", .number(.infinity))
    case UInt8(ascii: "-") where isNegativeInfinity:
      return try keyword("-Infinity", .number(-.infinity))
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number().value
    default: throw failure(.unexpectedCharacter(byte))
    }
  }

  private var isNegativeInfinity: Bool {
    dialect == .python && position + 1 < bytes.count && bytes[position] == UInt8(ascii: "-")
      && bytes[position + 1] == UInt8(ascii: "I")
  }

  private mutating func keyword(
    _ word: StaticString, _ value: JSONValue
  ) throws(Failure) -> JSONValue {
    for index in 0..<word.utf8CodeUnitCount {
      guard position < bytes.count else { throw failure(.unexpectedEnd) }
      guard bytes[position] == word.utf8Start[index] else {
        throw failure(.unexpectedCharacter(bytes[position]))
      }
      position += 1
    }
    return value
  }

  private mutating func object(depth: Int) throws(Failure) -> JSONValue {
    position += 1
    var members: [String: JSONValue] = [:]
    if try next() == UInt8(ascii: "}") {
      position += 1
      return .object(members)
    }
    while true {
      guard try next() == UInt8(ascii: "\"") else {
        throw failure(.unexpectedCharacter(bytes[position]))
      }
      let nameStart = position
      let name = try text()
      guard try next() == UInt8(ascii: ":") else {
        throw failure(.unexpectedCharacter(bytes[position]))
      }
      position += 1
      guard members.updateValue(try value(depth: depth + 1), forKey: name) == nil else {
        throw Failure(reason: .duplicateName(name), offset: nameStart)
      }
      let byte = try next()
      position += 1
      if byte == UInt8(ascii: "}") { return .object(members) }
      guard byte == UInt8(ascii: ",") else {
        position -= 1
        throw failure(.unexpectedCharacter(byte))
      }
    }
  }

  /// A list; its numbers stay packed until something else than a number turns up.
  private mutating func list(depth: Int) throws(Failure) -> JSONValue {
    position += 1
    if try next() == UInt8(ascii: "]") {
      position += 1
      return .array([])
    }
    var column: [Double] = []
    var elements: [JSONValue]?
    while true {
      let byte = try next()
      let isNumber = (byte == UInt8(ascii: "-") && !isNegativeInfinity) || (byte &- 0x30) < 10
      if elements == nil, isNumber {
        column.append(try number().double)
      } else {
        if elements == nil { elements = column.map { JSONValue($0) } }
        elements?.append(try value(depth: depth + 1))
      }
      let separator = try next()
      position += 1
      if separator == UInt8(ascii: "]") { return elements.map(JSONValue.array) ?? .numbers(column) }
      guard separator == UInt8(ascii: ",") else {
        position -= 1
        throw failure(.unexpectedCharacter(separator))
      }
    }
  }
}

// MARK: - Numbers

extension JSONParser {
  /// A scanned number: its decimal digits and exponent, and where it stands.
  struct ScannedNumber {
    let double: Double
    /// The exact value, if the number was written whole and fits.
    let whole: Int64?

    var value: JSONValue { whole.map(JSONValue.integer) ?? .number(double) }
  }

  /// Scans one number.
  ///
  /// Integers below 2⁵³ and powers of ten up to 22 are exact in binary, so one multiplication or
  /// division rounds correctly (Clinger 1990); the rest goes to `strtod`.
  mutating func number() throws(Failure) -> ScannedNumber {
    let start = position
    let negative = bytes[position] == UInt8(ascii: "-")
    if negative { position += 1 }
    var mantissa: UInt64 = 0
    let integerStart = position
    scanDigits(into: &mantissa)
    let integerDigits = position - integerStart
    guard integerDigits > 0 else {
      throw failure(position < bytes.count ? .invalidNumber : .unexpectedEnd)
    }
    guard integerDigits == 1 || bytes[integerStart] != UInt8(ascii: "0") else {
      throw Failure(reason: .invalidNumber, offset: start)
    }
    var exponent = 0
    var isWhole = true
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      isWhole = false
      position += 1
      let fractionStart = position
      scanDigits(into: &mantissa)
      guard position > fractionStart else { throw failure(.invalidNumber) }
      exponent = fractionStart - position
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      isWhole = false
      exponent += try scanExponent()
    }
    let digits = position - start
    if isWhole, integerDigits <= 18 {
      let whole = negative ? -Int64(mantissa) : Int64(mantissa)
      return ScannedNumber(
        double: whole == 0 && negative ? -0.0 : Double(whole),
        whole: whole == 0 && negative ? nil : whole)
    }
    if digits <= 17, mantissa < 1 << 53, abs(exponent) <= 22 {
      let magnitude = Double(mantissa)
      let scaled =
        exponent < 0
        ? magnitude / powersOfTen[-exponent] : magnitude * powersOfTen[exponent]
      return ScannedNumber(double: negative ? -scaled : scaled, whole: nil)
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let double = Double(text), double.isFinite else {
      throw Failure(reason: .invalidNumber, offset: start)
    }
    return ScannedNumber(double: double, whole: isWhole ? Int64(text) : nil)
  }

  private mutating func scanDigits(into mantissa: inout UInt64) {
    while position < bytes.count {
      let digit = bytes[position] &- 0x30
      guard digit < 10 else { return }
      mantissa = mantissa &* 10 &+ UInt64(digit)
      position += 1
    }
  }

  private mutating func scanExponent() throws(Failure) -> Int {
    position += 1
    var negative = false
    if position < bytes.count,
      bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+")
    {
      negative = bytes[position] == UInt8(ascii: "-")
      position += 1
    }
    let start = position
    var magnitude = 0
    while position < bytes.count, bytes[position] &- 0x30 < 10 {
      magnitude = min(magnitude * 10 + Int(bytes[position] &- 0x30), 100_000)
      position += 1
    }
    guard position > start else { throw failure(.invalidNumber) }
    return negative ? -magnitude : magnitude
  }
}

private let powersOfTen: [Double] = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
  1e18, 1e19, 1e20, 1e21, 1e22,
]

// MARK: - Strings

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
