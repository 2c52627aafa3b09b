/// How well each of several classes was told from the others.
public struct ClassificationMetrics: Equatable, Sendable {
  /// How often rows of class i were given class j, in row i, column j.
  public let confusion: [[Int]]

  /// Compares the classes with the decisions, both as indices below `classCount`.
  public init(classes: [Int], decisions: [Int], classCount: Int) {
    precondition(
      classes.count == decisions.count, "\(classes.count) classes for \(decisions.count) decisions")
    var confusion = [[Int]](repeating: [Int](repeating: 0, count: classCount), count: classCount)
    for (truth, decision) in zip(classes, decisions) { confusion[truth][decision] += 1 }
    self.confusion = confusion
  }

  /// The share of all rows that were given their own class.
  public var accuracy: Double {
    share(
      confusion.indices.reduce(0) { $0 + confusion[$1][$1] },
      of: confusion.joined().reduce(0, +))
  }

  /// The counts of one class against all others.
  public func counts(ofClass index: Int) -> ConfusionCounts {
    let hits = confusion[index][index]
    let actual = confusion[index].reduce(0, +)
    let called = confusion.reduce(0) { $0 + $1[index] }
    return ConfusionCounts(
      truePositives: hits, falsePositives: called - hits, falseNegatives: actual - hits,
      trueNegatives: confusion.joined().reduce(0, +) - called - actual + hits)
  }

  /// The mean F1 of the classes, each counting alike.
  public var macroF1: Double {
    guard !confusion.isEmpty else { return 0 }
    return confusion.indices.reduce(0) { $0 + counts(ofClass: $1).f1 } / Double(confusion.count)
  }

  /// The mean over the classes of the area under the ROC curve of each against all others.
  ///
  /// - Parameters:
  ///   - probabilities: For each class, one value a row.
  ///   - classes: The class of each row.
  /// - Returns: nil if a class has no rows, or all of them.
  public static func macroROCAUC(probabilities: [[Double]], classes: [Int]) -> Double? {
    let areas = probabilities.enumerated().map { index, scores in
      ScoreRanking(scores: scores, labels: classes.map { $0 == index }).rocAUC
    }
    guard !areas.isEmpty, !areas.contains(nil) else { return nil }
    return areas.compactMap(\.self).reduce(0, +) / Double(areas.count)
  }
}
