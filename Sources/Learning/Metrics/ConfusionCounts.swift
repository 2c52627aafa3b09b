/// How often a yes-or-no decision was right and wrong.
public struct ConfusionCounts: Equatable, Sendable {
  /// Anomalies that were called so.
  public let truePositives: Int
  /// Normal rows that were called anomalies.
  public let falsePositives: Int
  /// Anomalies that were missed.
  public let falseNegatives: Int
  /// Normal rows that were called so.
  public let trueNegatives: Int

  /// The given counts.
  public init(truePositives: Int, falsePositives: Int, falseNegatives: Int, trueNegatives: Int) {
    self.truePositives = truePositives
    self.falsePositives = falsePositives
    self.falseNegatives = falseNegatives
    self.trueNegatives = trueNegatives
  }

  /// The counts over all rows.
  ///
  /// - Parameters:
  ///   - labels: Whether each row is an anomaly.
  ///   - decisions: Whether each row was called one.
  public init(labels: [Bool], decisions: [Bool]) {
    precondition(
      labels.count == decisions.count, "\(labels.count) labels for \(decisions.count) decisions")
    var counts = [0, 0, 0, 0]
    for (label, decision) in zip(labels, decisions) {
      counts[(label ? 2 : 0) + (decision ? 1 : 0)] += 1
    }
    self.init(
      truePositives: counts[3], falsePositives: counts[1], falseNegatives: counts[2],
      trueNegatives: counts[0])
  }

  /// The share of the anomalies called that are ones; 0 if none was called, as in scikit-learn.
  public var precision: Double { share(truePositives, of: truePositives + falsePositives) }

  /// The share of the anomalies that were called; 0 if there are none.
  public var recall: Double { share(truePositives, of: truePositives + falseNegatives) }

  /// The harmonic mean of precision and recall; 0 if nothing was found.
  public var f1: Double {
    share(2 * truePositives, of: 2 * truePositives + falsePositives + falseNegatives)
  }

  /// The share of all rows that were called right.
  public var accuracy: Double {
    share(
      truePositives + trueNegatives,
      of: truePositives + falsePositives + falseNegatives + trueNegatives)
  }
}

/// `part` ∕ `whole`, 0 of nothing.
func share(_ part: Int, of whole: Int) -> Double {
  whole == 0 ? 0 : Double(part) / Double(whole)
}
