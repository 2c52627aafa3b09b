import Documents
import GridModel
import Learning
public import Numerics
public import Telemetry

// A threshold is chosen on rows that the scoring model has not seen: a trial model learns from one
// part of the data and scores the other. The final model then learns from everything.

extension DetectorConfiguration {
  /// Learns from a recording; the threshold is chosen on the end of it, by a trial model that knows
  /// only what came before.
  ///
  /// - Parameters:
  ///   - recording: The data; a random forest needs its labels.
  ///   - sha256: The digest of the file that it came from, for the document.
  ///   - seed: The seed of every random choice.
  ///   - execution: The workers; the model does not depend on them.
  /// - Returns: The detector.
  /// - Throws: `DetectorFailure` if there are too few rows, or no labels to learn from.
  public func fit(
    _ recording: Recording, sha256: String?, seed: UInt64, execution: Execution
  ) throws(DetectorFailure) -> AnomalyDetector {
    let set = try inputs(of: recording)
    let table = LabelledTable(
      features: try FeatureTable(set, of: recording, execution: execution),
      classes: recording.classes, normal: LabelledTable.normalKind,
      kinds: recording.anomalyKinds.map { $0.map(\.rawValue) })
    let (threshold, report) = try validated(table, seed: seed, execution) {
      () throws(DetectionError) in
      let split = try TimeSplit(
        recording, validationShare: validationShare, gapS: Double(set.reachS))
      let later = split.validationRows
      return Parts(
        learningRows: split.learningRows, laterRows: later,
        timeline: Timeline(
          timestamps: later.map { recording.timestamps[$0] }, meterIDs: recording.meterIDs,
          meterIndices: later.map { recording.meterIndices[$0] }),
        kinds: recording.anomalyKinds.map { kinds in later.map { kinds[$0] } },
        source: "rows from \(split.validationStart), scored by a model of those before")
    }
    return AnomalyDetector(
      model: try learnKinds(
        of: table, beside: learn(table, seed: seed, execution), seed: seed, execution),
      inputs: .telemetry(set),
      threshold: threshold, eventRule: eventRule,
      training: AnomalyDetector.Training(
        seed: seed, label: recording.labels == nil ? nil : "label",
        data: TrainingData(
          sha256: sha256, rowCount: recording.count, start: recording.timestamps.min(),
          end: recording.timestamps.max(), intervalS: recording.intervalS),
        metrics: report?.json ?? .null))
  }

  /// Learns from a table; the threshold is chosen on a random part of it, by a trial model that
  /// knows only the rest.
  ///
  /// - Parameters:
  ///   - table: The data; a random forest needs its classes.
  ///   - label: The name of the column that the classes came from.
  ///   - sha256: The digest of the file that it came from, for the document.
  ///   - seed: The seed of every random choice.
  ///   - execution: The workers; the model does not depend on them.
  /// - Returns: The detector.
  /// - Throws: `DetectorFailure` if there are too few rows, or no classes to learn from.
  public func fit(
    _ table: LabelledTable, label: String?, sha256: String?, seed: UInt64, execution: Execution
  ) throws(DetectorFailure) -> AnomalyDetector {
    let (threshold, report) = try validated(table, seed: seed, execution) {
      () throws(DetectionError) in
      let rowCount = table.features.rowCount
      let laterCount = Int((Double(rowCount) * validationShare).rounded())
      guard laterCount > 0 && laterCount < rowCount else {
        throw .tooShort(rows: rowCount, needed: Int((1 / validationShare).rounded(.up)))
      }
      var random = RandomSource(seed: seed, stream: -1)
      var order = Array(0..<rowCount)
      random.shuffle(&order)
      return Parts(
        learningRows: order[laterCount...].sorted(), laterRows: order[..<laterCount].sorted(),
        timeline: nil, kinds: nil,
        source: "a random \(laterCount) rows, scored by a model of the others")
    }
    return AnomalyDetector(
      model: try learn(table, seed: seed, execution),
      inputs: .table(columns: table.features.names, normal: table.normal), threshold: threshold,
      eventRule: eventRule,
      training: AnomalyDetector.Training(
        seed: seed, label: label,
        data: TrainingData(sha256: sha256, rowCount: table.features.rowCount),
        metrics: report?.json ?? .null))
  }

  /// The rows that a trial model learns from, and those that it scores.
  private struct Parts {
    let learningRows: [Int]
    let laterRows: [Int]
    let timeline: Timeline?
    let kinds: [AnomalyKind]?
    let source: String
  }

