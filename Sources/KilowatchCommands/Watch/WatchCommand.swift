import Documents
import FaultResponse
import Reporting

/// `watch`: alarms from a stream of telemetry.
struct WatchCommand: Command {
  static let specification = CommandSpecification(
    path: ["watch"],
    summary: "Watch a stream of telemetry, raise alarms, and keep a journal of them.",
    discussion: """
      INPUT is a telemetry file, '-' for standard input, or with --follow a file that still grows: \
      CSV with a header, or one JSON object a line, one row for each meter and time. A line such as \
      {"timestamp": "...", "meter_id": "...", "acknowledge": "ALARM"} is an operator's action; so \
      are "unshelve" and "shelve" with "for_s".
      Rows are answered in the order of their time; all delays run on the time of the data, so a \
      replay at any speed writes the same journal, and one that was interrupted goes on where it \
      was. With --live the rows are answered as they come: a critical one interrupts routine work, \
      and the model's score follows when there is time.
      Every step of an alarm is a line on standard output. SIGTERM and Ctrl-C answer what has \
      arrived, and end.
      """,
    positionals: [
      Positional(name: "INPUT", help: "The stream; '-' is standard input.", isRequired: false)
    ],
    options: [
      .value("rules", "RULES.json", "Alarm rules.", default: "those that --print-rules shows"),
      .flag("print-rules", "Print the rules as a document to start from, and end."),
      .value(
        "model", "MODEL.json",
        "Score each row; a score at or above the model's threshold is an alarm."),
      .value("nominal-voltage", "V", "Nominal voltage of the standard rules.", default: "230"),
      .value("nominal-frequency", "HZ", "Nominal frequency of the standard rules.", default: "50"),
      .value("journal", "FILE", "Append every step of an alarm to this journal."),
      .value(
        "durability", "HOW", "What the journal survives: 'process' (kill -9) or 'disk' (power).",
        default: "process"),
      .value("lateness", "SECONDS", "How late a row may come.", default: "0"),
      .value(
        "speed", "N", "Replay at N times the speed of the data.", default: "as fast as it can"),
      .flag("follow", "Wait for the file to grow; implies --live."),
      .flag("live", "Answer rows as they come, the critical first."),
      .flag("until-idle", "With --follow: end when the file is read and all is answered."),
      .value(
        "map", "CHANNEL=COLUMN", "The column or member that holds a channel.", isRepeating: true),
      .flag(
        "skip-bad-rows", "Count rows that cannot be read instead of stopping (as --live does)."),
      .value("counters", "FILE.json", "Write what was counted when the watch ends."),
      .report("Make a page about the alarms when the watch ends."),
      .flag("fail-on-anomaly", "End with code 2 if an alarm was raised."),
      .threads, .json,
    ],
    examples: [
      Example("kilowatch watch telemetry.csv --journal alarms.journal", "replay a recording"),
      Example("meter-gateway | kilowatch watch - --live --json", "live from a gateway"),
      Example("kilowatch watch growing.csv --follow --rules site.json", "follow a file"),
    ])

  private let path: String?
  private let modelPath: String?
  private let report: PageOutput?
  private let settings: WatchSettings

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    settings = try WatchSettings(arguments)
    modelPath = arguments.string("model")
    report = try PageOutput.report(arguments)
    path = arguments.flag("print-rules") ? nil : arguments.positionals.first
    guard path != nil || arguments.flag("print-rules") else { throw arguments.usage("needs INPUT") }
  }

  func run(_ console: Console) throws(CommandFailure) {
    guard let path else {
      console.write(String(decoding: settings.rules.document.serialized(), as: UTF8.self))
      return
    }
    let stop = StopSignal()
    var output = WatchOutput(console: console, isJSON: settings.isJSON)
    if report != nil { output.log = WatchLog() }
    var settings = settings
    let scorer = try modelPath.map { path throws(CommandFailure) in
      try WatchScorer(path: path, settings.execution)
    }
    if let scorer { settings.rules = try settings.rules.watching(score: scorer.threshold) }
    let counters =
      if settings.isLive {
        try LiveWatch(settings: settings, output: output, scorer: scorer, stop: stop).run(path)
      } else {
        try ReplayWatch(settings: settings, output: output).run(path, stop, scorer: scorer)
      }
    let document = counters.document
    if let path = settings.countersPath { try writeJSON(document, to: path) }
    if let report, let log = output.log {
      let content = EventLogContent(name: fileName(of: path), steps: log.steps)
      try report.write(.eventLog(content), console)
    }
    console.note(counters.sentence)
    if settings.failsOnAnomaly, counters.session.annunciations > 0 {
      throw CommandFailure(
        .gateTripped, "\(counted(counters.session.annunciations, "alarm")) raised")
    }
  }
}
