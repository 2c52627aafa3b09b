import Numerics

extension RadialFeeder {
  /// The feeder that `model` is; its buses are the nodes of `model`, its branches in the same order.
  ///
  /// - Throws: `RadialFeederError` if the branches are not a tree under one reference, or something
  ///   other than the reference holds a voltage.
  public init(of model: PerUnitNetwork) throws(RadialFeederError) {
    let held = model.control.indices.filter { model.control[$0] != .power }
    guard held.count == 1 else { throw .severalHeldVoltages(count: held.count) }
    for (position, branch) in model.branches.enumerated() {
      guard case .impedance(let element) = branch.element else { continue }
      let impedance = model.network.impedances[element]
      guard impedance.forwardPU == impedance.backwardPU else {
        throw .directionalImpedance(branch: position)
      }
    }
    var shunts: [Int: RadialBranch.Shunt] = [:]
    for (node, shunt) in model.shuntAdmittance.enumerated() where shunt != .zero {
      shunts[node] = RadialBranch.Shunt(shunt)
    }
    try self.init(
      busCount: model.nodeCount, slackBus: held[0],
      slackVoltagePU: model.heldVoltagePU[held[0]],
      branches: model.branches.map { RadialBranch($0, of: model) }, shunts: shunts)
  }
}

extension RadialBranch {
  /// The π section behind the ideal transformer of `branch`.
  fileprivate init(_ branch: PerUnitNetwork.Branch, of model: PerUnitNetwork) {
    let turns = Complex(magnitude: branch.ratio, angleRadian: branch.phaseShiftRadian)
    let series = -(branch.admittance.endStart * turns)
    let impedance = series.reciprocal
    let ratings = BranchRatings(of: branch, in: model)
    self.init(
      from: branch.start, to: branch.end, kind: ratings.isTransformer ? .transformer : .line,
      resistance: impedance.real, reactance: impedance.imaginary,
      fromShunt: Shunt(branch.admittance.startStart * (branch.ratio * branch.ratio) - series),
      toShunt: Shunt(branch.admittance.endEnd - series), ratio: branch.ratio,
      ratedCurrentFrom: ratings.startPU, ratedCurrentTo: ratings.endPU)
  }
}

extension RadialBranch.Shunt {
  fileprivate init(_ admittance: Complex) {
    self.init(conductance: admittance.real, susceptance: admittance.imaginary)
  }
}
