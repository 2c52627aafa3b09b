/// Labelled rows in the order of their scores, from which every threshold's hits can be read.
///
/// Rows of one score stand or fall together, so that ties neither help nor harm.
public struct ScoreRanking: Equatable, Sendable {
  /// What a threshold would give: rows with at least this score are called anomalies.
  public struct Cut: Equatable, Sendable {
    /// The lowest score that is called an anomaly.
    public let threshold: Double
    /// The anomalies called.
    public let truePositives: Int
    /// The normal rows called.
    public let falsePositives: Int
  }

  /// One cut for each different score, from the highest down.
  public let cuts: [Cut]
  /// The number of anomalies.
  public let positives: Int
  /// The number of normal rows.
  public let negatives: Int

  /// Ranks the rows.
  ///
  /// - Parameters:
  ///   - scores: Higher is more anomalous; none is NaN.
  ///   - labels: Whether each row is an anomaly.
  /// - Complexity: O(n log n).
  public init(scores: [Double], labels: [Bool]) {
    precondition(scores.count == labels.count, "\(scores.count) scores for \(labels.count) labels")
    precondition(!scores.contains { $0.isNaN }, "a score that is not a number cannot be ranked")
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    var cuts: [Cut] = []
    var hits = 0
    for (place, row) in order.enumerated() {
      if labels[row] { hits += 1 }
      let isLastOfTie = place + 1 == order.count || scores[order[place + 1]] != scores[row]
      if isLastOfTie {
        cuts.append(
          Cut(
            threshold: scores[row], truePositives: hits, falsePositives: place + 1 - hits))
      }
    }
    self.cuts = cuts
    positives = hits
    negatives = order.count - hits
  }

  /// The chance that a random anomaly scores higher than a random normal row, ties counting half:
  /// the area under the ROC curve.
  ///
  /// - Returns: nil if only one of the two kinds is there.
  public var rocAUC: Double? {
    guard positives > 0 && negatives > 0 else { return nil }
    // The trapezia between one cut and the next.
    var doubledArea = 0.0
    var (hits, alarms) = (0, 0)
    for cut in cuts {
      doubledArea += Double(cut.falsePositives - alarms) * Double(cut.truePositives + hits)
      (hits, alarms) = (cut.truePositives, cut.falsePositives)
    }
    return doubledArea / 2 / Double(positives) / Double(negatives)
  }

  /// The mean of the precisions at each cut, weighted by the recall that it adds.
  ///
  /// - Returns: nil if there are no anomalies.
  public var averagePrecision: Double? {
    guard positives > 0 else { return nil }
    var sum = 0.0
    var hits = 0
    for cut in cuts {
      sum += Double(cut.truePositives - hits) * precision(of: cut)
      hits = cut.truePositives
    }
    return sum / Double(positives)
  }

  /// The share of the rows called that are anomalies.
  public func precision(of cut: Cut) -> Double {
    share(cut.truePositives, of: cut.truePositives + cut.falsePositives)
  }

  /// The share of the anomalies that are called.
  public func recall(of cut: Cut) -> Double { share(cut.truePositives, of: positives) }

  /// The harmonic mean of both.
  public func f1(of cut: Cut) -> Double {
    share(2 * cut.truePositives, of: cut.truePositives + cut.falsePositives + positives)
  }

  /// The cut of the highest F1, the one with the fewest rows called if several have it.
  ///
  /// - Returns: nil if there are no rows.
  public var bestF1Cut: Cut? {
    var best: Cut?
    for cut in cuts where f1(of: cut) > best.map({ f1(of: $0) }) ?? -1 { best = cut }
    return best
  }
}
