import CProcessor
import DenseKernels
import DenseKernelsV3
import DenseKernelsV4
import Numerics
import Testing

@Suite("The kernels of dense layers")
struct DenseKernelTests {
  static let shapes = [
    (rows: 1, columns: 4, depth: 1), (1, 64, 20), (3, 68, 7), (4, 4, 64), (32, 64, 20),
    (32, 64, 64), (37, 100, 33), (20, 36, 5),
  ]

  @Test("The product equals sums in double precision", arguments: shapes)
  func productIsRight(rows: Int, columns: Int, depth: Int) {
    let problem = ProductProblem(rows: rows, columns: columns, depth: depth)
    let answer = problem.solve(DenseKernels.product)
    for row in 0..<rows {
      for column in 0..<columns {
        var expected = Double(problem.start[column])
        for p in 0..<depth {
          expected += Double(problem.a[row * depth + p]) * Double(problem.b[p * columns + column])
        }
        #expect(abs(Double(answer[row * columns + column]) - expected) < 1e-4)
      }
    }
  }

  @Test("A product of transposed rows equals that of the rows", arguments: shapes)
  func stridesAreFollowed(rows: Int, columns: Int, depth: Int) {
    let problem = ProductProblem(rows: rows, columns: columns, depth: depth)
    #expect(problem.solve(DenseKernels.product) == problem.solveTransposed(DenseKernels.product))
  }

  @Test("Every processor level gives the same bits of a product", arguments: shapes)
  func levelsAgreeOnProducts(rows: Int, columns: Int, depth: Int) {
    let problem = ProductProblem(rows: rows, columns: columns, depth: depth)
    let baseline = problem.solve(DenseKernels.product)
    if processor_x86_64_level() >= 3 {
      #expect(problem.solve(DenseKernelsV3.product) == baseline)
    }
    if processor_x86_64_level() >= 4 {
      #expect(problem.solve(DenseKernelsV4.product) == baseline)
    }
  }

  @Test("A step of Adam follows the paper, with the same bits on every processor level")
  func adamFollowsThePaper() {
    let problem = AdamProblem(count: 160)
    let baseline = problem.solve(DenseKernels.adamStep)
    let expected = problem.solveInDoublePrecision()
    for (found, wanted) in zip(baseline, expected) {
      #expect(abs(Double(found) - wanted) < 1e-6 * max(1, abs(wanted)))
    }
    if processor_x86_64_level() >= 3 { #expect(problem.solve(DenseKernelsV3.adamStep) == baseline) }
    if processor_x86_64_level() >= 4 { #expect(problem.solve(DenseKernelsV4.adamStep) == baseline) }
  }

  @Test("The rectifier and its slope hold at zero and at both sides of it")
  func rectifierHolds() {
    let inputs: [Float] = (0..<32).map { Float($0 - 16) / 4 }
    var outputs = inputs
    DenseKernels.rectify(&outputs, count: 32)
    #expect(outputs == inputs.map { max(0, $0) })
    var gradients = [Float](repeating: 3, count: 32)
    DenseKernels.rectifyGradients(&gradients, outputs: outputs, count: 32)
    #expect(gradients == inputs.map { $0 > 0 ? 3 : 0 })
  }
}

private struct ProductProblem {
  let rows: Int
  let columns: Int
  let depth: Int
  let a: [Float]
  let b: [Float]
  let start: [Float]

  typealias Kernel = (
    UnsafePointer<Float>, Int, Int, UnsafePointer<Float>, UnsafePointer<Float>?,
    UnsafeMutablePointer<Float>, Int, Int, Int
  ) -> Void

  init(rows: Int, columns: Int, depth: Int) {
    (self.rows, self.columns, self.depth) = (rows, columns, depth)
    var random = RandomSource(seed: 11)
    a = (0..<rows * depth).map { _ in Float(random.normal()) }
    b = (0..<depth * columns).map { _ in Float(random.normal()) }
    start = (0..<columns).map { _ in Float(random.normal()) }
  }

  func solve(_ kernel: Kernel) -> [Float] {
    var c = [Float](repeating: .nan, count: rows * columns)
    kernel(a, depth, 1, b, start, &c, rows, columns, depth)
    return c
  }

  func solveTransposed(_ kernel: Kernel) -> [Float] {
    var transposed = a
    for row in 0..<rows {
      for p in 0..<depth { transposed[p * rows + row] = a[row * depth + p] }
    }
    var c = [Float](repeating: .nan, count: rows * columns)
    kernel(transposed, 1, rows, b, start, &c, rows, columns, depth)
    return c
  }
}

private struct AdamProblem {
  let parameters: [Float]
  let gradients: [Float]
  let mean: [Float]
  let square: [Float]

  typealias Kernel = (
    UnsafeMutablePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>,
    UnsafeMutablePointer<Float>, Int, Float, Float, Float, Float, Float, Float
  ) -> Void

  init(count: Int) {
    var random = RandomSource(seed: 5)
    func draws(_ scale: Double) -> [Float] {
      (0..<count).map { _ in Float(scale * random.normal()) }
    }
    parameters = draws(1)
    gradients = draws(0.1)
    mean = draws(0.05)
    square = draws(0.02).map { $0 * $0 }
  }

  func solve(_ kernel: Kernel) -> [Float] {
    var (parameters, mean, square) = (parameters, mean, square)
    kernel(
      &parameters, gradients, &mean, &square, parameters.count, 0.002, 1.5, 1e-5, 0.9, 0.999, 1e-8)
    return parameters + mean + square
  }

  func solveInDoublePrecision() -> [Double] {
    var (parameters, mean, square) = (
      parameters.map(Double.init), mean.map(Double.init), square.map(Double.init)
    )
    for index in parameters.indices {
      let gradient = Double(gradients[index])
      mean[index] = 0.9 * mean[index] + 0.1 * gradient
      square[index] = 0.999 * square[index] + 0.001 * gradient * gradient
      let root: Double = square[index].squareRoot()
      parameters[index] -= 1e-5 * parameters[index] + 0.002 * mean[index] / (1.5 * root + 1e-8)
    }
    return parameters + mean + square
  }
}
