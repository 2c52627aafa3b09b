internal import Documents
internal import FaultResponse

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
      .flag("fail-on-anomaly", "End with code 2 if an alarm was raised."),
      .json,
    ],
    examples: [
      Example("kilowatch watch telemetry.csv --journal alarms.journal", "replay a recording"),
      Example("meter-gateway | kilowatch watch - --live --json", "live from a gateway"),
      Example("kilowatch watch growing.csv --follow --rules site.json", "follow a file"),
    ])

  private let path: String?
  private let modelPath: String?
  private let settings: WatchSettings

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    settings = try WatchSettings(arguments)
    modelPath = arguments.string("model")
    path = arguments.flag("print-rules") ? nil : arguments.positionals.first
    guard path != nil || arguments.flag("print-rules") else { throw arguments.usage("needs INPUT") }
  }

  func run(_ console: Console) throws(CommandFailure) {
    guard let path else {
      console.write(String(decoding: settings.rules.document.serialized(), as: UTF8.self))
      return
    }
    let stop = StopSignal()
    let output = WatchOutput(console: console, isJSON: settings.isJSON)
    var settings = settings
    let scorer = try modelPath.map { path throws(CommandFailure) in try WatchScorer(path: path) }
    if let scorer { settings.rules = try settings.rules.watching(score: scorer.threshold) }
    let counters =
      if settings.isLive {
        try LiveWatch(settings: settings, output: output, scorer: scorer, stop: stop).run(path)
      } else {
        try ReplayWatch(settings: settings, output: output).run(path, stop, scorer: scorer)
      }
    let document = counters.document
    if let path = settings.countersPath { try writeJSON(document, to: path) }
    console.note(counters.sentence)
    if settings.failsOnAnomaly, counters.session.annunciations > 0 {
      throw CommandFailure(.gateTripped, "\(counters.session.annunciations) alarms were raised")
    }
  }
}

/// What `watch` was asked to do, checked.
struct WatchSettings: Sendable {
  var rules: AlarmRules
  let journalPath: String?
  let durability: Journal.Durability
  let latenessS: Double
  let speed: Double?
  let follows: Bool
  let isLive: Bool
  let endsWhenIdle: Bool
  let columnNames: [String: String]
  let skipsBadRows: Bool
  let countersPath: String?
  let failsOnAnomaly: Bool
  let isJSON: Bool

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    rules = try WatchSettings.readRules(arguments)
    journalPath = arguments.string("journal")
    durability = try arguments.choice("durability", of: Journal.Durability.self) ?? .process
    latenessS = try arguments.double("lateness", in: 0...86_400) ?? 0
    speed = try arguments.double("speed", in: 0.001...1e9)
    follows = arguments.flag("follow")
    isLive = follows || arguments.flag("live")
    endsWhenIdle = arguments.flag("until-idle")
    skipsBadRows = isLive || arguments.flag("skip-bad-rows")
    countersPath = arguments.string("counters")
    failsOnAnomaly = arguments.flag("fail-on-anomaly")
    isJSON = arguments.flag(Option.json.name)
    guard !follows || arguments.positionals.first != "-" else {
      throw arguments.usage("--follow needs a file, not standard input")
    }
    guard speed == nil || !isLive else {
      throw arguments.usage("--speed replays, --live takes rows as they come: choose one")
    }
    var names: [String: String] = [:]
    for mapping in arguments.strings("map") {
      let parts = mapping.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw arguments.usage("--map takes CHANNEL=COLUMN, not '\(mapping)'")
      }
      names[parts[0]] = parts[1]
    }
    columnNames = names
  }

  private static func readRules(_ arguments: ParsedArguments) throws(CommandFailure) -> AlarmRules {
    let voltage = try arguments.double("nominal-voltage", in: 1...1_000_000) ?? 230
    let frequency = try arguments.double("nominal-frequency", in: 1...1_000) ?? 50
    let path = arguments.string("rules")
    let document = try path.map(readJSON)
    do throws(AlarmRuleError) {
      guard let document else {
        return try .standard(nominalVoltageV: voltage, nominalFrequencyHz: frequency)
      }
      return try AlarmRules(document)
    } catch {
      throw .badData("\(path ?? "standard rules"): \(error)")
    }
  }
}

extension AlarmRules {
  /// These rules, and one for scores of at least `threshold` if none of them watches scores.
  fileprivate func watching(score threshold: Double) throws(CommandFailure) -> AlarmRules {
    guard !rules.contains(where: { $0.signal == .score }) else { return self }
    do throws(AlarmRuleError) {
      // Like the other rules of one disturbance, so that it is one annunciation.
      let rule = try AlarmRule(
        name: "anomaly score high", signal: .score, above: threshold.nextDown, offDelayS: 900,
        priority: .medium, action: .alert, group: "disturbance")
      return try AlarmRules(rules + [rule])
    } catch {
      throw .badData("\(error)")
    }
  }
}

/// What a watch counted.
struct WatchCounters {
  var session: FaultSession.Counters
  var rejectedRows = 0
  var shed = 0

  var document: JSONValue {
    [
      "samples": JSONValue(session.samples), "interrupts": JSONValue(session.interrupts),
      "annunciations": JSONValue(session.annunciations), "too_late": JSONValue(session.tooLate),
      "repeated": JSONValue(session.repeated), "rejected_rows": JSONValue(rejectedRows),
      "refused_actions": JSONValue(session.refusedActions), "shed_events": JSONValue(shed),
    ]
  }

  var sentence: String {
    var parts = ["\(session.samples) samples", "\(session.annunciations) alarms"]
    if session.tooLate > 0 { parts.append("\(session.tooLate) too late") }
    if session.repeated > 0 { parts.append("\(session.repeated) repeated") }
    if rejectedRows > 0 { parts.append("\(rejectedRows) rows rejected") }
    if session.refusedActions > 0 { parts.append("\(session.refusedActions) actions refused") }
    if shed > 0 { parts.append("\(shed) events shed") }
    return parts.joined(separator: ", ")
  }
}
