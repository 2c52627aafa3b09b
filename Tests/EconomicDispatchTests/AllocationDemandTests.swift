import EconomicDispatch
import GridModel
import Testing

@Suite("Demand from elsewhere") struct AllocationDemandTests {
  private static func allocation(availability: [Double]) throws -> AllocationCase {
    try AllocationCase(
      nodes: ["north", "south"].map {
        AllocationCase.Node(
          name: $0, capacityMW: 200, loss: 0.1,
          demandMW: [Double](repeating: 1, count: availability.count))
      },
      sources: [
        AllocationCase.Source(
          name: "plant", capacityMW: 300, costPerMWh: 7, availability: availability)
      ], unservedCostPerMWh: 100)
  }

  private static func profile(_ names: [String], stepS: Double, count: Int) -> DemandProfile {
    let start = Timestamp(millisecondsSinceEpoch: 1_700_000_000_000)
    return DemandProfile(
      intervalStarts: (0..<count).map { start.advanced(bySeconds: Double($0) * stepS) },
      nodes: names.enumerated().map { place, name in
        DemandProfile.Node(
          name: name, demandKW: (0..<count).map { Double(1_000 * (place + 1) * ($0 + 1)) })
      })
  }

  @Test("is found by the names of nodes, and averaged over hours")
  func byName() throws {
    let allocation = try Self.allocation(availability: [1, 1])
    let hourly = try allocation.replacingDemand(
      with: Self.profile(["south", "north"], stepS: 3_600, count: 3))
    #expect(hourly.nodes.map(\.demandMW) == [[2, 4, 6], [1, 2, 3]])
    let halves = try allocation.replacingDemand(
      with: Self.profile(["south", "north"], stepS: 1_800, count: 4))
    #expect(halves.nodes.map(\.demandMW) == [[3, 7], [1.5, 3.5]])
  }

  @Test("is refused where a node is missing on either side, or hours do not match")
  func mismatches() throws {
    let allocation = try Self.allocation(availability: [1, 0.5])
    func refusal(_ names: [String], stepS: Double = 3_600, count: Int) -> DispatchError? {
      #expect(throws: DispatchError.self) {
        try allocation.replacingDemand(with: Self.profile(names, stepS: stepS, count: count))
      }
    }
    #expect(
      refusal(["north", "south", "west"], count: 2)
        == .unknownNode(name: "west", where: "the case"))
    #expect(
      refusal(["north"], count: 2) == .unknownNode(name: "south", where: "the demand profile"))
    #expect(refusal(["north", "south"], count: 3)?.description.contains("3 hours") == true)
    #expect(refusal(["north", "south"], stepS: 7_200, count: 2) != nil)
    #expect(refusal(["north", "south"], stepS: 2_400, count: 3) != nil)
  }

  @Test("repeats a day of availability over days")
  func days() throws {
    let day = (0..<24).map { Double($0) / 24 }
    let two = try Self.allocation(availability: day).replacingDemand(
      with: Self.profile(["north", "south"], stepS: 3_600, count: 48))
    #expect(two.sources[0].availability == day + day)
  }
}