  /// The threshold, and how good its decisions are on the rows that it was chosen on, if they have
  /// labels.
  private func validated(
    _ table: LabelledTable, seed: UInt64, _ execution: Execution,
    _ divide: () throws(DetectionError) -> Parts
  ) throws(DetectorFailure) -> (ScoreThreshold, DetectionReport?) {
    guard table.features.rowCount >= 2 else {
      throw .detection(.tooShort(rows: table.features.rowCount, needed: 2))
    }
    try checkClasses(of: table)
    let given = thresholdRule.given(natural: natural)
    let parts: Parts
    do throws(DetectionError) {
      parts = try divide()
    } catch {
      // Without a later part there is no report, but a threshold that is given needs none.
      guard let given else { throw .detection(error) }
      return (given, nil)
    }
    if let given, table.classes == nil { return (given, nil) }
    let later = table.selecting(rows: parts.laterRows)
    let trial = try learn(table.selecting(rows: parts.learningRows), seed: seed, execution)
    let validation = ValidationScores(
      scores: try trial.scores(of: later.features, execution: execution),
      labels: later.labels, timeline: parts.timeline, source: parts.source)
    do throws(DetectionError) {
      let threshold = try thresholdRule.threshold(
        on: validation, events: eventRule, natural: natural)
      return (threshold, report(on: validation, kinds: parts.kinds, threshold))
    } catch {
      throw .detection(error)
    }
  }

  private func report(
    on validation: ValidationScores, kinds: [AnomalyKind]?, _ threshold: ScoreThreshold
  ) -> DetectionReport? {
    guard let labels = validation.labels else { return nil }
    let rows = LabelledScores(
      scores: validation.scores, decisions: validation.scores.map { $0 >= threshold.value },
      labels: labels, kinds: kinds)
    guard let timeline = validation.timeline else {
      return DetectionReport(rows, threshold: threshold)
    }
    let alarms = eventRule.events(
      scores: validation.scores, threshold: threshold.value, timeline: timeline)
    return DetectionReport(rows, threshold: threshold, timeline: timeline, alarms: alarms)
  }

  /// The threshold that the algorithm's definition suggests; nil if it suggests none.
  private var natural: Double? {
    switch algorithm {
    case .isolationForest: 0.5
    case .randomForest: nil
    }
  }

  private func checkClasses(of table: LabelledTable) throws(DetectorFailure) {
    guard case .randomForest = algorithm else { return }
    guard let classes = table.classes else { throw .detection(.noLabels) }
    guard let first = classes.first, classes.contains(where: { $0 != first }) else {
      throw .detection(.oneClass(rows: classes.count, label: classes.first ?? ""))
    }
    let count = Set(classes).count
    let limit = RandomForestClassifier.Configuration.classLimit
    guard count <= limit else { throw .table(.tooManyClasses(found: count, limit: limit)) }
  }

  private func learn(
    _ table: LabelledTable, seed: UInt64, _ execution: Execution
  ) throws(DetectorFailure) -> AnomalyDetector.Model {
    do throws(TableError) {
      switch algorithm {
      case .isolationForest(let configuration):
        return .isolationForest(
          try configuration.fit(table.features, seed: seed, execution: execution))
      case .randomForest(let configuration):
        let forest = try configuration.fit(
          table.features, labels: table.classLabels, seed: seed, execution: execution)
        return .randomForest(forest, normal: table.normal)
      }
    } catch {
      throw .table(error)
    }
  }

  /// The model, with a second forest that has learned from anomalies alone to tell their kinds.
  private func learnKinds(
    of table: LabelledTable, beside model: AnomalyDetector.Model, seed: UInt64,
    _ execution: Execution
  ) throws(DetectorFailure) -> AnomalyDetector.Model {
    guard case .randomForest(let configuration) = algorithm,
      case .randomForest(let forest, let normal, _) = model, let kinds = table.kinds
    else { return model }
    let rows = kinds.indices.filter { kinds[$0] != LabelledTable.normalKind }
    guard Set(rows.map { kinds[$0] }).count > 1 else { return model }
    do throws(TableError) {
      return .randomForest(
        forest, normal: normal,
        kinds: try configuration.fit(
          table.features.selecting(rows: rows), labels: ClassLabels(rows.map { kinds[$0] }),
          seed: seed, execution: execution))
    } catch {
      throw .table(error)
    }
  }

  private func inputs(of recording: Recording) throws(DetectorFailure) -> FeatureSet {
    do throws(FeatureError) {
      return try .detection(
        channels: recording.channels.map(\.name), intervalS: recording.intervalS ?? 60)
    } catch {
      throw .features(error)
    }
  }
}

extension ThresholdRule {
  /// The threshold, if no data is needed to know it.
  fileprivate func given(natural: Double?) -> ScoreThreshold? {
    switch self {
    case .value(let score): ScoreThreshold(value: score, method: method, source: "given")
    case .automatic:
      natural.map { ScoreThreshold(value: $0, method: method, source: "definition") }
    default: nil
    }
  }
}
