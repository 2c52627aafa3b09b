/// The ways to forecast.
public enum ForecastModelKind: String, CaseIterable, Sendable {
  /// Neural networks, averaged.
  case network = "mlp"
  /// A random forest of regression trees.
  case randomForest = "random-forest"
  /// Linear regression on the same features.
  case ridge
  /// The value at the same clock time a day or a week earlier, whichever was nearer in training.
  case seasonalNaive = "seasonal-naive"
  /// The value at the same clock time a day earlier.
  case seasonalNaiveDay = "seasonal-naive-day"
  /// The value at the same clock time a week earlier.
  case seasonalNaiveWeek = "seasonal-naive-week"
  /// The mean of the last 24 hours.
  case movingAverage = "moving-average"

  /// Whether a model of this kind can learn quantiles.
  public var learnsQuantiles: Bool { self == .network || self == .randomForest }

  /// The number of stages that training goes through: it tells of the end of each.
  public var trainingStages: Int { LearnerRecipe.candidates(for: self).count + 2 }

  /// The models that need no training, which every backtest reports beside the one asked for.
  static let references: [ForecastModelKind] = [
    .seasonalNaiveDay, .seasonalNaiveWeek, .movingAverage,
  ]
}
