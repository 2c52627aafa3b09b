public import Numerics

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
    let isByMean = model.network.voltageDependenceRule == .meanOfBus
    for load in elements.loads where load.isInService {
      guard let node = model.nodeOfBus[load.bus] else { continue }
      add(load, by: isByMean ? .constantPower : load.voltageDependence, at: node, scale: -scale)
    }
    for ward in elements.extendedWards where ward.isInService {
      guard let node = model.nodeOfBus[ward.bus] else { continue }
      constant[node] -= ward.constantPowerMVA * scale
    }
    for source in elements.staticGenerators where source.isInService {
      guard let node = model.nodeOfBus[source.bus] else { continue }
      constant[node] +=
        Complex(source.activePowerMW, source.reactivePowerMVAr) * (scale * source.scaling)
    }
    if isByMean { share(among: elements.loads, of: model) }
    for generator in elements.voltageSources where generator.isInService {
      guard let node = model.nodeOfBus[generator.bus] else { continue }
      constant[node] += Complex(generator.activePowerMW * generator.scaling * scale, 0)
    }
    if current.allSatisfy({ $0 == .zero }) { current = [] }
    if impedance.allSatisfy({ $0 == .zero }) { impedance = [] }
  }

  /// Whether nothing follows the voltage.
  public var isConstant: Bool { current.isEmpty && impedance.isEmpty }

  private mutating func add(
    _ load: Load, by share: Load.VoltageDependence, at node: Int, scale: Double
  ) {
    let p = load.activePowerMW * load.scaling * scale
    let q = load.reactivePowerMVAr * load.scaling * scale
    constant[node] += Complex(
      p * (1 - share.activeCurrentShare - share.activeImpedanceShare),
      q * (1 - share.reactiveCurrentShare - share.reactiveImpedanceShare))
    current[node] += Complex(p * share.activeCurrentShare, q * share.reactiveCurrentShare)
    impedance[node] += Complex(p * share.activeImpedanceShare, q * share.reactiveImpedanceShare)
  }

  /// Lets all power at a node follow the voltage by the mean of the shares of the loads at a bus.
  private mutating func share(among loads: [Load], of model: PerUnitNetwork) {
    guard loads.contains(where: { $0.voltageDependence != .constantPower }) else { return }
    let buses = model.network.buses
    let means = Load.VoltageDependence.means(of: loads)
    var shares: [Int: Load.VoltageDependence] = [:]
    for (bus, mean) in means.sorted(by: { buses[$0.key].id < buses[$1.key].id }) {
      guard let node = model.nodeOfBus[bus] else { continue }
      shares[node] = mean
    }
    for (node, share) in shares where share != .constantPower {
      let power = constant[node]
      current[node] = Complex(
        power.real * share.activeCurrentShare, power.imaginary * share.reactiveCurrentShare)
      impedance[node] = Complex(
        power.real * share.activeImpedanceShare, power.imaginary * share.reactiveImpedanceShare)
      constant[node] -= current[node] + impedance[node]
    }
  }
}

extension Load.VoltageDependence {
  /// The mean shares of the loads in service at each bus, by position.
  static func means(of loads: [Load]) -> [Int: Self] {
    Dictionary(grouping: loads.filter { $0.kind == .load && $0.isInService }, by: \.bus)
      .mapValues { mean(of: $0.map(\.voltageDependence)) }
  }

  private static func mean(of shares: [Self]) -> Self {
    func mean(_ share: (Self) -> Double) -> Double {
      shares.reduce(0) { $0 + share($1) } / Double(shares.count)
    }
    return Self(
      activeCurrentShare: mean(\.activeCurrentShare),
      activeImpedanceShare: mean(\.activeImpedanceShare),
      reactiveCurrentShare: mean(\.reactiveCurrentShare),
      reactiveImpedanceShare: mean(\.reactiveImpedanceShare))
  }
}
