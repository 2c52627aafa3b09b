/// Where the devices of a problem stand: one site for each profile.
public struct Placement: Equatable, Hashable, Sendable {
  /// The site of each generation profile: a permutation of 0 ..< the number of profiles.
  public var generationOrder: [Int]
  /// The site of each load profile: a permutation of 0 ..< the number of profiles.
  public var loadOrder: [Int]

  /// Profile j at site `order[j]`.
  public init(generationOrder: [Int], loadOrder: [Int]) {
    self.generationOrder = generationOrder
    self.loadOrder = loadOrder
  }
}
