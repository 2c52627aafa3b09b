import EconomicDispatch
import Numerics
import Testing

/// A wrong done to a schedule, and the words in which the checker must find it.
private struct Wrong: Sendable, CustomTestStringConvertible {
  let name: String
  let words: String
  let change: @Sendable (_ sent: inout [Double], _ unserved: inout [Double]) -> Void

  var testDescription: String { name }

  static let all = [
    Wrong(name: "a MW too much", words: "is not balanced") { sent, _ in sent[4] += 1 },
    Wrong(name: "a MW too little", words: "is not balanced") { sent, _ in
      sent[sent.firstIndex { $0 > 1 } ?? 0] -= 1
    },
    Wrong(name: "unserved energy that is hidden", words: "is not balanced") { _, unserved in
      unserved[unserved.firstIndex { $0 > 1 } ?? 0] = 0
    },
    Wrong(name: "a negative flow", words: "sends a negative amount") { sent, _ in sent[7] = -5 },
    Wrong(name: "a negative rest", words: "has a negative amount unserved") { _, unserved in
      unserved[3] = -5
    },
    Wrong(name: "more than a source has", words: "sends more than is available") { sent, _ in
      sent[0] += 500
    },
    Wrong(name: "more than a node takes in", words: "takes in more than its capacity") { sent, _ in
      sent[2] += 300
    },
    Wrong(name: "a flow that is no number", words: "is not balanced") { sent, _ in sent[1] = .nan },
  ]
}

@Suite("The checker, which shares nothing with the methods, finds") struct AllocationCheckerTests {
  @Test("every wrong that is done to a good schedule", arguments: Wrong.all)
  private func wrongs(wrong: Wrong) throws {
    var random = RandomSource(seed: 3)
    var ranges = AllocationCase.Ranges()
    ranges.hasPairLosses = true
    ranges.sourceCapacityMW = 200...300
    let allocation = try AllocationCase.random(ranges, using: &random)
    let good = try ExactAllocation(allocation).schedule
    #expect(allocation.violations(in: good).isEmpty)
    var sent = good.hours[2].sentMW
    var unserved = good.hours[2].unservedMW
    wrong.change(&sent, &unserved)
    var hours = good.hours
    hours[2] = HourlyAllocation(sentMW: sent, unservedMW: unserved)
    let found = allocation.violations(in: AllocationSchedule(hours: hours, of: allocation))
    #expect(found.contains { $0.limit.contains(wrong.words) }, "\(found)")
    #expect(found.allSatisfy { $0.hour == 2 })
  }

  @Test("shedding where the case forbids it")
  func forbiddenShedding() throws {
    let node = AllocationCase.Node(name: "N", capacityMW: 200, loss: 0, demandMW: [100])
    let source = AllocationCase.Source(
      name: "S", capacityMW: 200, costPerMWh: 5, availability: [1])
    let allocation = try AllocationCase(nodes: [node], sources: [source], unservedCostPerMWh: nil)
    let schedule = AllocationSchedule(
      hours: [HourlyAllocation(sentMW: [90], unservedMW: [10])], of: allocation)
    #expect(
      allocation.violations(in: schedule).map(\.limit) == ["N is shed, which the case forbids"])
  }
}
