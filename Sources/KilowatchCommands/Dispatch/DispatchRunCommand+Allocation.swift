import Documents
import EconomicDispatch
import GridModel
import Numerics

extension DispatchRunCommand {
  /// A reference problem; the nodes and hours of a demand profile take the place of its own.
  func drawn(
    from ranges: AllocationCase.Ranges, demand profile: DemandProfile?
  ) throws(DispatchError) -> AllocationCase {
    var random = RandomSource(seed: seed)
    guard let profile else { return try .random(ranges, using: &random) }
    var ranges = ranges
    ranges.nodes = profile.nodes.count
    ranges.hours = try DemandBand(profile).expectedMW.count
    let drawn = try AllocationCase.random(ranges, using: &random)
    let nodes = zip(profile.nodes, drawn.nodes).map { series, node in
      AllocationCase.Node(
        name: series.name, capacityMW: node.capacityMW, loss: node.loss, demandMW: node.demandMW)
    }
    return try AllocationCase(
      nodes: nodes, sources: drawn.sources, pairLoss: drawn.pairLoss,
      unservedCostPerMWh: drawn.unservedCostPerMWh
    ).replacingDemand(with: profile)
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
        let progress = console.progress("searching", total: allocation.hourCount)
        let found = try GeneticAllocation(
          allocation, genetic, seed: seed, execution: execution
        ) { progress.advance() }
        progress.finish()
        schedule = found.schedule
        evaluations = found.evaluations
        convergence = found.convergence
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
        "unserved_by_node": .array(unservedByNode(schedule, allocation)),
        "unserved_cost_per_mwh": allocation.unservedCostPerMWh.map { JSONValue($0) } ?? .null,
        "hourly_cost": .numbers(schedule.hourlyCost),
        "hourly_optimum": .numbers(exact.schedule.hourlyCost),
        "schedule": .array(hours(of: schedule, allocation)),
        "violations": .array(allocation.violations(in: schedule).map(\.document)),
      ]
    } catch {
      throw .badData("\(casePath ?? "reference problem"): \(error)")
    }
  }

  private func unservedByNode(
    _ schedule: AllocationSchedule, _ allocation: AllocationCase
  ) -> [JSONValue] {
    allocation.nodes.enumerated().map { index, node in
      let unservedMWh = schedule.hours.reduce(0) { $0 + $1.unservedMW[index] }
      return [
        "node": .string(node.name), "unserved_mwh": JSONValue(unservedMWh),
        "cost": JSONValue(unservedMWh * (allocation.unservedCostPerMWh ?? 0)),
      ]
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
        "demand_mw": JSONValue(allocation.nodes.reduce(0) { $0 + $1.demandMW[hour] }),
        "loss_mw": JSONValue(schedule.hourlyLossMWh[hour]),
        "unserved_mw": JSONValue(allotted.unservedMW.reduce(0, +)),
        "available_mw": .numbers(
          allocation.sources.map { $0.capacityMW * $0.availability[hour] }),
        "sources": .array(allocation.sources.map { .string($0.name) }), "nodes": .array(nodes),
      ]
    }
  }
}
