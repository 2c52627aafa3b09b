import Documents
import EconomicDispatch
import Foundation
import Numerics
import Testing

/// Cases and what HiGHS says every hour costs, in Tests/Fixtures/dispatch/transportation.
private struct SolvedCase {
  let allocation: AllocationCase
  let hourlyCost: [Double]

  static func all() throws -> [SolvedCase] {
    let file = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/dispatch/transportation/cases.json")
    let document = try JSONValue(parsing: Array(try Data(contentsOf: file)))
    return try (document["cases"]?.array ?? []).compactMap { entry in
      guard let problem = entry["case"],
        case .allocation(let allocation) = try DispatchCase(problem)
      else { return nil }
      return SolvedCase(allocation: allocation, hourlyCost: entry["hourly_cost"]?.numbers ?? [])
    }
  }
}

@Suite("Allocations agree with HiGHS to nine digits") struct ExactReferenceTests {
  @Test("by the exact method, whatever binds: supply, intake, losses of both kinds, prices")
  func exact() throws {
    let cases = try SolvedCase.all()
    #expect(cases.count == 9)
    for solved in cases {
      let exact = try ExactAllocation(solved.allocation)
      for (ours, theirs) in zip(exact.schedule.hourlyCost, solved.hourlyCost) {
        #expect(abs(ours - theirs) <= 1e-9 * theirs)
      }
      #expect(solved.allocation.violations(in: exact.schedule).isEmpty)
    }
  }

  @Test("by the genetic algorithm with polishing")
  func polished() throws {
    let configuration = try GeneticAllocation.Configuration(
      populationSize: 8, generations: 4, isPolished: true)
    for solved in try SolvedCase.all() {
      let found = try GeneticAllocation(
        solved.allocation, configuration, seed: 3, execution: .serial)
      for (ours, theirs) in zip(found.schedule.hourlyCost, solved.hourlyCost) {
        #expect(abs(ours - theirs) <= 1e-9 * theirs)
      }
    }
  }
}
