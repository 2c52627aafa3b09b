public import GridModel

/// The features that a model sees, in order, and the columns that they need.
public struct FeatureSet: Equatable, Sendable {
  /// The features, no name twice.
  public let specifications: [FeatureSpecification]
  /// The measured columns that the features look at, in the order in which samples carry them.
  public let channels: [String]

  /// The features `specifications`.
  ///
  /// - Throws: ``FeatureError`` if a name is there twice or there is no feature at all.
  public init(_ specifications: [FeatureSpecification]) throws(FeatureError) {
    guard !specifications.isEmpty else { throw .noFeatures }
    var names = Set<String>()
    for specification in specifications where !names.insert(specification.name).inserted {
      throw .repeatedFeature(specification.name)
    }
    var channels: [String] = []
    for specification in specifications where specification.statistic != .calendar {
      let sources = DerivedChannel(rawValue: specification.source)?.sources.map(\.rawValue)
      for source in sources ?? [specification.source] where !channels.contains(source) {
        channels.append(source)
      }
    }
    self.specifications = specifications
    self.channels = channels
  }

  /// The columns that `available` does not have but the features need.
  public func missingChannels(in available: [String]) -> [String] {
    channels.filter { !available.contains($0) }
  }
}

extension FeatureSet {
  /// The features by which anomalies are found: each channel, its rolling mean, deviation and
  /// standard score over 5, 15 and 60 samples, the change of power and current, the calendar, and
  /// how far power is from V · I · power factor where all of them are measured.
  ///
  /// - Parameters:
  ///   - channels: The measured columns of the recording.
  ///   - intervalS: The time between two samples, in seconds; windows are 5, 15 and 60 of them, and
  ///     5, 15 and 60 minutes if samples come faster than once a minute.
  ///   - windowsS: Other windows, in seconds.
  /// - Returns: The set.
  /// - Throws: ``FeatureError/noFeatures`` if there are no channels.
  public static func detection(
    channels: [String], intervalS: Double, windowsS: [Int]? = nil
  ) throws(FeatureError) -> FeatureSet {
    let unit = max(60, Int(intervalS.rounded()))
    let windows = windowsS ?? [5, 15, 60].map { $0 * unit }
    var specifications = channels.map { FeatureSpecification(.value, of: $0) }
    let derived = DerivedChannel.allCases.filter { derived in
      derived.sources.allSatisfy { channels.contains($0.rawValue) }
    }
    specifications += derived.map { FeatureSpecification(.value, of: $0.rawValue) }
    for source in channels + derived.map(\.rawValue) {
      for window in windows {
        for statistic in [FeatureSpecification.Statistic.mean, .deviation, .standardScore] {
          specifications.append(FeatureSpecification(statistic, of: source, windowS: window))
        }
      }
    }
    if channels.contains(Channel.activePowerKW.rawValue) {
      specifications.append(
        FeatureSpecification(
          .percentChange, of: Channel.activePowerKW.rawValue, windowS: 5 * unit))
    }
    if channels.contains(Channel.currentA.rawValue) {
      specifications.append(
        FeatureSpecification(.difference, of: Channel.currentA.rawValue, windowS: 5 * unit))
    }
    specifications += CalendarFeature.allCases.map { FeatureSpecification($0) }
    return try FeatureSet(specifications)
  }

  /// The longest time that a feature looks back, in seconds.
  public var reachS: Int {
    specifications.map { $0.windowS + $0.lagS }.max() ?? 0
  }
}

/// Why features cannot be made.
public enum FeatureError: Error, Equatable, Sendable {
  /// A set without any feature.
  case noFeatures
  /// Two features of one name.
  case repeatedFeature(String)
  /// Columns that the features need and the recording lacks.
  case missingChannels([String])
  /// A sample older than the one before it of the same meter.
  case unorderedTime(meterID: String, time: Timestamp, previous: Timestamp)
}

extension FeatureError: CustomStringConvertible {
  /// One sentence.
  public var description: String {
    switch self {
    case .noFeatures: "a feature set needs at least one feature"
    case .repeatedFeature(let name): "the feature \(name) is there twice"
    case .missingChannels(let names):
      "the features need the columns \(names.joined(separator: ", ")), which are missing"
    case .unorderedTime(let meterID, let time, let previous):
      "meter \(meterID) has \(time) after \(previous): sort the rows by time"
    }
  }
}
