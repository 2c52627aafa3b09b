import Documents
import FaultResponse

/// The journal of a watch, if one is kept.
final class WatchJournal {
  private var keeper: JournalKeeper?
  /// The steps that an earlier watch kept.
  let recovered: [AlarmTransition]

  init(
    _ settings: WatchSettings, beginning: JournalKeeper.Beginning, console: Console
  ) throws(CommandFailure) {
    guard let path = settings.journalPath else {
      recovered = []
      return
    }
    let journal: Journal
    do throws(JournalError) {
      journal = try Journal(path: path, durability: settings.durability)
    } catch {
      throw CommandFailure(error)
    }
    recovered = journal.recovered.compactMap { AlarmTransition($0) }
    guard recovered.count == journal.recovered.count else {
      throw .badData("\(path): not a journal of alarms")
    }
    if journal.discardedBytes > 0 {
      console.note("\(path): cut off \(journal.discardedBytes) damaged bytes at the end")
    }
    keeper = JournalKeeper(journal, beginning: beginning)
  }

  /// Keeps the steps that one cause had.
  func keep(_ steps: [AlarmTransition]) throws(CommandFailure) {
    guard !steps.isEmpty else { return }
    do throws(JournalError) {
      try keeper?.keep(steps)
    } catch {
      throw CommandFailure(error)
    }
  }
}

extension CommandFailure {
  fileprivate init(_ error: JournalError) {
    switch error {
    case .file(let failure): self.init(failure)
    case .inUse: self.init(.failed, "\(error)")
    case .differs, .notAJournal: self = .badData("\(error)")
    }
  }
}
