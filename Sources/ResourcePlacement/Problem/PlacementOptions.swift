/// What a placement problem may have beyond generators and loads that take sites.
public struct PlacementOptions: Equatable, Sendable {
  /// Batteries, which take load sites beside the loads.
  public var batteries: [Battery]
  /// The factors that generators may be resized by, total capacity staying what it is; nil if sizes
  /// are given.
  public var generationFactors: ClosedRange<Double>?
  /// Reactive power that each generator's inverter is capable of, as a share of its peak power, and
  /// gives as Q(U); nil if reactive power is given.
  public var inverterCapability: Double?

  /// Nothing beyond.
  public static let none = PlacementOptions()

  /// What is not given is not there.
  public init(
    batteries: [Battery] = [], generationFactors: ClosedRange<Double>? = nil,
    inverterCapability: Double? = nil
  ) {
    self.batteries = batteries
    self.generationFactors = generationFactors
    self.inverterCapability = inverterCapability
  }
}
