public import PowerFlow

/// What a placement is rated by: a weighted sum of measures, smaller being better.
///
/// A weight of 0 leaves a measure out. The default is the reference problem's: the sum over the
/// steps of the largest line loading in percent.
public struct PlacementObjective: Equatable, Sendable {
  /// Weight of the sum over steps of the largest line loading, percent.
  public var loading: Double
  /// Weight of the energy lost, kWh.
  public var losses: Double
  /// Weight of the sum over steps of the largest distance of a voltage from nominal, percent.
  public var voltageDeviation: Double
  /// Weight of the energy taken from the grid, kWh.
  public var gridImport: Double

  /// A weighted sum; without arguments the reference problem's objective.
  public init(
    loading: Double = 0, losses: Double = 0, voltageDeviation: Double = 0, gridImport: Double = 0
  ) {
    self.loading = loading
    self.losses = losses
    self.voltageDeviation = voltageDeviation
    self.gridImport = gridImport
  }

  /// The sum over the steps of the largest line loading.
  public static let lineLoading = PlacementObjective(loading: 1)
}

/// What a placement amounts to, in the units of the objective.
public struct PlacementMeasures: Equatable, Sendable {
  /// What the steps amount to, per unit.
  public let series: SeriesMeasures
  /// Energy lost, kWh.
  public let lossesKWh: Double
  /// Sum over steps of the largest distance of a voltage from nominal, percent.
  public let voltageDeviationPercent: Double
  /// Energy taken from the grid, kWh.
  public let gridImportKWh: Double

  /// Sum over steps of the largest line loading, percent.
  public var loadingSumPercent: Double { series.lineLoadingSumPercent }
  /// What exceeds the limits, percent; 0 for a feasible placement.
  public var violation: Double { series.violation }
}
