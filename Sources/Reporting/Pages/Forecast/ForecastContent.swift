/// What a forecast page is made of: a forecast, a backtest, or both.
public struct ForecastContent: Sendable {
  /// The forecast of one node.
  public struct Series: Sendable {
    /// The node.
    public let node: String
    /// The start of each interval, in milliseconds since 1970.
    public let times: [Double]
    /// The expected value of each interval.
    public let expected: [Double]
    /// The value that is exceeded nine times in ten, if the model says it.
    public let low: [Double]?
    /// The value that is exceeded once in ten times, if the model says it.
    public let high: [Double]?
    /// What came, if that is known.
    public let actual: [Double]?
    /// What was measured before the forecast begins.
    public let history: (times: [Double], values: [Double])

    /// A forecast of `node`.
    public init(
      node: String, times: [Double], expected: [Double], low: [Double]? = nil,
      high: [Double]? = nil, actual: [Double]? = nil,
      history: (times: [Double], values: [Double]) = ([], [])
    ) {
      self.node = node
      self.times = times
      self.expected = expected
      self.low = low
      self.high = high
      self.actual = actual
      self.history = history
    }
  }

  /// How good a model was over a backtest.
  public struct Score: Sendable {
    /// The model.
    public let model: String
    /// The mean absolute error, in the target's unit.
    public let mae: Double?
    /// The root of the mean squared error, in the target's unit.
    public let rmse: Double?
    /// The mean absolute error in percent of what came.
    public let mapePercent: Double?
    /// The error in units of the seasonal naive error: below 1 is better than last week or day.
    public let mase: Double?
    /// The pinball loss, in the target's unit.
    public let pinball: Double?
    /// The share of what came that lay in the 90 % interval, in percent.
    public let coverage90Percent: Double?
    /// The mean absolute error at each lead time: seconds ahead and error.
    public let byLeadTime: [(leadS: Double, mae: Double)]
    /// The mean absolute error at each hour of the local clock.
    public let byHour: [(hour: Double, mae: Double)]

    /// The score of `model`.
    public init(
      model: String, mae: Double? = nil, rmse: Double? = nil, mapePercent: Double? = nil,
      mase: Double? = nil, pinball: Double? = nil, coverage90Percent: Double? = nil,
      byLeadTime: [(leadS: Double, mae: Double)] = [], byHour: [(hour: Double, mae: Double)] = []
    ) {
      self.model = model
      self.mae = mae
      self.rmse = rmse
      self.mapePercent = mapePercent
      self.mase = mase
      self.pinball = pinball
      self.coverage90Percent = coverage90Percent
      self.byLeadTime = byLeadTime
      self.byHour = byHour
    }
  }

  /// What is forecast, such as the column's name.
  public var target: String
  /// The unit of the target.
  public var unit: String
  /// Where the data came from.
  public var source: Prose
  /// The forecasts.
  public var series: [Series]
  /// Scores over a backtest, the model in question first, references after it.
  public var scores: [Score]
  /// The losses of each epoch of training; empty for models without epochs.
  public var learningCurve: (training: [Double], validation: [Double])
  /// How the report was made.
  public var provenance: [Page.Provenance]

  /// A page about forecasts of `target`.
  public init(
    target: String, unit: String, source: Prose, series: [Series], scores: [Score],
    learningCurve: (training: [Double], validation: [Double]) = ([], []),
    provenance: [Page.Provenance] = []
  ) {
    self.target = target
    self.unit = unit
    self.source = source
    self.series = series
    self.scores = scores
    self.learningCurve = learningCurve
    self.provenance = provenance
  }
}
