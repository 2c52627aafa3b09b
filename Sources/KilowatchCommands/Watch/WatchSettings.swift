import Documents
import FaultResponse
import Numerics

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
  let execution: Execution

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
    execution = try arguments.execution()
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
  func watching(score threshold: Double) throws(CommandFailure) -> AlarmRules {
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
