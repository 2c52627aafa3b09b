/// What every Newton power flow on one network shares: admittances, pattern and flat start.
///
/// Making it once and giving it to one solver for each worker saves its cost.
public struct NewtonPlan: Sendable {
  /// The network that is solved.
  public let model: PerUnitNetwork
  /// Its admittance matrix.
  public let admittance: AdmittanceMatrix
  /// Held voltages, 1 per unit elsewhere, and the angles that references and phase shifts make.
  public let flatStart: VoltageSolution
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
    pattern = BlockPattern(of: admittance, control: model.control)
    roundingPU = 4 * admittance.largestRowSum * 1.0.ulp
  }
}
