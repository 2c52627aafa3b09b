/// What one feature is: which column it looks at, over how long, how long ago, and what it makes
/// of that.
///
/// A specification is data: model documents store `name`, `unit`, `source`, `window_s` and `lag_s`,
/// and ``init(name:source:windowS:lagS:)`` finds the statistic again from the name.
public struct FeatureSpecification: Hashable, Sendable {
  /// What a feature makes of the values that it looks at.
  public enum Statistic: String, CaseIterable, Sendable {
    /// The value itself.
    case value
    /// The mean over the window.
    case mean
    /// The standard deviation (n - 1) over the window, 0 for a single value.
    case deviation = "std"
    /// The value less the mean over the window, in standard deviations; 0 where there is no
    /// deviation.
    case standardScore = "z"
    /// The change since the sample before, in percent; 0 if there is none in the window or it was
    /// 0.
    case percentChange = "pct_change"
    /// The change since the sample before; 0 if there is none in the window.
    case difference = "diff"
    /// A property of the moment, named by ``CalendarFeature``.
    case calendar
  }

  /// The name by which models know the feature.
  public let name: String
  /// The unit, empty if it has none.
  public let unit: String
  /// The column that the feature looks at, or `timestamp`.
  public let source: String
  /// What it makes of the values.
  public let statistic: Statistic
  /// The length of the window that ends ``lagS`` ago, in seconds.
  ///
  /// It is 0 for a single value. For changes it is the age at which the sample before is too old.
  public let windowS: Int
  /// How long ago the window ends, in seconds.
  public let lagS: Int

  /// The feature `statistic` of `source`, named after both and its window and lag.
  public init(
    _ statistic: Statistic, of source: String, unit: String? = nil, windowS: Int = 0, lagS: Int = 0
  ) {
    precondition(windowS >= 0 && lagS >= 0, "window \(windowS) s and lag \(lagS) s look ahead")
    self.statistic = statistic
    self.source = source
    self.windowS = windowS
    self.lagS = lagS
    let ownUnit =
      unit ?? Channel(rawValue: source)?.unit ?? DerivedChannel(rawValue: source)?.unit ?? ""
    self.unit =
      switch statistic {
      case .standardScore, .calendar: ""
      case .percentChange: "%"
      default: ownUnit
      }
    name = Self.name(statistic, source, windowS, lagS)
  }

  /// The calendar feature `feature`.
  public init(_ feature: CalendarFeature) {
    statistic = .calendar
    source = "timestamp"
    windowS = 0
    lagS = 0
    unit = ""
    name = feature.rawValue
  }

  /// The feature that a model document describes; nil if no feature has that name for that source,
  /// window and lag.
  public init?(name: String, source: String, windowS: Int, lagS: Int) {
    guard windowS >= 0, lagS >= 0 else { return nil }
    if source == "timestamp" {
      guard let feature = CalendarFeature(rawValue: name), windowS == 0, lagS == 0 else {
        return nil
      }
      self.init(feature)
      return
    }
    let statistics = Statistic.allCases.filter { $0 != .calendar }
    guard let statistic = statistics.first(where: { Self.name($0, source, windowS, lagS) == name })
    else { return nil }
    self.init(statistic, of: source, windowS: windowS, lagS: lagS)
  }

  private static func name(
    _ statistic: Statistic, _ source: String, _ windowS: Int, _ lagS: Int
  ) -> String {
    let ago = lagS == 0 ? "" : "_lag_\(duration(lagS))"
    switch statistic {
    case .value: return source + ago
    case .percentChange, .difference: return "\(source)_\(statistic.rawValue)\(ago)"
    default: return "\(source)_\(statistic.rawValue)_\(duration(windowS))\(ago)"
    }
  }

  private static func duration(_ seconds: Int) -> String {
    for (unit, name) in [(86_400, "d"), (3_600, "h"), (60, "m")]
    where seconds >= unit && seconds % unit == 0 && !(unit == 3_600 && seconds == 3_600) {
      return "\(seconds / unit)\(name)"
    }
    return "\(seconds)s"
  }
}

/// A property of a moment that a load follows.
public enum CalendarFeature: String, CaseIterable, Sendable {
  /// sin 2π of the time of day.
  case timeOfDaySine = "time_of_day_sin"
  /// cos 2π of the time of day.
  case timeOfDayCosine = "time_of_day_cos"
  /// sin 2π of the place in the week, which starts on Monday.
  case timeOfWeekSine = "time_of_week_sin"
  /// cos 2π of the place in the week, which starts on Monday.
  case timeOfWeekCosine = "time_of_week_cos"
  /// 1 on Saturday and Sunday, else 0.
  case isWeekend = "is_weekend"
}

/// A quantity that follows from several channels of one row.
public enum DerivedChannel: String, CaseIterable, Sendable {
  /// How far the active power is from V · I · power factor, in percent of the latter.
  case powerMismatchPercent = "power_mismatch_percent"

  /// The unit.
  public var unit: String { "%" }

  /// The channels that it follows from.
  public var sources: [Channel] { [.voltageV, .currentA, .activePowerKW, .powerFactor] }
}
