public import Evolution
import PowerFlow

/// Rates placements of one problem; belongs to one thread.
public struct PlacementEvaluator: ~Copyable {
  /// The problem.
  public let problem: PlacementProblem
  /// How many placements were rated.
  public private(set) var evaluations = 0
  /// How many placements were estimated at the voltages of another, one sweep each.
  public private(set) var screenings = 0
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
    problem.measures(seriesMeasures(problem.places(of: placement)))
  }

  /// How good `placement` is.
  public mutating func fitness(_ placement: Placement) -> Fitness {
    fitness(problem.places(of: placement))
  }

  /// How good it is to have the devices at `places`.
  mutating func fitness(_ places: RadialSeries.Places) -> Fitness {
    problem.fitness(seriesMeasures(places))
  }

  /// Keeps the solution of the placement last rated, for the estimates of its neighbours.
  mutating func keep() {
    swap(&trial, &kept)
  }

  /// How good it is to have the devices at `places` if the voltages are those of the placement last
  /// kept.
  mutating func estimate(_ places: RadialSeries.Places) -> Fitness {
    screenings += 1
    return problem.fitness(problem.series.estimate(places, limits: problem.limits, in: &kept))
  }

  private mutating func seriesMeasures(_ places: RadialSeries.Places) -> SeriesMeasures {
    evaluations += 1
    return problem.series.measure(places, limits: problem.limits, in: &trial)
  }
}

extension PlacementProblem {
  /// The places of the generators, the loads and the batteries.
  func places(of placement: Placement) -> RadialSeries.Places {
    var nodes: [Int32] = []
    nodes.reserveCapacity(deviceCount)
    for site in placement.generationOrder { nodes.append(Int32(generation.sites[site])) }
    for site in placement.loadOrder { nodes.append(Int32(load.sites[site])) }
    for site in placement.batterySites { nodes.append(Int32(load.sites[site])) }
    var places = RadialSeries.Places(nodes: nodes)
    for (device, factor) in placement.generationFactors.enumerated() {
      places.factors[device] = factor
    }
    return places
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
