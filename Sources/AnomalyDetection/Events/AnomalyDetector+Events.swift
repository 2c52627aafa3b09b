import GridModel
public import Learning
public import Numerics

extension AnomalyDetector {
  /// The number of features that an event names.
  private static let topFeatureCount = 3

  /// The events that scores amount to, each with the reasons of its highest score.
  ///
  /// - Parameters:
  ///   - scores: The scores of all rows.
  ///   - features: The features that they were made of.
  ///   - timeline: The order of the rows.
  ///   - execution: The workers; the result does not depend on them.
  /// - Returns: The events in the order of the timeline.
  /// - Throws: `DetectorFailure.table` if the features are not the model's.
  public func events(
    scores: [Double], features: FeatureTable, timeline: Timeline, execution: Execution
  ) throws(DetectorFailure) -> [DetectedEvent] {
    let alarms = alarms(scores, timeline: timeline)
    let peaks = alarms.map { places in
      let peak = places.max { scores[timeline.rows[$0]] < scores[timeline.rows[$1]] }
      return timeline.rows[peak ?? places.lowerBound]
    }
    let reasons = try reasons(of: features.selecting(rows: peaks), execution)
    let kinds = try kinds(of: alarms, features, timeline, execution)
    return alarms.indices.map { index in
      let places = alarms[index]
      return DetectedEvent(
        event: GridEvent(
          start: timeline.times[places.lowerBound], end: timeline.end(of: places),
          meterID: timeline.meterID(at: places.lowerBound), kind: kinds[index],
          peakScore: scores[peaks[index]],
          topFeatures: reasons.contributions[index].prefix(Self.topFeatureCount).map(\.feature)),
        places: places, peakRow: peaks[index], baseline: reasons.baseline,
        contributions: reasons.contributions[index])
    }
  }

  /// The score of a row of which nothing is known, and what each row's features add to it.
  private func reasons(
    of features: FeatureTable, _ execution: Execution
  ) throws(DetectorFailure) -> (baseline: Double, contributions: [[DetectedEvent.Contribution]]) {
    do throws(TableError) {
      switch model {
      case .isolationForest(let forest):
        let moved = try forest.contributions(of: features, execution: execution)
        return (moved.baseline, moved.ranked(of: features, sign: 1))
      case .randomForest(let forest, let normal, _):
        // The score is the probability of not being normal.
        let label = forest.classNames.firstIndex(of: normal)
        let moved = try forest.contributions(of: features, label: label, execution: execution)
        return (1 - moved.baseline, moved.ranked(of: features, sign: -1))
      }
    } catch {
      throw .table(error)
    }
  }

  /// For each event the kind that most of its rows are taken for.
  private func kinds(
    of alarms: [Range<Int>], _ features: FeatureTable, _ timeline: Timeline,
    _ execution: Execution
  ) throws(DetectorFailure) -> [String] {
    let rows = alarms.joined().map { timeline.rows[$0] }
    guard let all = try model.kinds(of: features.selecting(rows: rows), execution: execution) else {
      return alarms.map { _ in "anomaly" }
    }
    var first = 0
    return alarms.map { places in
      var counts: [String: Int] = [:]
      for kind in all[first..<first + places.count] { counts[kind, default: 0] += 1 }
      first += places.count
      return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? "anomaly"
    }
  }
}

extension Contributions {
  /// For each row its contributions, the strongest first.
  fileprivate func ranked(
    of features: FeatureTable, sign: Double
  ) -> [[DetectedEvent.Contribution]] {
    (0..<values.rowCount).map { row in
      strongest(featureNames.count, ofRow: row).map { name, value in
        let column = features.names.firstIndex(of: name)
        return DetectedEvent.Contribution(
          feature: name, value: column.map { Double(features.column($0)[offset: row]) } ?? .nan,
          contribution: sign * value)
      }
    }
  }
}

extension ArraySlice {
  fileprivate subscript(offset offset: Int) -> Element { self[startIndex + offset] }
}
