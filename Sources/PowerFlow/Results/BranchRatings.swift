/// The currents at which branches are loaded to 100 %.
struct BranchRatings: Sendable {
  /// At the start, in base currents there; nil without a rating.
  let startPU: Double?
  /// At the end, in base currents there; nil without a rating.
  let endPU: Double?
  /// Whether the branch is a transformer.
  let isTransformer: Bool

  init(of branch: PerUnitNetwork.Branch, in model: PerUnitNetwork) {
    let network = model.network
    var limits: (startKA: Double?, endKA: Double?)
    switch branch.element {
    case .line(let position):
      let limit = network.lines[position].currentLimitKA
      let rated = limit > 0 && limit.isFinite ? limit : nil
      limits = (rated, rated)
      isTransformer = false
    case .transformer, .winding:
      let transformer = network.twoWindingTransformer(of: branch.element)
      let limitMVA =
        transformer.ratedPowerMVA * Double(transformer.parallelUnits) * transformer.deratingFactor
        / 3.0.squareRoot()
      limits = (
        limitMVA / transformer.ratedHighVoltageKV, limitMVA / transformer.ratedLowVoltageKV
      )
      isTransformer = true
      // A winding is rated at its terminals, not at the star point.
      if case .winding(let side, of: _) = branch.element {
        if side == .high { limits.endKA = .infinity } else { limits.startKA = .infinity }
      }
    case .branch(let position):
      let rated = network.branches[position].ratedPowerMVA.map { $0 / network.basePowerMVA }
      startPU = rated
      endPU = rated
      isTransformer = false
      return
    case .impedance, .extendedWard, .impedanceSwitch:
      limits = (nil, nil)
      isTransformer = false
    }
    func inBaseCurrents(_ limitKA: Double?, at node: Int) -> Double? {
      limitKA.map { $0 * 3.0.squareRoot() * model.nominalVoltageKV[node] / network.basePowerMVA }
    }
    startPU = inBaseCurrents(limits.startKA, at: branch.start)
    endPU = inBaseCurrents(limits.endKA, at: branch.end)
  }
}
