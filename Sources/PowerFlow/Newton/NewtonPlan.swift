/// What every Newton power flow on one network shares: admittances, pattern and flat start.
///
/// Making it once and giving it to one solver for each worker saves its cost.
public struct NewtonPlan: Sendable {
  /// Where Newton's method may begin.
  enum Origin: Sendable {
    /// At the voltages that the network's file states, as MATPOWER does.
    case file
    /// At the angles of a direct-current power flow, as pandapower does.
    case directCurrent
    /// At `flatStart`.
    case flat
  }

  /// The network that is solved.
  public let model: PerUnitNetwork
  /// Its admittance matrix.
  public let admittance: AdmittanceMatrix
  /// Held voltages, 1 per unit elsewhere, and the angles that references and phase shifts make.
  public let flatStart: VoltageSolution
  /// The voltages that the network's file states; nil if it states none.
  let statedStart: VoltageSolution?
  /// Where Newton's method begins, the likeliest first: in a tree angles are small.
  let origins: [Origin]
  let pattern: BlockPattern
  /// The mismatch that rounding alone may leave.
  let roundingPU: Double

  /// A plan for `model`.
  ///
  /// - Complexity: O(entries of the factorised Jacobian), a few per node for real networks.
  public init(_ model: PerUnitNetwork) {
    self.model = model
    admittance = AdmittanceMatrix(of: model)
    flatStart = model.flatStart
    statedStart = model.statedStart
    let references = model.control.count { $0 == .reference }
    let isMeshed = model.branches.count + references > model.nodeCount
    origins =
      (statedStart == nil ? [] : [.file])
      + (isMeshed ? [.directCurrent, .flat] : [.flat, .directCurrent])
    pattern = BlockPattern(of: admittance, control: model.control)
    roundingPU = 4 * admittance.largestRowSum * 1.0.ulp
  }
}
