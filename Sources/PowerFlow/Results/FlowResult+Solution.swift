import Foundation
import Numerics

extension PerUnitNetwork {
  /// What `solution` says of every element.
  ///
  /// - Parameters:
  ///   - solution: voltages.
  ///   - elements: the network's elements with the powers that were solved for; by default, as they
  ///     stand in the network.
  ///   - injections: the powers that were solved for, if they are not those of `elements`; powers of
  ///     buses are then still those of `elements`.
  /// - Returns: voltages, flows and powers in natural units.
  public func result(
    of solution: VoltageSolution, elements: Network.Elements? = nil,
    injections: Injections? = nil
  ) -> FlowResult {
    let elements = elements ?? network.elements
    let injections = injections ?? Injections(of: self, elements: elements)
    var flow = FlowResult(
      iterations: solution.iterations, largestMismatchPU: solution.largestMismatchPU)
    let voltages = (0..<nodeCount).map(solution.voltage)
    fillBranches(of: &flow, solution, voltages)
    fillSources(of: &flow, solution, voltages, injections)
    fillBuses(of: &flow, solution, elements)
    return flow
  }

  private func fillBranches(
    of flow: inout FlowResult, _ solution: VoltageSolution, _ voltages: [Complex]
  ) {
    let rootThree = 3.0.squareRoot()
    for (position, line) in network.lines.enumerated() {
      let ends = ends(
        of: branchOfLine[position], from: line.fromBus, to: line.toBus,
        isInService: line.isInService, solution, voltages)
      flow.lines.append(
        ends,
        loadingPercent: larger(ends.start.currentKA, ends.end.currentKA) / line.currentLimitKA * 100
      )
    }
    for (position, transformer) in network.transformers.enumerated() {
      let ends = ends(
        of: branchOfTransformer[position], from: transformer.highVoltageBus,
        to: transformer.lowVoltageBus, isInService: transformer.isInService, solution, voltages)
      let largest = larger(
        ends.start.currentKA * transformer.ratedHighVoltageKV,
        ends.end.currentKA * transformer.ratedLowVoltageKV)
      flow.transformers.append(
        ends,
        loadingPercent: largest * rootThree / transformer.ratedPowerMVA * 100
          / Double(transformer.parallelUnits) / transformer.deratingFactor)
    }
    fillWindings(of: &flow, solution, voltages)
    fillImpedances(of: &flow, solution, voltages)
    for (position, branch) in network.branches.enumerated() {
      let ends = ends(
        of: branchOfGenericBranch[position], from: branch.fromBus, to: branch.toBus,
        isInService: branch.isInService, solution, voltages)
      let largest = larger(
        ends.start.currentKA * network.buses[branch.fromBus].nominalVoltageKV,
        ends.end.currentKA * network.buses[branch.toBus].nominalVoltageKV)
      flow.branches.append(
        ends, loadingPercent: largest * rootThree / (branch.ratedPowerMVA ?? .nan) * 100)
    }
  }

  private func fillWindings(
    of flow: inout FlowResult, _ solution: VoltageSolution, _ voltages: [Complex]
  ) {
    for (position, transformer) in network.threeWindingTransformers.enumerated() {
      for (index, side) in ThreeWindingTransformer.Side.allCases.enumerated() {
        let winding = transformer.windings[index]
        let ends = ends(
          of: otherBranches[.winding(side, of: position)],
          from: side == .high ? winding.bus : nil, to: side == .high ? nil : winding.bus,
          isInService: transformer.isInService, solution, voltages)
        let currentKA = side == .high ? ends.start.currentKA : ends.end.currentKA
        flow.windings[index].append(
          ends,
          loadingPercent: currentKA * winding.ratedVoltageKV * 3.0.squareRoot()
            / winding.ratedPowerMVA * 100)
      }
    }
  }

  private func fillImpedances(
    of flow: inout FlowResult, _ solution: VoltageSolution, _ voltages: [Complex]
  ) {
    for (position, impedance) in network.impedances.enumerated() {
      flow.impedances.append(
        ends(
          of: otherBranches[.impedance(position)], from: impedance.fromBus, to: impedance.toBus,
          isInService: impedance.isInService, solution, voltages), loadingPercent: .nan)
    }
    for (position, ward) in network.extendedWards.enumerated() {
      flow.extendedWards.append(
        ends(
          of: otherBranches[.extendedWard(position)], from: ward.bus, to: ward.bus,
          isInService: ward.isInService, solution, voltages), loadingPercent: .nan)
    }
  }

