internal import Documents
internal import FaultResponse

/// The journal of a watch, if one is kept.
final class WatchJournal {
  private var keeper: JournalKeeper?
  /// The steps that an earlier watch kept.
  let recovered: [AlarmTransition]

  init(
    _ settings: WatchSettings, beginning: JournalKeeper.Beginning
  ) throws(CommandFailure) {
    let journal = try settings.journalPath.map { path throws(CommandFailure) in
      try withFiles { () throws(FileFailure) in
        try Journal(path: path, durability: settings.durability)
      }
    }
    let records = journal?.recovered ?? []
    recovered = records.compactMap { AlarmTransition($0) }
    guard recovered.count == records.count else {
      throw .badData("\(settings.journalPath ?? ""): not a journal of alarms")
    }
    keeper = journal.map { JournalKeeper($0, beginning: beginning) }
  }

  /// Keeps the steps that one cause had.
  func keep(_ steps: [AlarmTransition]) throws(CommandFailure) {
    guard !steps.isEmpty else { return }
    do throws(JournalError) {
      try keeper?.keep(steps)
    } catch {
      switch error {
      case .file(let failure): throw CommandFailure(failure)
      case .differs: throw .badData("\(error)")
      }
    }
  }
}
