import Numerics

/// How parents become children: crossover, then mutation, each with its probability.
public struct Variation<Genome: Sendable>: Sendable {
  /// Turns two parents into two children.
  public let crossover: any Crossover<Genome>
  /// The probability that two parents are crossed rather than copied.
  public let crossoverProbability: Double
  /// Changes a child.
  public let mutation: any Mutation<Genome>
  /// The probability that a child is mutated.
  public let mutationProbability: Double

  /// Children by `crossover` and `mutation`.
  ///
  /// - Throws: ``EvolutionError/probabilityOutOfRange(name:value:)``.
  public init(
    crossover: any Crossover<Genome>, crossoverProbability: Double = 0.9,
    mutation: any Mutation<Genome>, mutationProbability: Double
  ) throws(EvolutionError) {
    try requireProbability(crossoverProbability, name: "crossover probability")
    try requireProbability(mutationProbability, name: "mutation probability")
    self.crossover = crossover
    self.crossoverProbability = crossoverProbability
    self.mutation = mutation
    self.mutationProbability = mutationProbability
  }

  /// `count` children of `parents`, two by two.
  ///
  /// Pair *i* draws from a stream of its own, so that no pair depends on another.
  ///
  /// - Precondition: there are at least `count` parents, rounded up to whole pairs.
  public func children(_ count: Int, of parents: [Genome], seed: UInt64) -> [Genome] {
    precondition(
      parents.count >= (count + 1) / 2 * 2,
      "\(count) children need \((count + 1) / 2 * 2) parents, got \(parents.count)")
    var children: [Genome] = []
    children.reserveCapacity(count + 1)
    for pair in 0..<(count + 1) / 2 {
      var random = RandomSource(seed: seed, stream: pair)
      var first = parents[2 * pair]
      var second = parents[2 * pair + 1]
      if random.uniform() < crossoverProbability {
        crossover.cross(&first, &second, using: &random)
      }
      if random.uniform() < mutationProbability { mutation.mutate(&first, using: &random) }
      if random.uniform() < mutationProbability { mutation.mutate(&second, using: &random) }
      children.append(first)
      children.append(second)
    }
    if children.count > count { children.removeLast() }
    return children
  }
}
