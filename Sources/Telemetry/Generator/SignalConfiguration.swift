public import GridModel

/// What the signal generator makes.
public struct SignalConfiguration: Equatable, Sendable {
  /// How hard the anomalies are to find: a rolling z-score of power reaches a ROC-AUC of 0.95, 0.75
  /// and 0.60.
  public enum Preset: String, CaseIterable, Sendable {
    case easy, medium, hard
  }

  /// The first moment.
  public let start: Timestamp
  /// The time between two rows, in seconds.
  public let intervalS: Int
  /// The rows of each meter.
  public let rowsPerMeter: Int
  /// The number of meters.
  public let meterCount: Int
  /// The mean active power of a meter, in kW.
  public let meanPowerKW: Double
  /// The anomalies.
  public let anomalies: AnomalyConfiguration

  /// A recording of `meterCount` meters over `days` days.
  ///
  /// - Throws: ``SignalError`` if a number makes no sense.
  public init(
    start: Timestamp, days: Double, meterCount: Int = 1, intervalS: Int = 60,
    meanPowerKW: Double = 60, anomalies: AnomalyConfiguration
  ) throws(SignalError) {
    guard intervalS >= 1, intervalS <= 86_400 else { throw .interval(intervalS) }
    guard days > 0, days.isFinite, days * 86_400 / Double(intervalS) >= 1 else {
      throw .duration(days: days)
    }
    guard meterCount >= 1 else { throw .meterCount(meterCount) }
    let rows = days * 86_400 / Double(intervalS)
    guard rows * Double(meterCount) <= 2_000_000_000 else { throw .tooManyRows }
    guard meanPowerKW > 0, meanPowerKW.isFinite else { throw .meanPower(meanPowerKW) }
    self.start = start
    self.intervalS = intervalS
    rowsPerMeter = Int(rows.rounded())
    self.meterCount = meterCount
    self.meanPowerKW = meanPowerKW
    self.anomalies = anomalies
  }
}

/// Which anomalies are injected, how often and how strongly.
public struct AnomalyConfiguration: Equatable, Sendable {
  /// The anomalies of one kind.
  public struct Kind: Equatable, Sendable {
    /// The share of all events that are of this kind.
    public let share: Double
    /// How long an event lasts, in minutes.
    public let minutes: ClosedRange<Double>
    /// How strong it is, relative to the power at that moment.
    public let size: ClosedRange<Double>

    /// A kind of anomaly.
    public init(share: Double, minutes: ClosedRange<Double>, size: ClosedRange<Double>) {
      self.share = share
      self.minutes = minutes
      self.size = size
    }
  }

  /// The share of all rows that are anomalies, 0 to 0.3.
  public let rate: Double
  /// The kinds.
  public let kinds: [AnomalyKind: Kind]
  /// How strongly voltage, power factor and distortion show an anomaly, 1 being as in the easy
  /// preset.
  public let signature: Double

  /// Anomalies of the given kinds at the given rate.
  ///
  /// - Throws: ``SignalError`` if a number makes no sense.
  public init(
    rate: Double, kinds: [AnomalyKind: Kind], signature: Double = 1
  ) throws(SignalError) {
    guard (0...0.3).contains(rate) else { throw .rate(rate) }
    for (kind, settings) in kinds {
      guard kind != .normal, settings.share >= 0, settings.minutes.lowerBound >= 0,
        settings.size.lowerBound >= 0,
        kind != .suddenDrop || settings.size.upperBound < 1
      else { throw .kind(kind) }
    }
    guard rate == 0 || kinds.values.contains(where: { $0.share > 0 }) else { throw .noKinds }
    guard signature >= 0, signature.isFinite else { throw .signature(signature) }
    self.rate = rate
    self.kinds = kinds
    self.signature = signature
  }
}

/// Why no signal can be generated.
public enum SignalError: Error, Equatable, Sendable {
  case interval(Int)
  case duration(days: Double)
  case meterCount(Int)
  case tooManyRows
  case meanPower(Double)
  case rate(Double)
  case kind(AnomalyKind)
  case noKinds
  case signature(Double)
}

extension SignalError: CustomStringConvertible {
  /// One sentence.
  public var description: String {
    switch self {
    case .interval(let seconds): "an interval of \(seconds) s is not between 1 s and a day"
    case .duration(let days): "\(days) days are not even one interval"
    case .meterCount(let count): "\(count) meters are not at least 1"
    case .tooManyRows: "more than 2,000,000,000 rows are asked for"
    case .meanPower(let power): "a mean power of \(power) kW is not above 0"
    case .rate(let rate): "an anomaly rate of \(rate) is not between 0 and 0.3"
    case .kind(let kind): "the durations or sizes of \(kind.rawValue) make no sense"
    case .noKinds: "anomalies are asked for, but of no kind"
    case .signature(let signature): "a signature of \(signature) is not 0 or more"
    }
  }
}
