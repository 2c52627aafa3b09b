import Foundation
import Numerics

extension RadialFeeder {
  /// The voltages of one scenario as phasors, from the powers that enter the branches.
  ///
  /// From the reference down, with u the voltage inside the branch's ideal transformer and S the power
  /// that enters its impedance z, the other end has u − z·(S/u)*.
  func solution(
    of scenario: Int, in workspace: borrowing RadialWorkspace, _ plan: NewtonPlan
  ) -> VoltageSolution {
    let model = plan.model
    var voltages = [Complex](repeating: .zero, count: model.nodeCount)
    voltages[slackBus] = Complex(
      magnitude: slackVoltagePU, angleRadian: model.heldAngleRadian[slackBus])
    for (node, bus) in busOfNode.enumerated() {
      let branch = model.branches[branchOfNode[node]]
      let turns = Complex(magnitude: branch.ratio, angleRadian: branch.phaseShiftRadian)
      let isFedFromStart = branch.end == bus
      let feeding = voltages[isFedFromStart ? branch.start : branch.end]
      let inside = isFedFromStart ? feeding / turns : feeding
      let impedance = -(branch.admittance.endStart * turns).reciprocal
      let entering = workspace.enteringPowerPU(node: node, scenario: scenario)
      let current = (Complex(entering.active, entering.reactive) / inside).conjugate
      let other = inside - impedance * current
      voltages[bus] = isFedFromStart ? other : other * turns
    }
    return VoltageSolution(
      magnitudePU: voltages.map(\.magnitude),
      direction: voltages.map { $0 * (1 / $0.magnitude) })
  }
}
