/// Where the devices of a problem stand: one site for each profile.
public struct Placement: Equatable, Hashable, Sendable {
  /// The site of each generation profile: a permutation of 0 ..< the number of profiles.
  public var generationOrder: [Int]
  /// The site of each load profile: a permutation of 0 ..< the number of profiles.
  public var loadOrder: [Int]
  /// What each generation profile is multiplied by; empty if all are as they are.
  public var generationFactors: [Double]
  /// The load site at which each battery stands; several may share one.
  public var batterySites: [Int]

  /// Profile j at site `order[j]`.
  public init(
    generationOrder: [Int], loadOrder: [Int], generationFactors: [Double] = [],
    batterySites: [Int] = []
  ) {
    self.generationOrder = generationOrder
    self.loadOrder = loadOrder
    self.generationFactors = generationFactors
    self.batterySites = batterySites
  }
}
