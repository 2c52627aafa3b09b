import Foundation
import Numerics

// One iteration of Newton's method on the blocks of `BlockPattern`; the equations stand in
// `NewtonSolver`. Voltages are kept as magnitude and direction: a step turns the direction by
// e^(jΔθ), so no angle is ever formed and large angles cost nothing.

/// The state of one power flow, by place: admittances, voltages, given powers and Jacobian.
final class NewtonIteration {
  /// An entry of the pattern that the admittance matrix has, too.
  struct Edge: BitwiseCopyable {
    var row: Int32
    var column: Int32
    var entry: Int32
    /// The admittance (row, column).
    var forward: Complex
    /// The admittance (column, row).
    var backward: Complex
  }

  let plan: NewtonPlan
  let pattern: BlockPattern
  private let jacobian: BlockJacobian
  let edges: Buffer<Edge>
  /// The diagonal of the admittance matrix.
  let own: Buffer<Complex>
  /// The current that references drive into each place.
  let fromReferences: Buffer<Complex>
  /// 1 where the voltage is free, 0 where it is held.
  let freedom: Buffer<Double>
  /// Whether a place takes part; one that does not keeps its voltage.
  let isSupplied: Buffer<Bool>
  private let magnitude: Buffer<Double>
  private let direction: Buffer<Complex>
  private let voltage: Buffer<Complex>
  private let flow: Buffer<Complex>

  init(_ plan: NewtonPlan) {
    let (pattern, admittance, model) = (plan.pattern, plan.admittance, plan.model)
    self.plan = plan
    self.pattern = pattern
    jacobian = BlockJacobian(of: pattern)
    let count = pattern.count
    own = Buffer(repeating: .zero, count: count)
    fromReferences = Buffer(repeating: .zero, count: count)
    freedom = Buffer(repeating: 1, count: count)
    isSupplied = Buffer(repeating: true, count: count)
    magnitude = Buffer(repeating: 1, count: count)
    direction = Buffer(repeating: .zero, count: count)
    voltage = Buffer(repeating: .zero, count: count)
    flow = Buffer(repeating: .zero, count: count)
    let nothing = Edge(row: 0, column: 0, entry: 0, forward: .zero, backward: .zero)
    edges = Buffer(
      repeating: nothing, count: pattern.columns.count - pattern.fill.count)
    holdVoltages()
    var fill = pattern.fill[...]
    var next = 0
    for place in 0..<count {
      let node = Int(pattern.nodes[place])
      own[place] = admittance.values[admittance.diagonal[node]]
      for entry in pattern.rowStarts[place]..<pattern.rowStarts[place + 1] {
        if fill.first == entry {
          fill.removeFirst()
          continue
        }
        let other = Int(pattern.nodes[Int(pattern.columns[Int(entry)])])
        edges[next] = Edge(
          row: Int32(place), column: pattern.columns[Int(entry)], entry: entry,
          forward: admittance.values[admittance.entry(row: node, column: other)],
          backward: admittance.values[admittance.entry(row: other, column: node)])
        next += 1
      }
      for entry in admittance.rowStarts[node]..<admittance.rowStarts[node + 1] {
        let other = admittance.columns[entry]
        guard pattern.places[other] < 0 else { continue }
        let held = Complex(
          magnitude: model.heldVoltagePU[other], angleRadian: model.heldAngleRadian[other])
        fromReferences[place] = fromReferences[place] + admittance.values[entry] * held
      }
    }
  }

  /// Holds the voltages that the network's generators hold.
  func holdVoltages() {
    for place in 0..<pattern.count {
      freedom[place] = plan.model.control[Int(pattern.nodes[place])] == .power ? 1 : 0
    }
  }

  /// The power that leaves `place` into the network, as last computed.
  func computedPower(_ place: Int) -> Complex { flow[place] }

  /// Takes voltages to start from.
  func start(from solution: VoltageSolution) {
    for place in 0..<pattern.count {
      let node = Int(pattern.nodes[place])
      magnitude[place] = solution.magnitudePU[node]
      direction[place] = solution.direction[node]
      voltage[place] = solution.direction[node] * solution.magnitudePU[node]
    }
  }

  /// Writes the voltages into `solution`.
  func store(into solution: inout VoltageSolution) {
    for place in 0..<pattern.count {
      let node = Int(pattern.nodes[place])
      solution.magnitudePU[node] = magnitude[place]
      solution.direction[node] = direction[place]
    }
  }

