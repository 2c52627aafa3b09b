import GridModel
public import Learning
public import Numerics

extension AnomalyDetector {
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
    var scan = EventScan(self, intervalS: timeline.intervalS)
    for (places, id) in zip(timeline.meters, timeline.meterIDs) {
      let meter = scan.number(ofMeter: id)
      try scan.append(
        places.lazy.map { (timeline.rows[$0], meter, timeline.times[$0]) }, scores: scores,
        features: features, execution)
    }
    return try scan.finish(execution)
  }

  /// The score of a row of which nothing is known, and what each row's features add to it.
  func reasons(
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
