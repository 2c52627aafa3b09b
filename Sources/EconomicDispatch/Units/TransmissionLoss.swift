/// Transmission losses as a quadratic of the units' powers (Kron's formula, George 1943):
/// P_L = Pᵀ B P + B₀ᵀ P + B₀₀, in MW.
public struct TransmissionLoss: Equatable, Sendable {
  /// B, row by row, per MW.
  public let quadratic: [Double]
  /// B₀, without unit.
  public let linear: [Double]
  /// B₀₀, in MW.
  public let constant: Double
  let count: Int

  /// Losses of `linear.count` units; B is made symmetric, which changes no loss.
  public init(quadratic: [[Double]], linear: [Double], constant: Double) {
    count = linear.count
    precondition(
      quadratic.count == count && quadratic.allSatisfy { $0.count == linear.count },
      "a loss matrix of \(quadratic.count) rows for \(linear.count) units")
    var symmetric: [Double] = []
    for row in 0..<linear.count {
      for column in 0..<linear.count {
        symmetric.append((quadratic[row][column] + quadratic[column][row]) / 2)
      }
    }
    self.quadratic = symmetric
    self.linear = linear
    self.constant = constant
  }

  /// The losses while only `units` run; −1 stands for one that causes none.
  func among(_ units: [Int]) -> TransmissionLoss {
    TransmissionLoss(
      quadratic: units.map { row in
        units.map { row < 0 || $0 < 0 ? 0 : quadratic[row * count + $0] }
      }, linear: units.map { $0 < 0 ? 0 : linear[$0] }, constant: constant)
  }

  /// The losses at `power`, in MW.
  ///
  /// - Complexity: O(*n*²).
  public func lossMW(at power: [Double]) -> Double {
    var loss = constant
    for row in 0..<count { loss += power[row] * (linear[row] + halfGradient(row, at: power)) }
    return loss
  }

  /// Row `row` of B P.
  @inline(__always)
  func halfGradient(_ row: Int, at power: [Double]) -> Double {
    var sum = 0.0
    for column in 0..<count { sum += quadratic[row * count + column] * power[column] }
    return sum
  }
}
