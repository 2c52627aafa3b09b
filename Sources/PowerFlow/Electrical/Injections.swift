/// The power that flows into each node from outside, in per unit, generation positive.
///
/// At the voltage v a node injects `constant + current·v + impedance·v²`.
public struct Injections: Equatable, Sendable {
  /// The part that does not follow the voltage.
  public var constant: [Complex]
  /// The part that follows the voltage, at 1 p.u.; empty if there is none anywhere.
  public var current: [Complex]
  /// The part that follows the square of the voltage, at 1 p.u.; empty if there is none anywhere.
  public var impedance: [Complex]

  /// Injections that do not follow the voltage.
  public init(constant: [Complex]) {
    self.constant = constant
    current = []
    impedance = []
  }

  /// What `elements` of the network of `model` inject.
  init(of model: PerUnitNetwork, elements: Network.Elements) {
    let scale = 1 / model.network.basePowerMVA
    constant = [Complex](repeating: .zero, count: model.nodeCount)
    current = constant
    impedance = constant
    for load in elements.loads where load.isInService {
      guard let node = model.nodeOfBus[load.bus] else { continue }
      add(load, at: node, scale: -scale * load.scaling)
    }
    for source in elements.staticGenerators where source.isInService {
      guard let node = model.nodeOfBus[source.bus] else { continue }
      constant[node] +=
        Complex(source.activePowerMW, source.reactivePowerMVAr) * (scale * source.scaling)
    }
    for generator in elements.generators where generator.isInService {
      guard let node = model.nodeOfBus[generator.bus] else { continue }
      constant[node] += Complex(generator.activePowerMW * generator.scaling * scale, 0)
    }
    if current.allSatisfy({ $0 == .zero }) { current = [] }
    if impedance.allSatisfy({ $0 == .zero }) { impedance = [] }
  }

  /// Whether nothing follows the voltage.
  public var isConstant: Bool { current.isEmpty && impedance.isEmpty }

  private mutating func add(_ load: Load, at node: Int, scale: Double) {
    let share = load.voltageDependence
    let p = load.activePowerMW * scale
    let q = load.reactivePowerMVAr * scale
    constant[node] += Complex(
      p * (1 - share.activeCurrentShare - share.activeImpedanceShare),
      q * (1 - share.reactiveCurrentShare - share.reactiveImpedanceShare))
    current[node] += Complex(p * share.activeCurrentShare, q * share.reactiveCurrentShare)
    impedance[node] += Complex(p * share.activeImpedanceShare, q * share.reactiveImpedanceShare)
  }
}
