// Tatbul, Lee, Zdonik, Alam and Gottschlich (2018), "Precision and Recall for Time Series",
// NeurIPS. A real range R is rewarded for being found at all and for how much of it is covered:
//
//   recall(R)    = α · existence(R) + (1 − α) · overlap(R)
//   overlap(R)   = γ(R) · Σ_P ω(R, R ∩ P)
//   ω(R, O)      = Σ_{i ∈ O} δ(i) / Σ_{i ∈ R} δ(i),  δ the weight of a place within R
//   γ(R)         = 1 if at most one P touches R, else what fragments are worth
//
// and a predicted range P is judged by the same overlap against the real ranges, without α.

/// Precision and recall over ranges of rows, which reward partial cover and punish fragments.
public struct RangeMetrics: Equatable, Sendable {
  /// What matters about the cover of a range.
  public struct Configuration: Equatable, Sendable {
    /// Which part of a range matters most.
    public enum Bias: String, CaseIterable, Sendable {
      /// All of it alike.
      case flat
      /// Its start: early detection.
      case front
      /// Its middle.
      case middle
      /// Its end.
      case back
    }

    /// What a range is worth that is covered in several pieces.
    public enum Cardinality: String, CaseIterable, Sendable {
      /// As much as one covered in one piece.
      case one
      /// That, divided by the number of pieces.
      case reciprocal
    }

    /// The share of recall that is earned by touching a range at all, 0 to 1.
    public let existenceWeight: Double
    /// Which part of a real range matters most.
    public let recallBias: Bias
    /// Which part of a predicted range matters most.
    public let precisionBias: Bias
    /// What fragments are worth.
    public let cardinality: Cardinality

    /// The classical setting unless told otherwise: only the cover counts, and every row alike.
    public init(
      existenceWeight: Double = 0, recallBias: Bias = .flat, precisionBias: Bias = .flat,
      cardinality: Cardinality = .one
    ) {
      precondition(
        (0...1).contains(existenceWeight), "an existence weight of \(existenceWeight) is no share")
      self.existenceWeight = existenceWeight
      self.recallBias = recallBias
      self.precisionBias = precisionBias
      self.cardinality = cardinality
    }
  }

  /// The mean reward of the real ranges; 0 if there are none.
  public let recall: Double
  /// The mean reward of the predicted ranges; 0 if there are none.
  public let precision: Double

  /// Compares the real ranges with the predicted ones.
  ///
  /// - Parameters:
  ///   - events: The rows of each real range, disjoint and in order.
  ///   - alarms: The rows of each predicted range, disjoint and in order.
  ///   - configuration: What matters about the cover.
  /// - Complexity: O(rows within ranges).
  public init(
    events: [Range<Int>], alarms: [Range<Int>], configuration: Configuration = Configuration()
  ) {
    recall = meanReward(of: events, by: alarms) { event, touching in
      let existence = touching.isEmpty ? 0.0 : 1.0
      let cover =
        configuration.cardinality.factor(touching.count)
        * configuration.recallBias.cover(of: event, by: touching)
      return configuration.existenceWeight * existence
        + (1 - configuration.existenceWeight) * cover
    }
    precision = meanReward(of: alarms, by: events) { alarm, touching in
      configuration.cardinality.factor(touching.count)
        * configuration.precisionBias.cover(of: alarm, by: touching)
    }
  }

  /// The harmonic mean of precision and recall.
  public var f1: Double { harmonicMean(precision, recall) }
}

private func meanReward(
  of ranges: [Range<Int>], by others: [Range<Int>],
  _ reward: (Range<Int>, ArraySlice<Range<Int>>) -> Double
) -> Double {
  guard !ranges.isEmpty else { return 0 }
  let overlaps = Overlaps(of: ranges, with: others).others
  return zip(ranges, overlaps).reduce(0) { $0 + reward($1.0, others[$1.1]) } / Double(ranges.count)
}

extension RangeMetrics.Configuration.Cardinality {
  fileprivate func factor(_ pieces: Int) -> Double {
    self == .reciprocal && pieces > 1 ? 1 / Double(pieces) : 1
  }
}

extension RangeMetrics.Configuration.Bias {
  /// The weight δ of the place `offset` in a range of `length` rows.
  private func weight(_ offset: Int, length: Int) -> Double {
    switch self {
    case .flat: 1
    case .front: Double(length - offset)
    case .middle: Double(min(offset + 1, length - offset))
    case .back: Double(offset + 1)
    }
  }

  /// The weighted share of `range` that `pieces` cover.
  fileprivate func cover(of range: Range<Int>, by pieces: ArraySlice<Range<Int>>) -> Double {
    func weigh(_ rows: Range<Int>) -> Double {
      rows.reduce(0) { $0 + weight($1 - range.lowerBound, length: range.count) }
    }
    return pieces.reduce(0) { $0 + weigh($1.clamped(to: range)) } / weigh(range)
  }
}
