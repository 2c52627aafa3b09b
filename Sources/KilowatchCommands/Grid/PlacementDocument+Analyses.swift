import Documents
import PowerFlow
import ResourcePlacement

extension PlacementDocument {
  /// What every outage of a single branch would mean.
  static func outages(
    _ outages: [PlacementContingency], study: PlacementStudy
  ) -> JSONValue {
    .array(
      outages.map { outage in
        let (kind, id) = study.network.tableAndID(of: outage.element)
        return [
          "element": .string(kind), "id": JSONValue(id),
          "unsupplied_buses": .array(
            outage.unsuppliedBuses.map { JSONValue(study.network.buses[$0].id) }),
          "unserved_kwh": JSONValue(outage.unservedKWh),
          "max_loading_percent": JSONValue(outage.largestLoadingPercent),
          "min_voltage_pu": JSONValue(outage.lowestVoltagePU),
          "max_voltage_pu": JSONValue(outage.highestVoltagePU),
          "steps_without_solution": .array(outage.stepsWithoutSolution.map { JSONValue($0) }),
          "within_limits": .bool(outage.keeps(study.problem.limits)),
        ]
      })
  }

  /// How much more generation there is room for.
  static func hosting(_ capacity: HostingCapacity) -> JSONValue {
    [
      "generation_factor": JSONValue(capacity.generationFactor),
      "additional_kw": .numbers(capacity.additionalKW),
    ]
  }

  /// The placements that none beats in all `terms`.
  static func front(
    _ members: [PlacementFront.Member], terms: [PlacementFront.Term]
  ) -> JSONValue {
    [
      "terms": .array(terms.map { .string($0.rawValue) }),
      "members": .array(
        members.map { member in
          [
            "values": .numbers(member.values),
            "generation_order": .array(member.placement.generationOrder.map { JSONValue($0) }),
            "load_order": .array(member.placement.loadOrder.map { JSONValue($0) }),
          ]
        }),
    ]
  }
}
