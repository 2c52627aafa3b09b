import Numerics

/// NSGA-II: a genetic algorithm for several objectives at once.
///
/// Parents and children compete; fronts survive in order, and of the front that fits only in part
/// the least crowded members. A candidate whose objectives another one already has survives only if
/// there is room for all: copies would crowd out the rest of a front. Source: Deb, Pratap, Agarwal
/// and Meyarivan (2002), "A fast and elitist multiobjective genetic algorithm: NSGA-II".
public struct NSGA2<Genome: Sendable>: Sendable {
  /// A candidate, how good it is, and where it stands among its generation.
  public struct Member: Sendable {
    /// The candidate.
    public let genome: Genome
    /// How good it is.
    public let objectives: Objectives
    /// The front it belongs to, 0 being undominated.
    public let rank: Int
    /// How far its neighbours in the front are.
    public let crowdingDistance: Double
  }

  /// Makes children of parents.
  public let variation: Variation<Genome>
  /// The living candidates by rank, then the least crowded first.
  public private(set) var population: [Member] = []
  /// How many generations were told.
  public private(set) var generation = 0
  /// How many candidates were rated.
  public private(set) var evaluations = 0

  private let populationSize: Int
  private var random: RandomSource
  private var proposed: [Genome]

  /// A search that starts from `initial`, whose number is the size of the population.
  ///
  /// - Throws: ``EvolutionError/populationTooSmall(size:)``.
  public init(
    variation: Variation<Genome>, initial: [Genome], seed: UInt64
  ) throws(EvolutionError) {
    guard initial.count >= 2 else { throw .populationTooSmall(size: initial.count) }
    self.variation = variation
    populationSize = initial.count
    random = RandomSource(seed: seed)
    proposed = initial
  }

  /// The feasible candidates that nobody dominates; empty if none is feasible.
  public var front: [Member] {
    population.filter { $0.rank == 0 && $0.objectives.violation == 0 }
  }

  /// The candidates to rate next; the same ones until they are told.
  public mutating func ask() -> [Genome] {
    if proposed.isEmpty {
      // Lower ranks win, then the less crowded: the order of fitnesses with these parts.
      let standing = population.map {
        Fitness(-$0.crowdingDistance, violation: Double($0.rank))
      }
      let parents = TournamentSelection(size: 2).parents(
        (populationSize + 1) / 2 * 2, from: standing, using: &random)
      proposed = variation.children(
        populationSize, of: parents.map { population[$0].genome }, seed: random.next())
    }
    return proposed
  }

  /// Takes the objectives of the candidates last asked for, in their order.
  public mutating func tell(_ objectives: [Objectives]) {
    precondition(
      objectives.count == proposed.count && !proposed.isEmpty,
      "\(objectives.count) objectives told for \(proposed.count) candidates asked")
    generation += 1
    evaluations += objectives.count
    let rivals = population.map(\.genome) + proposed
    let rated = population.map(\.objectives) + objectives
    proposed = []
    population = []
    var copies: [Int] = []
    var seen = Set<[Double]>()
    let originals = rated.indices.filter { index in
      let isNew = seen.insert(rated[index].values).inserted
      if !isNew { copies.append(index) }
      return isNew
    }
    let fronts = nondominatedFronts(of: originals.map { rated[$0] })
    for (rank, front) in fronts.enumerated() where population.count < populationSize {
      let members = front.map { originals[$0] }
      let distances = crowdingDistances(of: members.map { rated[$0] })
      let order = members.indices.sorted { (-distances[$0], $0) < (-distances[$1], $1) }
      for place in order.prefix(populationSize - population.count) {
        population.append(
          Member(
            genome: rivals[members[place]], objectives: rated[members[place]], rank: rank,
            crowdingDistance: distances[place]))
      }
    }
    for index in copies.prefix(populationSize - population.count) {
      population.append(
        Member(
          genome: rivals[index], objectives: rated[index], rank: fronts.count, crowdingDistance: 0))
    }
  }
}