  /// Both ends of the branch at `position`; a star point has no bus.
  ///
  /// One that is out of service has its buses' voltages and no power; one that is not supplied, NaN.
  private func ends(
    of position: Int?, from startBus: Int?, to endBus: Int?, isInService: Bool,
    _ solution: VoltageSolution, _ voltages: [Complex]
  ) -> (start: BranchEnd, end: BranchEnd) {
    guard let position else {
      guard !isInService else { return (BranchEnd(nil, solution), BranchEnd(nil, solution)) }
      return (
        BranchEnd(startBus.flatMap { nodeOfBus[$0] }, solution),
        BranchEnd(endBus.flatMap { nodeOfBus[$0] }, solution)
      )
    }
    let branch = branches[position]
    let (u, v) = (voltages[branch.start], voltages[branch.end])
    let startCurrent = branch.admittance.startStart * u + branch.admittance.startEnd * v
    let endCurrent = branch.admittance.endStart * u + branch.admittance.endEnd * v
    return (
      BranchEnd(branch.start, solution, u * startCurrent.conjugate, of: self),
      BranchEnd(branch.end, solution, v * endCurrent.conjugate, of: self)
    )
  }

  private func fillSources(
    of flow: inout FlowResult, _ solution: VoltageSolution, _ voltages: [Complex],
    _ injections: Injections
  ) {
    var needed = [Complex](repeating: .zero, count: nodeCount)
    for branch in branches {
      let (u, v) = (voltages[branch.start], voltages[branch.end])
      needed[branch.start] +=
        u * (branch.admittance.startStart * u + branch.admittance.startEnd * v).conjugate
      needed[branch.end] +=
        v * (branch.admittance.endStart * u + branch.admittance.endEnd * v).conjugate
    }
    for node in 0..<nodeCount {
      let magnitude = solution.magnitudePU[node]
      needed[node] += shuntAdmittance[node].conjugate * (magnitude * magnitude)
      needed[node] -= injections.power(at: node, voltagePU: magnitude).power
    }
    let base = network.basePowerMVA
    let atNode = SourcesAtNode(of: self)
    for grid in network.externalGrids {
      guard grid.isInService, let node = nodeOfBus[grid.bus] else {
        flow.externalGrids.append(.zero)
        continue
      }
      flow.externalGrids.append(
        Complex(
          needed[node].real * base / Double(atNode.references[node]),
          atNode.externalGridShare(at: node, of: needed[node].imaginary * base)))
    }
    for generator in network.elements.voltageSources {
      guard generator.isInService, let node = nodeOfBus[generator.bus] else {
        flow.generators.append(.zero)
        continue
      }
      var active = generator.activePowerMW * generator.scaling
      if generator.isReference {
        active += needed[node].real * base / Double(atNode.references[node])
      }
      flow.generators.append(
        Complex(
          active, atNode.share(of: generator, at: node, outOf: needed[node].imaginary * base)))
    }
  }

  private func fillBuses(
    of flow: inout FlowResult, _ solution: VoltageSolution, _ elements: Network.Elements
  ) {
    flow.buses.voltagePU = nodeOfBus.map { $0.map { solution.magnitudePU[$0] } ?? .nan }
    flow.buses.angleDegree = nodeOfBus.map { node in
      node.map { solution.angleRadian($0) * 180 / .pi } ?? .nan
    }
    var drawn = [Complex](repeating: .zero, count: network.buses.count)
    for load in elements.loads {
      let node = load.isInService ? nodeOfBus[load.bus] : nil
      let power = node.map { load.power(voltagePU: solution.magnitudePU[$0]) } ?? .zero
      drawn[load.bus] += power
      flow.loads.append(power)
    }
    for source in elements.staticGenerators {
      let feedsIn = source.isInService && nodeOfBus[source.bus] != nil
      let power = Complex(source.activePowerMW, source.reactivePowerMVAr) * source.scaling
      drawn[source.bus] -= feedsIn ? power : .zero
      flow.staticGenerators.append(feedsIn ? power : .zero)
    }
    for shunt in network.shunts {
      let node = shunt.isInService ? nodeOfBus[shunt.bus] : nil
      let ratio =
        node.map { solution.magnitudePU[$0] * nominalVoltageKV[$0] / shunt.ratedVoltageKV } ?? 0
      let power = Complex(shunt.activePowerMW, shunt.reactivePowerMVAr) * (ratio * ratio)
      drawn[shunt.bus] += power
      flow.shunts.append(power)
    }
    for (ward, power) in zip(network.extendedWards, flow.wardPowers(of: self, solution)) {
      drawn[ward.bus] += power
      flow.extendedWardPowers.append(power)
    }
    for (grid, power) in zip(network.externalGrids, flow.externalGrids.powers) {
      drawn[grid.bus] -= power
    }
    for (generator, power) in zip(network.generators, flow.generators.powers) {
      drawn[generator.bus] -= power
    }
    for (bus, place) in network.buses.enumerated() where !place.isInService {
      drawn[bus] = Complex(.nan, .nan)
    }
    flow.buses.activePowerMW = drawn.map(\.real)
    flow.buses.reactivePowerMVAr = drawn.map(\.imaginary)
  }
}

