/// Why a placement problem cannot be posed or searched.
public enum PlacementError: Error, Equatable, Sendable {
  /// Generators or loads.
  public enum Kind: String, Sendable {
    /// Generators.
    case generation
    /// Loads.
    case load
  }

  /// There are no profiles.
  case nothingToPlace
  /// The number of profiles is not the number of sites.
  case countMismatch(kind: Kind, profiles: Int, sites: Int)
  /// A profile has another number of steps than the first.
  case stepMismatch(kind: Kind, profile: Int, steps: Int, expected: Int)
  /// A profile holds a value that is not a finite number.
  case notFinite(kind: Kind, profile: Int, step: Int)
  /// A site is not a node of the feeder.
  case siteOutsideFeeder(kind: Kind, site: Int)
  /// A device is fixed that does not exist, or at a site that does not.
  case unknownFixedDevice(kind: Kind, profile: Int, site: Int)
  /// Two devices are fixed at one site.
  case siteTakenTwice(kind: Kind)
  /// A battery has numbers that no battery can have.
  case invalidBattery(capacityKWh: Double, powerKW: Double, efficiency: Double)
  /// The range of sizes is negative or does not hold the size that is given.
  case invalidSizes(smallest: Double, largest: Double)
  /// The inverters' capability is negative.
  case invalidInverters(capability: Double)
  /// A limit leaves no room for anything.
  case impossibleLimits
  /// A search is given nothing to do.
  case budgetTooSmall(evaluations: Int, least: Int)
}

extension PlacementError: CustomStringConvertible {
  /// One sentence for the user.
  public var description: String {
    switch self {
    case .nothingToPlace:
      "there are no profiles to place"
    case .countMismatch(let kind, let profiles, let sites):
      "\(profiles) \(kind.rawValue) profiles for \(sites) sites: there must be as many"
    case .stepMismatch(let kind, let profile, let steps, let expected):
      "\(kind.rawValue) profile \(profile) has \(steps) steps, the others have \(expected)"
    case .notFinite(let kind, let profile, let step):
      "\(kind.rawValue) profile \(profile) is not a number in step \(step)"
    case .siteOutsideFeeder(let kind, let site):
      "a \(kind.rawValue) site is node \(site), which the feeder does not have"
    case .unknownFixedDevice(let kind, let profile, let site):
      "\(kind.rawValue) profile \(profile) cannot be fixed at site \(site): there is no such pair"
    case .siteTakenTwice(let kind):
      "two \(kind.rawValue) profiles are fixed at one site"
    case .invalidBattery(let capacity, let power, let efficiency):
      """
      a battery of \(capacity) kWh, \(power) kW and efficiency \(efficiency) cannot be: all are \
      positive, the efficiency at most 1
      """
    case .invalidSizes(let smallest, let largest):
      "sizes from \(smallest) to \(largest) must hold 1 and not be negative"
    case .invalidInverters(let capability):
      "inverters capable of \(capability) of their power cannot be"
    case .impossibleLimits:
      "limits on loading must be positive and on voltage not negative"
    case .budgetTooSmall(let evaluations, let least):
      "a budget of \(evaluations) evaluations is too small: at least \(least) are needed"
    }
  }
}