  /// Fills Jacobian and right-hand side, and returns the largest mismatch.
  func linearise(_ injections: Injections) -> Double {
    for place in 0..<pattern.count {
      let v = voltage[place]
      flow[place] = v * (own[place] * v + fromReferences[place]).conjugate
    }
    jacobian.clear(pattern.fill)
    lineariseEdges()
    var mismatch = 0.0
    var total = 0.0
    for place in 0..<pattern.count {
      let missing = lineariseOwn(place, injections)
      mismatch = max(mismatch, abs(missing.real), abs(missing.imaginary))
      total += missing.real + missing.imaginary
    }
    // A comparison lets NaN pass, a sum does not.
    return total.isFinite ? mismatch : .nan
  }

  private func lineariseEdges() {
    let (upper, lower) = (jacobian.upper, jacobian.lower)
    for index in 0..<edges.count {
      let edge = edges[index]
      let row = Int(edge.row)
      let column = Int(edge.column)
      let entry = Int(edge.entry)
      let product = voltage[row] * voltage[column].conjugate
      let forward = product * edge.forward.conjugate
      let backward = (product * edge.backward).conjugate
      flow[row] += forward
      flow[column] += backward
      let rowFreedom = freedom[row]
      let columnFreedom = freedom[column]
      let both = rowFreedom * columnFreedom
      upper[entry] = Block(
        forward.imaginary, forward.real * columnFreedom, -forward.real * rowFreedom,
        forward.imaginary * both)
      lower[entry] = Block(
        backward.imaginary, backward.real * rowFreedom, -backward.real * columnFreedom,
        backward.imaginary * both)
    }
  }

  @inline(__always)
  private func lineariseOwn(_ place: Int, _ injections: Injections) -> Complex {
    guard isSupplied[place] else {
      jacobian.diagonal[place] = Block(1, 0, 0, 1)
      jacobian.right[place] = .zero
      return .zero
    }
    let total = flow[place]
    let square = magnitude[place] * magnitude[place]
    let p = own[place].real * square
    let q = -own[place].imaginary * square
    let free = freedom[place]
    let (given, slope) = injections.power(
      at: Int(pattern.nodes[place]), voltagePU: magnitude[place])
    jacobian.diagonal[place] = Block(
      q - total.imaginary, (total.real + p - slope.real) * free, (total.real - p) * free,
      (total.imaginary + q - slope.imaginary) * free + (1 - free))
    let missing = Complex(given.real - total.real, (given.imaginary - total.imaginary) * free)
    jacobian.right[place] = SIMD2(missing.real, missing.imaginary)
    return missing
  }

  /// Solves for the step and takes it; false if the Jacobian has no pivots on its diagonal.
  ///
  /// A cautious step is shortened until no angle turns by more than 0.3 rad and no voltage changes by
  /// more than a tenth.
  func step(isCautious: Bool) -> Bool {
    guard jacobian.solve(pattern) else { return false }
    var share = 1.0
    if isCautious {
      for place in 0..<pattern.count {
        let change = jacobian.right[place]
        share = min(share, 0.3 / abs(change[0]), 0.1 / abs(change[1]))
      }
    }
    for place in 0..<pattern.count {
      let change = jacobian.right[place] * share
      magnitude[place] *= 1 + change[1]
      direction[place] = direction[place] * Complex(turnBy: change[0])
      voltage[place] = direction[place] * magnitude[place]
    }
    return true
  }
}

extension Complex {
  /// The direction at `angle`: e^(j·angle), by Taylor's series where it converges to the last bit.
  fileprivate init(turnBy angle: Double) {
    guard abs(angle) < 0.8 else {
      self.init(cos(angle), sin(angle))
      return
    }
    // Cosine and sine side by side: Σ (−x²)ⁿ/(2n)! and Σ (−x²)ⁿ/(2n+1)!.
    let square = -angle * angle
    var sum = SIMD2(1.0 / 20_922_789_888_000, 1.0 / 355_687_428_096_000)
    sum = sum * square + SIMD2(1.0 / 87_178_291_200, 1.0 / 1_307_674_368_000)
    sum = sum * square + SIMD2(1.0 / 479_001_600, 1.0 / 6_227_020_800)
    sum = sum * square + SIMD2(1.0 / 3_628_800, 1.0 / 39_916_800)
    sum = sum * square + SIMD2(1.0 / 40_320, 1.0 / 362_880)
    sum = sum * square + SIMD2(1.0 / 720, 1.0 / 5_040)
    sum = sum * square + SIMD2(1.0 / 24, 1.0 / 120)
    sum = sum * square + SIMD2(1.0 / 2, 1.0 / 6)
    sum = sum * square + SIMD2(1, 1)
    self.init(sum[0], sum[1] * angle)
  }
}
