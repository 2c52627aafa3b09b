import Numerics
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

  @Test("multiplies matrices to the same bits for any number of workers", arguments: executions)
  func products(execution: Execution) {
    var random = RandomSource(seed: 10)
    let matrix = Matrix.random(200, 200, using: &random)
    let expected = matrix * matrix
    let products = parallelMap(6, execution: execution) { _ in matrix * matrix }
    #expect(products.allSatisfy { $0 == expected })
  }
}
