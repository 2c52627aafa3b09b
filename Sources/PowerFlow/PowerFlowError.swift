/// Why a power flow has no answer.
public enum PowerFlowError: Error, Equatable, Sendable {
  /// The iterations ended before the mismatch was small.
  case didNotConverge(iterations: Int, largestMismatchPU: Double, tolerancePU: Double)
  /// The linear system of an iteration has no solution.
  case singular(iterations: Int, largestMismatchPU: Double)
  /// The number of injections is not the number of nodes.
  case wrongNumberOfInjections(expected: Int, found: Int)
}

extension PowerFlowError: CustomStringConvertible {
  /// The error as one line.
  public var description: String {
    switch self {
    case .didNotConverge(let iterations, let mismatch, let tolerance):
      """
      the power flow did not converge: after \(iterations) iterations the largest mismatch is \
      \(mismatch) p.u., wanted \(tolerance)
      """
    case .singular(let iterations, let mismatch):
      """
      the power flow has no unique solution: the Jacobian is singular after \(iterations) \
      iterations, largest mismatch \(mismatch) p.u.
      """
    case .wrongNumberOfInjections(let expected, let found):
      "\(expected) nodes need \(expected) injections, got \(found)"
    }
  }
}
