import Numerics

// From elements to nodes, in five steps: join buses by closed switches; give every branch its two ends
// (an open switch makes an end of its own); find what the references reach; number the supplied nodes;
// compute admittances.

extension PerUnitNetwork {
  /// The equivalent of `network`.
  ///
  /// - Throws: `NetworkError` if nothing holds the voltage, or sources at one node contradict.
  /// - Complexity: O(elements), nearly.
  public init(
    of network: Network, transformerModel: TransformerModel = .t
  ) throws(NetworkError) {
    var draft = NodeDraft(of: network)
    let candidates = draft.branchCandidates()
    let held = try draft.heldVoltages()
    let reached = draft.reached(from: held, through: candidates)

    var numbers = [Int?](repeating: nil, count: draft.count)
    var voltages: [Double] = []
    for place in 0..<draft.count where reached[place] {
      numbers[place] = voltages.count
      voltages.append(draft.nominalVoltageKV[place])
    }
    self.network = network
    self.transformerModel = transformerModel
    nodeCount = voltages.count
    nominalVoltageKV = voltages
    nodeOfBus = network.buses.indices.map { bus in
      network.buses[bus].isInService ? numbers[draft.place(ofBus: bus)] : nil
    }
    unsuppliedIslands = draft.unsuppliedIslands(reached: reached, through: candidates)

    var branches: [Branch] = []
    var lines = [Int?](repeating: nil, count: network.lines.count)
    var transformers = [Int?](repeating: nil, count: network.transformers.count)
    var generic = [Int?](repeating: nil, count: network.branches.count)
    var others: [Element: Int] = [:]
    for candidate in candidates {
      guard let start = numbers[candidate.start], let end = numbers[candidate.end] else { continue }
      switch candidate.element {
      case .line(let position): lines[position] = branches.count
      case .transformer(let position): transformers[position] = branches.count
      case .branch(let position): generic[position] = branches.count
      case .winding, .impedance, .extendedWard: others[candidate.element] = branches.count
      case .impedanceSwitch: break
      }
      branches.append(
        Branch(
          candidate.element, start: start, end: end, voltages: voltages, network: network,
          transformerModel: transformerModel))
    }
    self.branches = branches
    branchOfLine = lines
    branchOfTransformer = transformers
    branchOfGenericBranch = generic
    otherBranches = others

    var control = [Control](repeating: .power, count: voltages.count)
    var heldVoltage = [Double](repeating: 1, count: voltages.count)
    var heldAngle = [Double](repeating: 0, count: voltages.count)
    for (place, source) in held {
      guard let node = numbers[place] else { continue }
      control[node] = source.isReference ? .reference : .voltage
      heldVoltage[node] = source.voltagePU
      heldAngle[node] = source.angleDegree * .pi / 180
    }
    self.control = control
    heldVoltagePU = heldVoltage
    heldAngleRadian = heldAngle
    reactiveLimitsPU = PerUnitNetwork.reactiveLimits(
      of: network, nodeOfBus: nodeOfBus, nodeCount: voltages.count)
    shuntAdmittance = PerUnitNetwork.shunts(
      of: network, nodeOfBus: nodeOfBus, nominalVoltageKV: voltages)
  }

  private static func reactiveLimits(
    of network: Network, nodeOfBus: [Int?], nodeCount: Int
  ) -> [ClosedRange<Double>?] {
    var limits = [ClosedRange<Double>?](repeating: nil, count: nodeCount)
    for generator in network.elements.voltageSources where generator.isInService {
      guard let node = nodeOfBus[generator.bus] else { continue }
      let before = limits[node] ?? 0...0
      let least = generator.minimumReactivePowerMVAr / network.basePowerMVA
      let most = generator.maximumReactivePowerMVAr / network.basePowerMVA
      limits[node] = before.lowerBound + least...before.upperBound + most
    }
    return limits
  }

  private static func shunts(
    of network: Network, nodeOfBus: [Int?], nominalVoltageKV: [Double]
  ) -> [Complex] {
    var admittance = [Complex](repeating: .zero, count: nominalVoltageKV.count)
    for shunt in network.shunts where shunt.isInService {
      guard let node = nodeOfBus[shunt.bus] else { continue }
      let ratio = nominalVoltageKV[node] / shunt.ratedVoltageKV
      admittance[node] +=
        Complex(shunt.activePowerMW, -shunt.reactivePowerMVAr)
        * (ratio * ratio / network.basePowerMVA)
    }
    for ward in network.extendedWards where ward.isInService {
      guard let node = nodeOfBus[ward.bus] else { continue }
      admittance[node] += ward.impedancePowerMVA.conjugate * (1 / network.basePowerMVA)
    }
    return admittance
  }
}

extension PerUnitNetwork.Branch {
  fileprivate init(
    _ element: PerUnitNetwork.Element, start: Int, end: Int, voltages: [Double], network: Network,
    transformerModel: TransformerModel
  ) {
    self.element = element
    self.start = start
    self.end = end
    switch element {
    case .line(let position):
      ratio = 1
      phaseShiftRadian = 0
      admittance = BranchAdmittance(
        of: network.lines[position], nominalVoltageKV: voltages[start],
        basePowerMVA: network.basePowerMVA, frequencyHz: network.frequencyHz)
    case .transformer, .winding:
      let transformer = network.twoWindingTransformer(of: element)
      let rated = RatedVoltages(of: transformer)
      ratio = rated.highKV / rated.lowKV / (voltages[start] / voltages[end])
      phaseShiftRadian = rated.phaseShiftDegree * .pi / 180
      admittance = BranchAdmittance(
        of: transformer, model: transformer.prescribedModel ?? transformerModel,
        highNominalVoltageKV: voltages[start],
        lowNominalVoltageKV: voltages[end], basePowerMVA: network.basePowerMVA)
    case .impedance(let position):
      ratio = 1
      phaseShiftRadian = 0
      admittance = BranchAdmittance(
        of: network.impedances[position], basePowerMVA: network.basePowerMVA)
    case .extendedWard(let position):
      ratio = 1
      phaseShiftRadian = 0
      let baseImpedanceOhm = voltages[start] * voltages[start] / network.basePowerMVA
      admittance = BranchAdmittance(
        seriesImpedance: network.extendedWards[position].impedanceOhm * (1 / baseImpedanceOhm),
        startShunt: .zero, endShunt: .zero)
    case .branch(let position):
      ratio = network.branches[position].ratio
      phaseShiftRadian = network.branches[position].phaseShiftDegree * .pi / 180
      admittance = BranchAdmittance(of: network.branches[position])
    case .impedanceSwitch(let position):
      // A closed switch has twice as much resistance as reactance.
      ratio = 1
      phaseShiftRadian = 0
      let baseImpedanceOhm = voltages[start] * voltages[start] / network.basePowerMVA
      let impedance = network.switches[position].impedanceOhm / baseImpedanceOhm / 5.squareRoot()
      admittance = BranchAdmittance(
        seriesImpedance: Complex(2 * impedance, impedance), startShunt: .zero, endShunt: .zero)
    }
  }
}

extension Network {
  /// The transformer that `element` is, or the equivalent of the winding that it is.
  func twoWindingTransformer(of element: PerUnitNetwork.Element) -> Transformer {
    switch element {
    case .transformer(let position): transformers[position]
    case .winding(let side, of: let position):
      threeWindingTransformers[position].equivalents[
        ThreeWindingTransformer.Side.allCases.firstIndex(of: side) ?? 0]
    default: preconditionFailure("\(element) is no transformer")
    }
  }
}
