import Documents
import Evolution
import PowerFlow
import ResourcePlacement

/// The result file of `grid place`.
enum PlacementDocument {
  static func of(
    _ search: PlacementComparison, before: PlacementConfirmation,
    confirmation: PlacementConfirmation, study: PlacementStudy, seed: UInt64
  ) -> [String: JSONValue] {
    let chosen = search.chosen
    let weights = study.problem.objective
    let limits = study.problem.limits
    return [
      "kind": "grid-placement",
      "format_version": 1,
      "objective": JSONValue(confirmation.objective),
      "generation_order": orders(chosen.placement.generationOrder),
      "load_order": orders(chosen.placement.loadOrder),
      "generation_names": .array(study.generation.names.map(JSONValue.string)),
      "load_names": .array(study.load.names.map(JSONValue.string)),
      "generation_buses": ids(
        study.generationSites.map { study.network.staticGenerators[$0].bus }, study),
      "load_buses": ids(study.loadSites.map { study.network.loads[$0].bus }, study),
      "evaluations": JSONValue(chosen.evaluations),
      "screened_moves": JSONValue(chosen.screenings),
      "seed": JSONValue(seed),
      "feasible": .bool(chosen.fitness.isFeasible),
      "violations": .array(confirmation.violations.map(violation)),
      "lower_bound": study.problem.objective == .lineLoading
        ? study.problem.loadingBoundPercent().map { JSONValue($0) } ?? .null : .null,
      "confirmation": [
        "solver": "newton",
        "largest_mismatch_pu": JSONValue(confirmation.largestMismatchPU),
        "difference": JSONValue(confirmation.objective - chosen.fitness.objective),
      ],
      "weights": [
        "loading": JSONValue(weights.loading), "losses": JSONValue(weights.losses),
        "voltage": JSONValue(weights.voltageDeviation), "import": JSONValue(weights.gridImport),
      ],
      "limits": [
        "min_voltage_pu": JSONValue(limits.voltagePU.lowerBound),
        "max_voltage_pu": JSONValue(limits.voltagePU.upperBound),
        "max_line_loading_percent": JSONValue(limits.lineLoadingPercent),
        "max_trafo_loading_percent": JSONValue(limits.transformerLoadingPercent),
      ],
      "generation_factors": .numbers(chosen.placement.generationFactors),
      "batteries": .array(batteries(chosen.placement, study)),
      "identity_objective": JSONValue(search.identity.objective),
      "lines": .array(study.network.lines.map { JSONValue($0.id) }),
      "steps_before": steps(of: before),
      "searches": .array(search.outcomes.map(outcome)),
      "steps": steps(of: confirmation),
    ]
  }

  private static func orders(_ order: [Int]) -> JSONValue {
    .array(order.map { JSONValue($0) })
  }

  private static func ids(_ buses: [Int], _ study: PlacementStudy) -> JSONValue {
    .array(buses.map { JSONValue(study.network.buses[$0].id) })
  }

  private static func batteries(
    _ placement: Placement, _ study: PlacementStudy
  ) -> [JSONValue] {
    zip(placement.batterySites, study.problem.batterySchedules).map { site, schedule in
      let bus = study.network.loads[study.loadSites[site]].bus
      return [
        "load_site": JSONValue(site), "bus": JSONValue(study.network.buses[bus].id),
        "power_kw": .numbers(schedule.powerKW),
        "state_of_charge_kwh": .numbers(schedule.stateOfChargeKWh),
      ]
    }
  }

  private static func violation(_ violation: PlacementConfirmation.Violation) -> JSONValue {
    [
      "step": JSONValue(violation.step), "subject": .string(violation.subject.rawValue),
      "id": JSONValue(violation.id), "value": JSONValue(violation.value),
      "limit": JSONValue(violation.limit),
    ]
  }

  private static func outcome(_ outcome: PlacementOutcome) -> JSONValue {
    // Only the points where the best has become better.
    var best = Fitness.worst
    let points = outcome.convergence.filter { point in
      defer { best = min(best, point.best) }
      return point.best < best
    }
    return [
      "search": .string(outcome.finder.rawValue),
      "objective": JSONValue(outcome.fitness.objective),
      "violation": JSONValue(outcome.fitness.violation),
      "evaluations": JSONValue(outcome.evaluations),
      "screened_moves": JSONValue(outcome.screenings),
      "convergence": [
        "evaluations": .array(points.map { JSONValue($0.evaluations) }),
        "objective": .numbers(points.map(\.best.objective)),
      ],
    ]
  }

  /// What each step comes to, and every line's loading over the steps.
  private static func steps(of confirmation: PlacementConfirmation) -> JSONValue {
    let flows = confirmation.flows
    let voltages = flows.map { $0.buses.voltagePU.filter(\.isFinite) }
    return [
      "max_line_loading_percent": .numbers(flows.map { $0.lines.loadingPercent.max() ?? 0 }),
      "max_trafo_loading_percent": .numbers(
        flows.map { $0.transformers.loadingPercent.max() ?? 0 }),
      "min_voltage_pu": .numbers(voltages.map { $0.min() ?? .nan }),
      "max_voltage_pu": .numbers(voltages.map { $0.max() ?? .nan }),
      "losses_mw": .numbers(flows.map(\.lossesMW)),
      "import_mw": .numbers(flows.map { $0.externalGrids.activePowerMW.reduce(0, +) }),
      "line_loading_percent": .array(flows.map { .numbers($0.lines.loadingPercent) }),
      "bus_voltage_pu": .array(flows.map { .numbers($0.buses.voltagePU) }),
    ]
  }
}
