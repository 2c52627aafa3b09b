/// What the voltages and loadings of a series have to keep to.
public struct SeriesLimits: Equatable, Sendable {
  /// The allowed voltages of every bus, per unit.
  public var voltagePU: ClosedRange<Double>
  /// The largest loading of a line, percent.
  public var lineLoadingPercent: Double
  /// The largest loading of a transformer, percent.
  public var transformerLoadingPercent: Double

  /// The band of ±5 % and the ratings, unless others are given.
  public init(
    voltagePU: ClosedRange<Double> = 0.95...1.05, lineLoadingPercent: Double = 100,
    transformerLoadingPercent: Double = 100
  ) {
    self.voltagePU = voltagePU
    self.lineLoadingPercent = lineLoadingPercent
    self.transformerLoadingPercent = transformerLoadingPercent
  }
}

/// What a series of time steps amounts to.
public struct SeriesMeasures: Equatable, Sendable {
  /// Sum over the steps of the largest line loading, percent.
  public let lineLoadingSumPercent: Double
  /// The largest loading of a line in any step, percent.
  public let peakLineLoadingPercent: Double
  /// The largest loading of a transformer in any step, percent.
  public let peakTransformerLoadingPercent: Double
  /// The lowest voltage of a bus in any step, per unit.
  public let lowestVoltagePU: Double
  /// The highest voltage of a bus in any step, per unit.
  public let highestVoltagePU: Double
  /// Sum over the steps of the largest distance of a voltage from 1 per unit.
  public let voltageDeviationSumPU: Double
  /// Sum over the steps of the active losses, per unit.
  public let lossesSumPU: Double
  /// Sum over the steps of the active power that the slack delivers where it is positive, per unit.
  public let importSumPU: Double
  /// Sum over the steps of what exceeds the limits, voltages and loadings in percent; infinite if a
  /// step has no solution.
  public let violation: Double
}
