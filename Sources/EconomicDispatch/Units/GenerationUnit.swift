import Foundation

/// A thermal unit: what it can do, what it costs and what it emits.
public struct GenerationUnit: Equatable, Sendable {
  /// The name that files and reports know the unit by.
  public var name: String
  /// The least power while it runs, in MW.
  public var minimumMW: Double
  /// The most power, in MW.
  public var maximumMW: Double
  /// Cost of an hour at no power, per hour.
  public var fixedCost = 0.0
  /// Cost that grows with power, per MWh.
  public var linearCost = 0.0
  /// Cost that grows with the square of power, per MW²h.
  public var quadraticCost = 0.0
  /// Height of the ripple that opening valves leaves, e in |e sin(f (Pmin − P))|.
  public var valveHeight = 0.0
  /// Frequency of the ripple, f, in radians per MW.
  public var valveFrequency = 0.0
  /// Ranges in which the unit cannot run, in MW.
  public var prohibitedZones: [ClosedRange<Double>] = []
  /// The most that power can rise from hour to hour, in MW; infinite without a limit.
  public var rampUpMW = Double.infinity
  /// The most that power can fall from hour to hour, in MW; infinite without a limit.
  public var rampDownMW = Double.infinity
  /// Power before the first hour, from which ramps count; nil if it is free.
  public var initialMW: Double?
  /// Emission as a quadratic of power: fixed, per MW and per MW².
  public var emission: [Double] = [0, 0, 0]
  /// What commitment needs to know; nil if the unit always runs.
  public var commitment: Commitment?

  /// When a unit may start and stop, and what a start costs.
  public struct Commitment: Equatable, Sendable {
    /// The least hours that it runs once started.
    public var minimumUpHours = 1
    /// The least hours that it rests once stopped.
    public var minimumDownHours = 1
    /// The cost of a start while it is warm.
    public var hotStartCost = 0.0
    /// The cost of a start when it has gone cold.
    public var coldStartCost = 0.0
    /// The hours after the least rest in which it stays warm.
    public var coldStartHours = 0
    /// Hours that it has run before the first hour, negative if it has rested.
    public var initialHours = 1

    /// A unit that starts and stops freely.
    public init() {}

    /// The cost of a start after `hours` of rest.
    public func startCost(afterHours hours: Int) -> Double {
      hours > minimumDownHours + coldStartHours ? coldStartCost : hotStartCost
    }
  }

  /// A unit between two limits.
  public init(name: String, minimumMW: Double, maximumMW: Double) {
    self.name = name
    self.minimumMW = minimumMW
    self.maximumMW = maximumMW
  }

  /// The cost of an hour at `power` MW.
  public func cost(_ power: Double) -> Double {
    let smooth = fixedCost + power * (linearCost + power * quadraticCost)
    guard valveHeight != 0 else { return smooth }
    return smooth + abs(valveHeight * sin(valveFrequency * (minimumMW - power)))
  }

  /// The emission of an hour at `power` MW.
  public func emission(_ power: Double) -> Double {
    emission[0] + power * (emission[1] + power * emission[2])
  }

  /// Whether the cost has a ripple.
  var hasValves: Bool { valveHeight != 0 && valveFrequency != 0 }

  /// The valve points within the limits: where the ripple is zero.
  var valvePoints: [Double] {
    guard hasValves else { return [] }
    let step = Double.pi / abs(valveFrequency)
    let count = Int((maximumMW - minimumMW) / step)
    return (0...count).map { minimumMW + Double($0) * step }
  }

  /// The ranges between `lower` and `upper` that are not prohibited.
  func allowedRanges(from lower: Double, to upper: Double) -> [ClosedRange<Double>] {
    guard lower <= upper else { return [] }
    var ranges: [ClosedRange<Double>] = []
    var start = lower
    for zone in prohibitedZones.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if zone.upperBound <= start || zone.lowerBound >= upper { continue }
      if zone.lowerBound >= start { ranges.append(start...zone.lowerBound) }
      start = max(start, zone.upperBound)
    }
    if start <= upper { ranges.append(start...upper) }
    return ranges
  }
}
