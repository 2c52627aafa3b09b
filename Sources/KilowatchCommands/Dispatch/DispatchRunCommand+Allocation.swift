internal import Documents
internal import EconomicDispatch
internal import GridModel
internal import Telemetry

extension DispatchRunCommand {
  /// The case with the demand of a profile, whose nodes are found by name.
  func demand(
    _ path: String, of allocation: AllocationCase
  ) throws(CommandFailure) -> AllocationCase {
    let profile: DemandProfile
    do throws(DemandProfileError) {
      profile = try DemandProfile(reading: path)
    } catch {
      throw .badData("\(error)")
    }
    var demandMW: [[Double]] = []
    for node in allocation.nodes {
      guard let series = profile.nodes.first(where: { $0.name == node.name }) else {
        let known = profile.nodes.prefix(5).map(\.name).joined(separator: ", ")
        throw .badData("\(path): no demand for node '\(node.name)'; the profile has \(known)")
      }
      demandMW.append(series.demandKW.map { $0 / 1_000 })
    }
    do throws(DispatchError) {
      return try allocation.replacingDemand(demandMW)
    } catch {
      throw .badData("\(path): \(error)")
    }
  }

  func solve(
    _ allocation: AllocationCase, _ console: Console
  ) throws(CommandFailure) -> [String: JSONValue] {
    do throws(DispatchError) {
      let exact = try ExactAllocation(allocation)
      var evaluations = 0
      var convergence: [Double] = []
      let schedule: AllocationSchedule
      switch method {
      case .exact: schedule = exact.schedule
      case .greedyCost: schedule = GreedyAllocation.byCost.schedule(allocation)
      case .greedyDelivered: schedule = GreedyAllocation.byDeliveredCost.schedule(allocation)
      case .genetic:
        let genetic = try GeneticAllocation(
          allocation, .init(isPolished: true), seed: seed, execution: execution)
        schedule = genetic.schedule
        evaluations = genetic.evaluations
        convergence = genetic.convergence
      }
      let optimum = exact.schedule.cost
      let gap = optimum > 0 ? (schedule.cost - optimum) / optimum * 100 : 0
      console.note(
        "cost \(rounded(schedule.cost)), optimum \(rounded(optimum)), gap \(rounded(gap)) %, "
          + "unserved \(rounded(schedule.unservedMWh)) MWh")
      return [
        "method": .string(method.rawValue), "seed": JSONValue(seed),
        "cost": JSONValue(schedule.cost), "optimum": JSONValue(optimum),
        "gap_percent": JSONValue(gap), "unserved_mwh": JSONValue(schedule.unservedMWh),
        "loss_mwh": JSONValue(schedule.lossMWh), "evaluations": JSONValue(evaluations),
        "convergence": .numbers(convergence),
        "hourly_cost": .numbers(schedule.hourlyCost),
        "hourly_optimum": .numbers(exact.schedule.hourlyCost),
        "schedule": .array(hours(of: schedule, allocation)),
        "violations": .array(allocation.violations(in: schedule).map(\.document)),
      ]
    } catch {
      throw .badData("\(casePath ?? "reference problem"): \(error)")
    }
  }

  private func hours(
    of schedule: AllocationSchedule, _ allocation: AllocationCase
  ) -> [JSONValue] {
    schedule.hours.enumerated().map { hour, allotted in
      let count = allocation.sources.count
      let nodes = allocation.nodes.enumerated().map { index, node -> JSONValue in
        [
          "node": .string(node.name), "demand_mw": JSONValue(node.demandMW[hour]),
          "sent_mw": .numbers(Array(allotted.sentMW[index * count..<(index + 1) * count])),
          "unserved_mw": JSONValue(allotted.unservedMW[index]),
        ]
      }
      return [
        "hour": JSONValue(hour), "cost": JSONValue(schedule.hourlyCost[hour]),
        "sources": .array(allocation.sources.map { .string($0.name) }), "nodes": .array(nodes),
      ]
    }
  }
}

extension ParsedArguments {
  /// The ranges of the reference problem, at the size that was asked for.
  func referenceRanges() throws(CommandFailure) -> AllocationCase.Ranges {
    var ranges = AllocationCase.Ranges()
    ranges.nodes = try integer("nodes", in: 1...1_000) ?? ranges.nodes
    ranges.sources = try integer("sources", in: 1...30) ?? ranges.sources
    ranges.hours = try integer("hours", in: 1...8_784) ?? ranges.hours
    ranges.hasPairLosses = flag("pair-losses")
    return ranges
  }
}
