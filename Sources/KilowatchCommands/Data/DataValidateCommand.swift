import Documents
import Numerics
import Reporting
import Telemetry

/// `data validate`: what is in a telemetry file and what is wrong with it.
struct DataValidateCommand: Command {
  static let specification = CommandSpecification(
    path: ["data", "validate"],
    summary: "Look through telemetry for what is wrong with it.",
    discussion: """
      Finds gaps, duplicates, rows out of order, values that stand still for an hour, values that \
      physics does not allow, and columns that look as if they were in another unit. Findings do \
      not make the command fail unless --fail-on-findings is given (exit code 2); a file that \
      cannot be read does (65).
      """,
    positionals: [Positional(name: "FILE.csv", help: "The telemetry; - is standard input.")],
    options: [
      .json, .flag("fail-on-findings", "End with exit code 2 if anything was found."),
      .report("Make a page about the recording and what was found, too."),
    ] + TelemetryOptions.all + [.threads],
    examples: [
      Example("kilowatch data validate june.csv", "in words"),
      Example(
        "kilowatch data validate household.txt.gz --delimiter ';' --missing '?' "
          + "--timestamp Date+Time --time-format 'd/m/yyyy HH:MM:SS' --assume-tz Europe/Paris "
          + "--map active_power_kw=Global_active_power --map voltage_v=Voltage "
          + "--map current_a=Global_intensity",
        "somebody else's file"),
    ])

  private static let shownPerKind = 5

  private let path: String
  private let format: TelemetryFormat
  private let printsJSON: Bool
  private let failsOnFindings: Bool
  private let report: PageOutput?
  private let execution: Execution

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    path = arguments.positionals.first ?? "-"
    format = try TelemetryOptions.format(arguments)
    printsJSON = arguments.flag(Option.json.name)
    failsOnFindings = arguments.flag("fail-on-findings")
    report = try PageOutput.report(arguments)
    guard report == nil || path != "-" else {
      throw arguments.usage("--report needs a file, not standard input")
    }
    execution = try arguments.execution()
  }

  func run(_ console: Console) throws(CommandFailure) {
    var reader = try RecordingReader.opening(path, format)
    var validator = RecordingValidator()
    while let block = try reader.next(execution) { validator.append(block) }
    let report = validator.finish()
    guard report.rowCount > 0 else { throw .badData("\(path): no rows below the header") }
    if printsJSON {
      console.write(String(decoding: report.document.serialized(), as: UTF8.self))
    } else {
      for line in Self.words(report) { console.print(line) }
    }
    if let page = self.report {
      let content = DatasetContent(
        name: fileName(of: path), recording: try readRecording(path, format, execution),
        events: try knownEvents(beside: path), execution: execution)
      try page.write(.dataset(content), console)
    }
    if failsOnFindings, !report.isClean {
      let count = report.counts.values.reduce(0, +)
      throw CommandFailure(.gateTripped, "\(path): \(counted(count, "finding"))")
    }
  }

  private static func words(_ report: ValidationReport) -> [String] {
    var lines = [
      "\(counted(report.rowCount, "row")) of \(counted(report.meterIDs.count, "meter"))"
        + (report.start.map { " from \($0)" } ?? "") + (report.end.map { " to \($0)" } ?? "")
        + (report.intervalS.map { ", one every \($0.text(places: 4)) s" } ?? "")
    ]
    for column in report.columns where column.present > 0 {
      let missing = column.missing > 0 ? ", \(column.missing) missing" : ""
      lines.append(
        "  \(column.name): \(column.minimum.text(places: 4)) to \(column.maximum.text(places: 4)), "
          + "mean \(column.mean.text(places: 4))\(missing)")
    }
    if report.isClean { lines.append("nothing found") }
    for kind in Finding.Kind.allCases {
      guard let count = report.counts[kind] else { continue }
      lines.append("\(kind.rawValue): \(count)")
      let findings = report.findings.filter { $0.kind == kind }
      lines += findings.prefix(shownPerKind).map { finding in
        let column = kind == .unitSuspicion ? finding.column.map { "\($0): " } ?? "" : ""
        return "  \(column)\(finding.message)"
      }
      if count > shownPerKind { lines.append("  and \(count - shownPerKind) more") }
    }
    return lines
  }
}
