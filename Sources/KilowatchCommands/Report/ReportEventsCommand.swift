import Documents
import FaultResponse
import Reporting

/// `report events`: a page about a journal of alarms.
struct ReportEventsCommand: Command {
  static let specification = CommandSpecification(
    path: ["report", "events"],
    summary: "Make a page about a journal of alarms.",
    discussion: """
      JOURNAL is what 'watch --journal' keeps. It is only read: a damaged end is left as it is and \
      not shown. An alarm is shown from the step that raised it to the one that ended it.
      """,
    positionals: [Positional(name: "JOURNAL", help: "The journal.")],
    options: PageOutput.options,
    examples: [
      Example(
        "kilowatch report events alarms.journal --out alarms.html", "a page about alarms.journal")
    ])

  private let path: String
  private let output: PageOutput

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    path = arguments.positionals[0]
    output = try PageOutput(arguments, name: "\(stem(of: path))-events")
  }

  func run(_ console: Console) throws(CommandFailure) {
    let journal = try withFiles { () throws(FileFailure) in try Journal.records(at: path) }
    let steps = journal.records.compactMap { AlarmTransition($0) }
    guard steps.count == journal.records.count, !steps.isEmpty || journal.damagedBytes == 0 else {
      throw .badData("\(path): not a journal of alarms")
    }
    if journal.damagedBytes > 0 {
      console.note("\(path): \(journal.damagedBytes) damaged bytes at the end are not shown")
    }
    let content = EventLogContent(name: fileName(of: path), steps: steps)
    try output.write(.eventLog(content), console)
  }
}
