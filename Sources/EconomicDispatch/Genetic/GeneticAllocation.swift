public import Numerics

/// A genetic algorithm over prices: every candidate keeps every limit.
///
/// A genome holds the price at which each source sells, and ``PriceDecoder`` makes a dispatch of it.
/// Hours are searched in blocks: within a block each hour starts from what the hour before it found,
/// blocks do not know one another. So blocks can run on several workers, and what is found depends
/// neither on their number nor on time.
public struct GeneticAllocation: Sendable {
  /// How long the search goes on, checked once.
  public struct Configuration: Equatable, Sendable {
    /// How many candidates live at once.
    public let populationSize: Int
    /// How many generations each hour gets.
    public let generations: Int
    /// How many hours learn from one another.
    public let blockHours: Int
    /// Whether the best candidate of each hour is polished by primal simplex steps.
    public let isPolished: Bool

    /// A search of `generations` per hour with `populationSize` candidates.
    ///
    /// - Throws: ``DispatchError/valueOutOfRange(field:value:allowed:)``.
    public init(
      populationSize: Int = 24, generations: Int = 24, blockHours: Int = 4, isPolished: Bool = false
    ) throws(DispatchError) {
      let bounds = [
        ("population", populationSize, 4), ("generations", generations, 1),
        ("block hours", blockHours, 1),
      ]
      for (field, value, least) in bounds where value < least {
        throw .valueOutOfRange(field: field, value: Double(value), allowed: "at least \(least)")
      }
      self.populationSize = populationSize
      self.generations = generations
      self.blockHours = blockHours
      self.isPolished = isPolished
    }
  }

  /// The best schedule found.
  public let schedule: AllocationSchedule
  /// What the search found before it was polished.
  public let costBeforePolishing: Double
  /// The total cost of the best candidates after each generation, over all hours.
  public let convergence: [Double]
  /// How many candidates were rated.
  public let evaluations: Int

  /// Searches every hour of `allocation`.
  ///
  /// - Parameters:
  ///   - allocation: the case.
  ///   - configuration: how long the search goes on.
  ///   - seed: decides every draw.
  ///   - execution: the workers that blocks may run on; the schedule does not depend on them.
  ///   - hourDone: called after each hour, from any thread.
  /// - Throws: ``DispatchError/demandExceedsSupply(hour:shortMW:)`` where shedding is forbidden.
  /// - Complexity: O(pairs) per candidate.
  public init(
    _ allocation: AllocationCase, _ configuration: Configuration, seed: UInt64,
    execution: Execution, hourDone: @Sendable () -> Void = {}
  ) throws(DispatchError) {
    let search = BlockSearch(allocation, configuration, seed: seed)
    let blocks = stride(from: 0, to: allocation.hourCount, by: configuration.blockHours).map {
      $0..<min(allocation.hourCount, $0 + configuration.blockHours)
    }
    let hours = parallelMap(
      blocks.count, execution: Self.isWorthSharing(allocation, configuration) ? execution : .serial
    ) { search.run(blocks[$0], hourDone: hourDone) }.flatMap { $0 }
    if allocation.unservedCostPerMWh == nil {
      for (hour, result) in hours.enumerated() {
        let short = result.allocation.unservedMW.reduce(0, +)
        guard short <= 1e-6 else { throw .demandExceedsSupply(hour: hour, shortMW: short) }
      }
    }
    schedule = AllocationSchedule(hours: hours.map(\.allocation), of: allocation)
    costBeforePolishing = hours.reduce(0) { $0 + ($1.convergence.last ?? 0) }
    convergence = (0..<configuration.generations).map { generation in
      hours.reduce(0) { $0 + $1.convergence[generation] }
    }
    evaluations = hours.reduce(0) { $0 + $1.evaluations }
  }

  /// Whether the search is long enough that a second worker is sure to save time.
  ///
  /// By measurement a candidate takes about 300 ns, and 10 for each pair.
  private static func isWorthSharing(
    _ allocation: AllocationCase, _ configuration: Configuration
  ) -> Bool {
    let candidates = allocation.hourCount * configuration.populationSize * configuration.generations
    let pairs = allocation.nodes.count * allocation.sources.count
    return Double(candidates) * (300e-9 + 10e-9 * Double(pairs)) > 20e-3
  }
}
