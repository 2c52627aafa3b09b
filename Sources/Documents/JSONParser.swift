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

  func failure(_ reason: JSONError.Reason) -> Failure {
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
