public import Numerics
public import PowerFlow

/// What the loss of one branch would mean for a placement, over all steps.
public struct PlacementContingency: Equatable, Sendable {
  /// The branch that is out.
  public let element: PerUnitNetwork.Element
  /// The buses that this leaves without supply, as positions in the network.
  public let unsuppliedBuses: [Int]
  /// Demand of the loads there over all steps, kWh.
  public let unservedKWh: Double
  /// The largest loading of what is left in any step, percent.
  public let largestLoadingPercent: Double
  /// The lowest voltage of what is left in any step, per unit.
  public let lowestVoltagePU: Double
  /// The highest voltage of what is left in any step, per unit.
  public let highestVoltagePU: Double
  /// The steps in which what is left has no solution.
  public let stepsWithoutSolution: [Int]

  /// Whether what is left keeps within `limits` in every step.
  public func keeps(_ limits: SeriesLimits) -> Bool {
    stepsWithoutSolution.isEmpty && largestLoadingPercent <= limits.lineLoadingPercent
      && lowestVoltagePU >= limits.voltagePU.lowerBound
      && highestVoltagePU <= limits.voltagePU.upperBound
  }
}

extension PlacementStudy {
  /// Takes every branch out alone (N-1) in every step of `placement`.
  ///
  /// - Throws: `PlacementStudyError.flow` if the whole network has no solution in a step.
  public func contingencies(
    of placement: Placement, execution: Execution
  ) throws(PlacementStudyError) -> [PlacementContingency] {
    let plan = NewtonPlan(model)
    let solver = NewtonSolver(plan)
    var steps: [[Contingency]] = []
    for step in 0..<problem.series.stepCount {
      let (_, injections) = try solve(placement, step: step, solver)
      do throws(PowerFlowError) {
        steps.append(
          try ContingencyAnalysis(plan, injections: injections).run(execution: execution))
      } catch {
        throw .flow(error, step: step)
      }
    }
    let places = problem.places(of: placement)
    let firstLoad = generation.powerMW.count
    return model.branches.indices.map { branch in
      let outcomes = steps.map { $0[branch] }
      let cutOff = Set(outcomes.first?.unsuppliedNodes ?? [])
      let unserved = load.powerMW.indices.reduce(0.0) { sum, profile in
        let node = problem.series.feeder.busOfNode[Int(places.nodes[firstLoad + profile])]
        return cutOff.contains(node) ? sum + load.powerMW[profile].reduce(0, +) : sum
      }
      let states = outcomes.map { try? $0.outcome.get() }
      return PlacementContingency(
        element: model.branches[branch].element,
        unsuppliedBuses: network.buses.indices.filter {
          model.nodeOfBus[$0].map(cutOff.contains) ?? false
        },
        unservedKWh: unserved * 1_000 * problem.stepHours,
        largestLoadingPercent: states.compactMap { $0?.largestLoadingPercent?.value }.max() ?? 0,
        lowestVoltagePU: states.compactMap { $0?.lowestVoltagePU.value }.min() ?? .nan,
        highestVoltagePU: states.compactMap { $0?.highestVoltagePU.value }.max() ?? .nan,
        stepsWithoutSolution: states.indices.filter { states[$0] == nil })
    }
  }
}
