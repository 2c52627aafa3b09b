public import Documents

/// Keeps the journal of a session that may have been begun before.
///
/// A replay makes the same steps again from the start: those that the journal has are compared, the
/// rest is appended, so that an interrupted replay and an uninterrupted one end with the same bytes.
public struct JournalKeeper {
  /// How a journal that holds records already is taken up.
  public enum Beginning: Sendable {
    /// The input is the same from its start.
    case sameInput
    /// The input goes on where it was left.
    case nextInput
  }

  private let journal: Journal
  private var compared = 0
  private let recovered: [JSONValue]

  /// The keeper of `journal`.
  public init(_ journal: Journal, beginning: Beginning) {
    self.journal = journal
    recovered = beginning == .sameInput ? journal.recovered : []
  }

  /// Keeps the steps that one cause had: all of them, or none.
  ///
  /// - Throws: ``JournalError``.
  public mutating func keep(_ steps: [AlarmTransition]) throws(JournalError) {
    let documents = steps.map(\.document)
    let known = min(documents.count, recovered.count - compared)
    for document in documents.prefix(known) {
      compared += 1
      guard document == recovered[compared - 1] else {
        throw .differs(path: journal.path, record: compared)
      }
    }
    guard documents.count > known else { return }
    do throws(FileFailure) {
      try journal.append(Array(documents.dropFirst(known)))
    } catch {
      throw .file(error)
    }
  }
}

/// Why a journal cannot be kept.
public enum JournalError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The journal's file failed.
  case file(FileFailure)
  /// The journal was written for other input or other rules.
  case differs(path: String, record: Int)
  /// The file holds something else.
  case notAJournal(path: String)
  /// Somebody else keeps the journal.
  case inUse(path: String)

  /// What failed, and what to do.
  public var description: String {
    switch self {
    case .file(let failure): failure.description
    case .differs(let path, let record):
      "\(path): record \(record) was written for other input or rules; name a new journal"
    case .notAJournal(let path): "\(path): not a journal of alarms"
    case .inUse(let path): "\(path): another watch keeps this journal"
    }
  }
}
