import EconomicDispatch
import Numerics
import Testing

@Suite struct ExactAllocationTests {
  static func ranges(_ index: Int) -> AllocationCase.Ranges {
    var ranges = AllocationCase.Ranges()
    ranges.hasPairLosses = index % 2 == 0
    ranges.nodes = [10, 1, 3, 25, 60][index % 5]
    ranges.sources = [3, 1, 2, 8, 5][index / 5 % 5]
    if index % 3 == 1 { ranges.nodeCapacityMW = 120 }
    if index % 7 == 2 { ranges.loss = 0...0 }
    if index % 7 == 3 { ranges.costPerMWh = 9...9 }
    if index % 11 == 4 { ranges.demandMW = 100...100 }
    if index % 4 == 3 { ranges.sourceCapacityMW = 600...900 }
    if index % 13 == 5 { ranges.demandMW = 0...300 }
    return ranges
  }

  @Test("Prices prove every optimum, and the independent checker finds nothing", arguments: 0..<150)
  func certified(index: Int) throws {
    var random = RandomSource(seed: UInt64(index))
    let allocation = try AllocationCase.random(Self.ranges(index), using: &random)
    let exact = try ExactAllocation(allocation)
    #expect(allocation.violations(in: exact.schedule).isEmpty)
    for (cost, bound) in zip(exact.schedule.hourlyCost, exact.lowerBounds) {
      #expect(abs(cost - bound) <= 1e-10 * max(cost, 1))
    }
  }
}
