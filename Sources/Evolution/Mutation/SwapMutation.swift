public import Numerics

/// Two genes at different places change places.
public struct SwapMutation<Gene: Sendable>: Mutation {
  /// The operator has no parameters.
  public init() {}

  /// - Complexity: O(1).
  public func mutate(_ genome: inout [Gene], using random: inout RandomSource) {
    guard genome.count > 1 else { return }
    let place = random.index(below: genome.count)
    let other = random.index(below: genome.count - 1)
    genome.swapAt(place, other < place ? other : other + 1)
  }
}
