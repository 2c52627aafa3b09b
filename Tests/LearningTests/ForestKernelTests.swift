import CProcessor
import ForestKernels
import ForestKernelsV3
import ForestKernelsV4
import Numerics
import Testing

@Suite("The kernels of isolation trees")
struct ForestKernelTests {
  @Test("take rows where paths lead, with the same bits on every processor level")
  func pathsAndLevels() {
    let problem = PathProblem()
    let baseline = problem.solve(ForestKernels.addPathLengths)
    #expect(baseline == problem.walk { row, step in problem.value(row, step) })
    if processor_x86_64_level() >= 3 {
      #expect(problem.solve(ForestKernelsV3.addPathLengths) == baseline)
    }
    if processor_x86_64_level() >= 4 {
      #expect(problem.solve(ForestKernelsV4.addPathLengths) == baseline)
    }
  }

  @Test("take rows where paths lead by sums, with the same bits on every processor level")
  func pathsBySums() {
    let problem = PathProblem()
    let baseline = problem.solveSums(ForestKernels.addPathLengthsOfSums)
    let expected = problem.walk { row, step in
      0.5 * problem.value(row, step) + -0.25 * problem.value(row, step + 1)
    }
    #expect(baseline == expected)
    if processor_x86_64_level() >= 3 {
      #expect(problem.solveSums(ForestKernelsV3.addPathLengthsOfSums) == baseline)
    }
    if processor_x86_64_level() >= 4 {
      #expect(problem.solveSums(ForestKernelsV4.addPathLengthsOfSums) == baseline)
    }
  }
}

/// A tree of three splits over three features: the root sends greater rows to a leaf, the next split
/// has two leaves on its right.
///
///     2 ┬ 1 ┬ leaf 0
///       │   └ 0 ┬ leaf 1
///       │       └ leaf 2
///       └ leaf 3
private struct PathProblem {
  private let cells: [Float]
  private let thresholds: [Float] = [0.2, -0.3, 0.4]
  private let leaves: [Float] = [3, 4.5, 2.25, 1]
  private let routes: [SIMD4<UInt32>]
  private let leafPlaces = 4 * ForestKernels.rowsPerGroup
  private static let rows = ForestKernels.rowsPerGroup

  init() {
    var random = RandomSource(seed: 4)
    var cells = (0..<3 * Self.rows).map { _ in Float(random.normal()) }
    cells[5] = .nan
    cells[Self.rows + 6] = .infinity
    self.cells = cells
    let start = UInt32(leafPlaces)
    let rows = UInt32(Self.rows)
    routes = [
      SIMD4(0, start + 16, start + 32, rows), SIMD4(rows, start, rows + 1, 2 * rows),
      SIMD4(2 * rows, 2 * rows + 1, start + 48, 0),
    ]
  }

  func value(_ row: Int, _ step: Int) -> Float { cells[step % 3 * Self.rows + row] }

  func walk(_ compared: (_ row: Int, _ step: Int) -> Float) -> [Double] {
    (0..<Self.rows).map { row in
      if compared(row, 2) > thresholds[2] { return Double(leaves[3]) }
      if !(compared(row, 1) > thresholds[1]) { return Double(leaves[0]) }
      return Double(compared(row, 0) > thresholds[0] ? leaves[2] : leaves[1])
    }
  }

  private var lengths: [Float] {
    [Float](repeating: -1, count: leafPlaces) + leaves.flatMap { Array(repeating: $0, count: 16) }
  }

  func solve(
    _ kernel: (
      UnsafePointer<Float>, Int, UnsafePointer<Float>, UnsafePointer<SIMD4<UInt32>>,
      UnsafeMutablePointer<Float>, UnsafeMutablePointer<Double>
    ) -> Void
  ) -> [Double] {
    var lengths = lengths
    var sums = [Double](repeating: 0, count: Self.rows)
    kernel(cells, 3, thresholds, routes, &lengths, &sums)
    return sums
  }

  func solveSums(
    _ kernel: (
      UnsafePointer<Float>, Int, Int, UnsafePointer<UInt32>, UnsafePointer<Float>,
      UnsafePointer<Float>, UnsafePointer<SIMD4<UInt32>>, UnsafeMutablePointer<Float>,
      UnsafeMutablePointer<Double>
    ) -> Void
  ) -> [Double] {
    var lengths = lengths
    var sums = [Double](repeating: 0, count: Self.rows)
    let rows = UInt32(Self.rows)
    kernel(
      cells, 3, 2, [0, rows, rows, 2 * rows, 2 * rows, 0], [0.5, -0.25, 0.5, -0.25, 0.5, -0.25],
      thresholds, routes, &lengths, &sums)
    return sums
  }
}
