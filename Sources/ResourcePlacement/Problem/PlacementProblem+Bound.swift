import PowerFlow

extension PlacementProblem {
  /// A number that the sum of the largest line loadings cannot fall below, for any placement within
  /// the limits, percent; nil where none is known.
  ///
  /// What flows through the lines that leave the busbar is what all devices draw less what the ones
  /// at the busbar itself draw; see `LoadingBound` for how little that can load the lines. The bound
  /// is the least over who stands at the busbar, of which there may be one of each kind. None is
  /// known where sizes, batteries or inverters can change what flows.
  ///
  /// - Complexity: O(generators × loads × steps).
  public func loadingBoundPercent() -> Double? {
    guard options == .none,
      let bound = LoadingBound(
        of: series.feeder, highestVoltagePU: limits.voltagePU.upperBound,
        isSite: { node in generation.sites.contains(node) || load.sites.contains(node) })
    else { return nil }
    let generators = Self.candidates(generation, at: bound.busbar)
    let loads = Self.candidates(load, at: bound.busbar)
    guard let generators, let loads else { return nil }
    let steps = 0..<series.stepCount
    let fixedAtBusbar = steps.map { step in
      series.fixed.reduce(0) { $1.node == bound.busbar ? $0 + $1.1.activePU[step] : $0 }
    }
    let demand = steps.map { netDemand(step: $0) }
    let reactive = steps.map { step in
      series.fixed.reduce(0) { $0 + ($1.1.reactivePU?[step] ?? 0) }
    }
    var least = Double.infinity
    for generator in generators {
      for consumer in loads {
        var sum = 0.0
        for step in steps {
          let atBusbar =
            fixedAtBusbar[step] + (consumer.map { load.profiles[$0].activePU[step] } ?? 0)
            - (generator.map { generation.profiles[$0].activePU[step] } ?? 0)
          sum += bound.leastLoadingPercent(
            activeDemandPU: demand[step] - atBusbar,
            squaredVoltage: bound.highestSquaredVoltage(
              activeDemandPU: demand[step], reactiveDemandPU: reactive[step]))
        }
        least = min(least, sum)
      }
    }
    return least
  }

  /// What all devices and everything fixed draw in one step, per unit.
  private func netDemand(step: Int) -> Double {
    load.profiles.reduce(0) { $0 + $1.activePU[step] }
      - generation.profiles.reduce(0) { $0 + $1.activePU[step] }
      + series.fixed.reduce(0) { $0 + $1.1.activePU[step] }
  }

  /// Who may stand at `node`: one of these, or nobody if that is all; nil if several may at once, or
  /// a profile has reactive power of its own.
  private static func candidates(_ fleet: Fleet, at node: Int) -> [Int?]? {
    guard fleet.profiles.allSatisfy({ $0.reactivePU == nil }) else { return nil }
    let sites = fleet.sites.indices.filter { fleet.sites[$0] == node }
    guard sites.count <= 1 else { return nil }
    guard let site = sites.first else { return [nil] }
    if let resident = fleet.fixed.first(where: { $0.value == site }) { return [resident.key] }
    return fleet.movable
  }
}
