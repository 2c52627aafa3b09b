import Documents
import GridModel
import Reporting
import Telemetry

/// The job after detection, in the commands that a user would type: the scored rows become a load
/// without its anomalies, the load a forecast, the forecast a demand profile, and the profile a
/// schedule of the sources that serve it.
struct DemoForecast {
  /// What the files are called.
  let name: String
  let folder: DemoFolder
  /// The recording, and the options that say how it is written.
  let recording: [String]
  /// The column of the load, in kW.
  let target: String
  /// The scores that say which rows are left out.
  let scores: String
  let seed: UInt64
  let threads: [String]

  /// The fewest days of a recording that two weeks can be learnt from and one be forecast.
  static let fewestDays = 28.0

  func run(_ console: Console) throws(CommandFailure) -> [DemoFinding] {
    let load = recording + ["--mask", scores, "--cadence", "PT1H"]
    let learning =
      ["--model", "mlp", "--target", target, "--horizon", "PT24H", "--seed", "\(seed)"] + threads
    let metrics = folder.report("forecast/\(name)-metrics.json")
    let model = folder.model("\(name)-forecast.json")
    let profile = folder.report("forecast/\(name)-profile.csv")
    let plan = folder.dataset("generated/\(name)-dispatch.json")
    let schedule = folder.report("dispatch/\(name)-schedule.json")
    let pages = [
      folder.report("forecast-\(name).html"), folder.report("dispatch-\(name).html"),
    ]
    try perform(
      ["forecast", "backtest"] + load + learning
        + ["--last", "P7D", "--out", metrics, "--report", pages[0]], console)
    try perform(["forecast", "train"] + load + learning + ["--out", model], console)
    try perform(["forecast", "predict", "--model", model] + load + ["--out", profile], console)
    try writeJSON(try dispatchCase(for: profile), to: plan)
    try perform(
      [
        "dispatch", "run", plan, "--demand", profile, "--method", "exact", "--seed", "\(seed)",
        "--out", schedule,
      ], console)
    let judged = try readJSON(metrics)
    let result = try readJSON(schedule)
    try PageOutput(path: pages[1]).write(
      .dispatch(try content(of: result, at: schedule)), console.quiet)
    return [
      DemoFinding(sentence: forecastSentence(judged), page: pages[0]),
      DemoFinding(sentence: dispatchSentence(result), page: pages[1]),
    ]
  }

  /// Shows a command line and does what it says.
  private func perform(_ words: [String], _ console: Console) throws(CommandFailure) {
    console.print("$ kilowatch " + words.map(\.shellWord).joined(separator: " "))
    try Kilowatch.perform(words, console.quiet)
  }

  private func forecastSentence(_ metrics: JSONValue) -> String {
    "\(name) forecast: a mean error of \(short(metrics["mae"])) kW a day ahead, "
      + "\(short(metrics["mase"])) of that of repeating the day before; the 90 % interval covered "
      + "\(short(metrics["coverage_90_percent"])) %"
  }

  private func dispatchSentence(_ schedule: JSONValue) -> String {
    "\(name) dispatch: the forecast day costs \(short(schedule["cost"])) EUR, "
      + "\(short(schedule["unserved_mwh"])) MWh unserved, "
      + "\(schedule["violations"]?.array?.count ?? 0) limits broken"
  }

  private func short(_ value: JSONValue?) -> String {
    value?.double.map { "\($0.rounded(toPlaces: 3))" } ?? "?"
  }
}

extension String {
  /// This word as a shell reads it.
  fileprivate var shellWord: String {
    let plain = allSatisfy { $0.isLetter || $0.isNumber || "-_./,:+=".contains($0) }
    return plain && !isEmpty ? self : "'\(self)'"
  }
}
