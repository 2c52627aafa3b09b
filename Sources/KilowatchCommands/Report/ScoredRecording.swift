import AnomalyDetection
import GridModel
import Numerics
import Reporting
import Telemetry

/// A recording with what a detector said about it.
struct ScoredRecording: Sendable {
  /// The recording, without score and decision.
  let recording: Recording
  /// The score of each row.
  let scores: [Double]
  /// Whether each row is in alarm.
  let decisions: [Bool]
  /// The score from which rows are in alarm.
  let threshold: ScoreThreshold
  /// What made the scores, as far as that is known.
  let model: String
  /// The order of the rows.
  let timeline: Timeline
  /// The alarms, as places of the timeline.
  let alarms: [Range<Int>]

  /// Scores and decisions of `recording`; alarms are what `eventRule` makes of the scores, without
  /// a rule the runs of decisions.
  init(
    recording: Recording, scores: [Double], decisions: [Bool], threshold: ScoreThreshold,
    eventRule: EventRule? = nil, model: String
  ) {
    self.recording = recording
    self.scores = scores
    self.decisions = decisions
    self.threshold = threshold
    self.model = model
    let timeline = Timeline(recording)
    self.timeline = timeline
    alarms =
      eventRule?.events(scores: scores, threshold: threshold.value, timeline: timeline)
      ?? timeline.runs { decisions[$0] ? true : nil }
  }

  /// The scores that `detect score` wrote to the file at `path`.
  init(
    reading path: String, _ format: TelemetryFormat, _ execution: Execution
  ) throws(CommandFailure) {
    let columns = ["score", "is_anomaly"]
    var format = format
    format.extraChannels += columns
    let table = try readRecording(path, format, execution)
    guard table.count > 0 else { throw .badData("\(path): no rows below the header") }
    guard let scores = table.values(named: columns[0]), let flags = table.values(named: columns[1])
    else { throw .badData("\(path): no columns score and is_anomaly") }
    let decisions = try checkedDecisions(scores, flags, path: path)
    let sidecar = try ScoresSidecar(beside: path)
    self.init(
      recording: Recording(
        timestamps: table.timestamps, meterIDs: table.meterIDs, meterIndices: table.meterIndices,
        channels: table.channels.filter { !columns.contains($0.name) }, labels: table.labels,
        anomalyKinds: table.anomalyKinds),
      scores: scores, decisions: decisions,
      threshold: sidecar?.threshold ?? ScoreThreshold(observedIn: scores, decisions),
      eventRule: sidecar?.eventRule, model: sidecar?.modelKind ?? "a model not named")
  }
}

/// The decisions that `flags` state, for rows that have finite scores.
func checkedDecisions(
  _ scores: [Double], _ flags: [Double], path: String
) throws(CommandFailure) -> [Bool] {
  if let row = scores.firstIndex(where: { !$0.isFinite }) {
    throw .badData("\(path): row \(row + 1): column score: not a finite number")
  }
  if let row = flags.firstIndex(where: { $0 != 0 && $0 != 1 }) {
    throw .badData("\(path): row \(row + 1): column is_anomaly: not 0 or 1")
  }
  return flags.map { $0 == 1 }
}

extension ScoreThreshold {
  /// The threshold of scores whose decisions are all that is known.
  init(observedIn scores: [Double], _ decisions: [Bool]) {
    let lowest = zip(scores, decisions).filter(\.1).map(\.0).min()
    self.init(
      value: lowest ?? (scores.max() ?? 0).nextUp, method: "observed",
      source: "the lowest score with is_anomaly 1")
  }
}
