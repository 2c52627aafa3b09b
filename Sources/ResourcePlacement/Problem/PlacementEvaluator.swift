public import Evolution
internal import PowerFlow

/// Rates placements of one problem; belongs to one thread.
public struct PlacementEvaluator: ~Copyable {
  /// The problem.
  public let problem: PlacementProblem
  /// How many placements were rated.
  public private(set) var evaluations = 0
  /// Where placements are solved.
  private var trial: RadialSeries.Workspace
  /// The solution of the placement last kept.
  private var kept: RadialSeries.Workspace

  /// An evaluator for `problem`.
  public init(_ problem: PlacementProblem) {
    self.problem = problem
    trial = RadialSeries.Workspace(for: problem.series)
    kept = RadialSeries.Workspace(for: problem.series)
  }

  /// What `placement` amounts to.
  public mutating func measure(_ placement: Placement) -> PlacementMeasures {
    problem.measures(seriesMeasures(nodes: problem.nodes(of: placement)))
  }

  /// How good `placement` is.
  public mutating func fitness(_ placement: Placement) -> Fitness {
    fitness(nodes: problem.nodes(of: placement))
  }

  /// How good the placement is that puts device d at node `nodes[d]`.
  mutating func fitness(nodes: [Int32]) -> Fitness {
    problem.fitness(seriesMeasures(nodes: nodes))
  }

  /// Keeps the solution of the placement last rated, for the estimates of its neighbours.
  mutating func keep() {
    swap(&trial, &kept)
  }

  /// How good the placement that puts device d at node `nodes[d]` is at the voltages of the one last
  /// kept.
  mutating func estimate(nodes: [Int32]) -> Fitness {
    problem.fitness(problem.series.estimate(nodes: nodes, limits: problem.limits, in: &kept))
  }

  private mutating func seriesMeasures(nodes: [Int32]) -> SeriesMeasures {
    evaluations += 1
    return problem.series.measure(nodes: nodes, limits: problem.limits, in: &trial)
  }
}

extension PlacementProblem {
  /// The node of every device, generators first.
  func nodes(of placement: Placement) -> [Int32] {
    placement.generationOrder.map { Int32(generation.sites[$0]) }
      + placement.loadOrder.map { Int32(load.sites[$0]) }
  }

  /// `series` in the units of the objective.
  func measures(_ series: SeriesMeasures) -> PlacementMeasures {
    PlacementMeasures(
      series: series, lossesKWh: series.lossesSumPU * basePowerKVA * stepHours,
      voltageDeviationPercent: 100 * series.voltageDeviationSumPU,
      gridImportKWh: series.importSumPU * basePowerKVA * stepHours)
  }

  /// The weighted objective and what exceeds the limits.
  func fitness(_ series: SeriesMeasures) -> Fitness {
    let energy = basePowerKVA * stepHours
    return Fitness(
      objective.loading * series.lineLoadingSumPercent
        + objective.losses * series.lossesSumPU * energy
        + objective.voltageDeviation * 100 * series.voltageDeviationSumPU
        + objective.gridImport * series.importSumPU * energy,
      violation: series.violation)
  }
}
