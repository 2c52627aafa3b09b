import Documents
import EconomicDispatch

extension DispatchRunCommand {
  func solve(
    _ units: UnitCase, _ console: Console
  ) throws(CommandFailure) -> [String: JSONValue] {
    do throws(DispatchError) {
      let found: UnitDispatch
      if let rolling {
        found = try rolling.dispatch(units, seed: seed, execution: execution)
      } else {
        found = try UnitDispatch(units, seed: seed, execution: execution)
      }
      let cost = found.schedule.cost
      console.note(
        "cost \(rounded(cost)), "
          + (found.isProven
            ? "proven" : "gap to the bound \(found.gapPercent.map { rounded($0) } ?? "unknown") %")
          + ", unserved \(rounded(found.schedule.unservedMWh)) MWh")
      var result = found.document(of: units)
      result["seed"] = JSONValue(seed)
      return result
    } catch {
      throw .badData("\(casePath ?? ""): \(error)")
    }
  }
}

extension UnitDispatch {
  /// The result document, without what depends on the run.
  func document(of units: UnitCase) -> [String: JSONValue] {
    let cost = schedule.cost
    var result: [String: JSONValue] = [
      "method": .string(method), "cost": JSONValue(cost),
      "unserved_mwh": JSONValue(schedule.unservedMWh), "loss_mwh": JSONValue(schedule.lossMWh),
      "emission": JSONValue(schedule.emission), "start_cost": JSONValue(schedule.startCost),
      "is_proven": .bool(isProven), "hourly_cost": .numbers(schedule.hourlyCost),
      "convergence": .numbers(convergence),
      "units": .array(units.units.map { .string($0.name) }),
      "schedule": schedule.document(of: units),
      "violations": .array(units.violations(in: self).map(\.document)),
    ]
    result["optimum"] = isProven ? JSONValue(cost) : .null
    result["lower_bound"] = lowerBound.map { JSONValue($0) } ?? .null
    result["gap_percent"] = gapPercent.map { JSONValue($0) } ?? .null
    if !units.storages.isEmpty {
      result["storage"] = .array(units.storages.map { .string($0.name) })
    }
    for scenario in scenarios {
      result["schedule_\(scenario.name)"] = scenario.schedule.document(of: scenario.units)
      result["cost_\(scenario.name)"] = JSONValue(scenario.schedule.cost)
      result["unserved_mwh_\(scenario.name)"] = JSONValue(scenario.schedule.unservedMWh)
    }
    return result
  }
}

extension UnitSchedule {
  /// An entry for each hour.
  fileprivate func document(of units: UnitCase) -> JSONValue {
    let held = units.storages.enumerated().map { index, storage in
      storage.energyMWh(after: storageMW.map { $0[index] })
    }
    return .array(
      powerMW.indices.map { hour in
        var entry: [String: JSONValue] = [
          "hour": JSONValue(hour), "demand_mw": JSONValue(units.demandMW[hour]),
          "power_mw": .numbers(powerMW[hour]), "unserved_mw": JSONValue(unservedMW[hour]),
          "cost": JSONValue(hourlyCost[hour]),
        ]
        if let losses = units.losses {
          entry["loss_mw"] = JSONValue(losses.lossMW(at: powerMW[hour]))
        }
        if units.hasCommitment { entry["running"] = .array(isRunning[hour].map { .bool($0) }) }
        if !units.storages.isEmpty {
          entry["storage_mw"] = .numbers(storageMW[hour])
          entry["storage_mwh"] = .numbers(held.map { $0[hour] })
        }
        return .object(entry)
      })
  }
}
