public import Evolution
import PowerFlow

/// Rates placements of one problem; belongs to one thread.
public struct PlacementEvaluator: ~Copyable {
  /// The problem.
  public let problem: PlacementProblem
  /// How many placements were rated.
  public private(set) var evaluations = 0
  /// What the placement last rated amounts to; nil before there was any.
  private(set) var latest: SeriesMeasures?
  /// How many placements were estimated at the voltages of another, one sweep each.
  public private(set) var screenings = 0
  /// The sites of this thread alone, so that threads need not count references together.
  private let sites: Sites
  private var places: RadialSeries.Places
  /// Where placements are solved.
  private var trial: RadialSeries.Workspace
  /// The solution of the placement last kept.
  private var kept: RadialSeries.Workspace

  /// An evaluator for `problem`.
  public init(_ problem: PlacementProblem) {
    self.problem = problem
    sites = Sites(problem)
    places = problem.places(of: problem.identity)
    trial = RadialSeries.Workspace(for: problem.series)
    kept = RadialSeries.Workspace(for: problem.series)
  }

  /// What `placement` amounts to.
  public mutating func measure(_ placement: Placement) -> PlacementMeasures {
    sites.place(placement, in: &places)
    return problem.measures(seriesMeasures(places))
  }

  /// How good `placement` is.
  public mutating func fitness(_ placement: Placement) -> Fitness {
    sites.place(placement, in: &places)
    return problem.fitness(seriesMeasures(places))
  }

  /// What it amounts to to have the devices at `places`.
  mutating func measure(_ places: RadialSeries.Places) -> PlacementMeasures {
    problem.measures(seriesMeasures(places))
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
    return problem.fitness(kept.estimate(places, limits: problem.limits))
  }

  private mutating func seriesMeasures(_ places: RadialSeries.Places) -> SeriesMeasures {
    evaluations += 1
    let measures = trial.measure(places, limits: problem.limits)
    latest = measures
    return measures
  }
}

extension PlacementProblem {
  /// The places of the generators, the loads and the batteries.
  func places(of placement: Placement) -> RadialSeries.Places {
    var places = RadialSeries.Places(nodes: [Int32](repeating: 0, count: deviceCount))
    Sites(self).place(placement, in: &places)
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

/// The node of every site.
private struct Sites {
  let generation: [Int32]
  let load: [Int32]

  init(_ problem: PlacementProblem) {
    generation = problem.generation.sites.map(Int32.init)
    load = problem.load.sites.map(Int32.init)
  }

  /// Puts the generators, the loads and the batteries where `placement` has them.
  func place(_ placement: Placement, in places: inout RadialSeries.Places) {
    var device = 0
    for site in placement.generationOrder {
      places.nodes[device] = generation[site]
      device += 1
    }
    for site in placement.loadOrder {
      places.nodes[device] = load[site]
      device += 1
    }
    for site in placement.batterySites {
      places.nodes[device] = load[site]
      device += 1
    }
    precondition(
      device == places.nodes.count, "\(device) devices placed of \(places.nodes.count)")
    let factors = placement.generationFactors
    for device in generation.indices {
      places.factors[device] = factors.isEmpty ? 1 : factors[device]
    }
  }
}