extension FlowResult {
  /// What each extended ward draws, all its parts together; active in MW, reactive in MVAr.
  fileprivate func wardPowers(
    of model: PerUnitNetwork, _ solution: VoltageSolution
  ) -> [Complex] {
    model.network.extendedWards.enumerated().map { position, ward in
      guard ward.isInService, let node = model.nodeOfBus[ward.bus] else { return .zero }
      let square = solution.magnitudePU[node] * solution.magnitudePU[node]
      return ward.constantPowerMVA + ward.impedancePowerMVA * square
        + Complex(
          extendedWards.startActivePowerMW[position], extendedWards.startReactivePowerMVAr[position]
        )
    }
  }
}

/// The larger of two numbers; NaN if either is.
func larger(_ first: Double, _ second: Double) -> Double {
  first.isNaN || second.isNaN ? .nan : max(first, second)
}

extension Load {
  /// The power drawn at a voltage.
  func power(voltagePU v: Double) -> Complex {
    let share = voltageDependence
    func factor(_ current: Double, _ impedance: Double) -> Double {
      1 - current - impedance + current * v + impedance * v * v
    }
    return Complex(
      activePowerMW * scaling * factor(share.activeCurrentShare, share.activeImpedanceShare),
      reactivePowerMVAr * scaling * factor(share.reactiveCurrentShare, share.reactiveImpedanceShare)
    )
  }
}

/// One end of a branch.
private struct BranchEnd {
  var power = Complex.zero
  var currentKA = 0.0
  let voltagePU: Double
  let angleDegree: Double

  init(_ node: Int?, _ solution: VoltageSolution) {
    voltagePU = node.map { solution.magnitudePU[$0] } ?? .nan
    angleDegree =
      node.map { solution.angleRadian($0) * 180 / .pi } ?? .nan
    if node == nil { currentKA = .nan }
  }

  init(_ node: Int, _ solution: VoltageSolution, _ powerPU: Complex, of model: PerUnitNetwork) {
    self.init(node, solution)
    power = powerPU * model.network.basePowerMVA
    currentKA =
      power.magnitude / (voltagePU * model.nominalVoltageKV[node] * 3.0.squareRoot())
  }
}

extension FlowResult.Branches {
  fileprivate mutating func append(
    _ ends: (start: BranchEnd, end: BranchEnd), loadingPercent: Double
  ) {
    startActivePowerMW.append(ends.start.power.real)
    startReactivePowerMVAr.append(ends.start.power.imaginary)
    endActivePowerMW.append(ends.end.power.real)
    endReactivePowerMVAr.append(ends.end.power.imaginary)
    startCurrentKA.append(ends.start.currentKA)
    endCurrentKA.append(ends.end.currentKA)
    startVoltagePU.append(ends.start.voltagePU)
    startAngleDegree.append(ends.start.angleDegree)
    endVoltagePU.append(ends.end.voltagePU)
    endAngleDegree.append(ends.end.angleDegree)
    self.loadingPercent.append(loadingPercent)
  }
}

extension FlowResult.Powers {
  fileprivate mutating func append(_ power: Complex) {
    activePowerMW.append(power.real)
    reactivePowerMVAr.append(power.imaginary)
  }

  fileprivate var powers: [Complex] {
    zip(activePowerMW, reactivePowerMVAr).map { Complex($0, $1) }
  }
}
