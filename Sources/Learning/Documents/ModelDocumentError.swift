/// Why a document is no model that can be used.
public enum ModelDocumentError: Error, Equatable, Sendable {
  /// JSON, but nothing with a `kind`.
  case notAModel
  /// A kind of model that is not known here.
  case unknownKind(found: String, known: [String])
  /// A format that a later version of Kilowatch wrote.
  case newer(kind: String, found: Int, known: Int)
  /// A part that is missing or not what it should be.
  case damaged(member: String, expected: String)
}

extension ModelDocumentError: CustomStringConvertible {
  /// What is wrong, in one line.
  public var description: String {
    switch self {
    case .notAModel:
      "not a model document: it has no \"kind\""
    case .unknownKind(let found, let known):
      "a model of kind \"\(found)\", where \(known.joined(separator: " or ")) is needed"
    case .newer(let kind, let found, let known):
      "format \(found) of \(kind) is newer than format \(known), the newest that this version reads"
    case .damaged(let member, let expected):
      "damaged: \"\(member)\" is not \(expected)"
    }
  }
}
