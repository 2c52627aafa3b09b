import Numerics
import Synchronization
import Testing

@Suite("A parallel loop")
struct ExecutionTests {
  static let executions: [Execution] = [.serial, .concurrent(workers: 2), .concurrent(workers: 7)]

  @Test("gives the same values in the same order for any number of workers", arguments: executions)
  func map(execution: Execution) {
    for count in [0, 1, 2, 1_000] {
      #expect(parallelMap(count, execution: execution) { $0 * $0 } == (0..<count).map { $0 * $0 })
    }
  }

  @Test("visits every index once", arguments: executions)
  func visits(execution: Execution) {
    var visits = [Int](repeating: 0, count: 500)
    parallelFor(500, writingTo: &visits, execution: execution) { index, visits in
      visits[index] += 1
    }
    #expect(visits.allSatisfy { $0 == 1 })
  }

  @Test("hands out shares once each, to workers with a state of their own", arguments: executions)
  func shares(execution: Execution) {
    for count in [0, 1, 9, 1_000] {
      let squares = parallelMap(
        count, share: 7, execution: execution, makingState: { [Int]() },
        { index, visited in
          visited.append(index)
          return (index * index, visited.allSatisfy { $0 <= index })
        })
      #expect(squares.map(\.0) == (0..<count).map { $0 * $0 })
      #expect(squares.allSatisfy { $0.1 }, "shares come in increasing order")
    }
  }

  @Test("works off the items that items add, each once", arguments: executions)
  func growing(execution: Execution) {
    // Item n adds the numbers from 0 to n − 1, so that item n stands for 2ⁿ calls.
    let visits = Atomic<Int>(0)
    let begun = Atomic<Int>(0)
    parallelFor(
      growing: [10, 0, 3, 12], execution: execution,
      makingState: { begun.wrappingAdd(1, ordering: .relaxed) },
      { item, _, add in
        visits.wrappingAdd(1, ordering: .relaxed)
        for other in 0..<item { add(other) }
      })
    #expect(visits.load(ordering: .relaxed) == 1_024 + 1 + 8 + 4_096)
    #expect(begun.load(ordering: .relaxed) <= execution.workers)
    parallelFor(
      growing: [Int](), execution: execution, makingState: {},
      { _, _, _ in Issue.record("there are no items") })
  }

  @Test("multiplies matrices to the same bits for any number of workers", arguments: executions)
  func products(execution: Execution) {
    var random = RandomSource(seed: 10)
    let matrix = Matrix.random(200, 200, using: &random)
    let expected = matrix * matrix
    let products = parallelMap(6, execution: execution) { _ in matrix * matrix }
    #expect(products.allSatisfy { $0 == expected })
  }

  @Test("shares thousands of short loops, and loops within loops, without losing an index")
  func shortLoops() {
    for count in 0..<4_000 {
      let sums = parallelMap(count % 7, execution: .concurrent(workers: 3)) { index in
        index % 2 == 0
          ? index : parallelMap(3, execution: .concurrent(workers: 2)) { $0 }.reduce(index, +)
      }
      #expect(sums == (0..<count % 7).map { $0 % 2 == 0 ? $0 : $0 + 3 })
    }
  }

  @Test("serves callers on several threads at once")
  func severalCallers() async {
    await withTaskGroup(of: Bool.self) { group in
      for caller in 0..<4 {
        group.addTask {
          (0..<500).allSatisfy { round in
            parallelMap(5, execution: .concurrent(workers: 2)) { $0 * caller + round }
              == (0..<5).map { $0 * caller + round }
          }
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }
}
