/// Why a text is not a JSON document that Kilowatch reads.
public struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What was wrong.
  public enum Reason: Equatable, Sendable {
    case unexpectedEnd
    case unexpectedCharacter(UInt8)
    case invalidNumber
    case invalidString
    case invalidUTF8
    case duplicateName(String)
    case nestedTooDeeply(limit: Int)
    case trailingText
  }

  /// What was wrong.
  public let reason: Reason
  /// The line, from 1.
  public let line: Int
  /// The byte within the line, from 1.
  public let column: Int

  /// A refusal at `line` and `column`.
  public init(reason: Reason, line: Int, column: Int) {
    self.reason = reason
    self.line = line
    self.column = column
  }

  /// The place and the reason, in one line.
  public var description: String {
    let what =
      switch reason {
      case .unexpectedEnd: "the document ends too early"
      case .unexpectedCharacter(let byte) where (0x20...0x7e).contains(byte):
        "unexpected '\(Character(UnicodeScalar(byte)))'"
      case .unexpectedCharacter(let byte): "unexpected byte \(byte)"
      case .invalidNumber: "not a number that JSON allows"
      case .invalidString: "not a string that JSON allows"
      case .invalidUTF8: "not UTF-8"
      case .duplicateName(let name): "the name \"\(name)\" occurs twice in one object"
      case .nestedTooDeeply(let limit): "nested deeper than \(limit) levels"
      case .trailingText: "text after the end of the document"
      }
    return "line \(line), column \(column): \(what)"
  }
}
