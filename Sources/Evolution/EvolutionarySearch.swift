/// A search that proposes candidates and learns how good they were.
///
/// The search knows nothing of how candidates are rated: its caller asks, rates in whatever way and
/// on as many workers as it likes, and tells. What is proposed depends on the seed and on what was
/// told, never on time or workers.
public protocol EvolutionarySearch<Genome>: Sendable {
  associatedtype Genome: Sendable

  /// How many generations were told.
  var generation: Int { get }
  /// How many candidates were rated.
  var evaluations: Int { get }
  /// The best candidate so far; nil before the first generation was told.
  var best: Individual<Genome>? { get }

  /// The candidates to rate next; the same ones until they are told.
  mutating func ask() -> [Genome]

  /// Takes the fitness of the candidates last asked for, in their order.
  mutating func tell(_ fitness: [Fitness])
}
