import Documents
import Foundation
import Numerics

extension PowerGridModelWriter {
  mutating func writeInjections() {
    for shunt in network.shunts where isIn(shunt.bus) {
      let square = shunt.ratedVoltageKV * shunt.ratedVoltageKV
      append(
        "shunt",
        [
          "node": JSONValue(id(shunt.bus)), "status": JSONValue(shunt.isInService ? 1 : 0),
          "g1": JSONValue(shunt.activePowerMW / square),
          "b1": JSONValue(-shunt.reactivePowerMVAr / square),
        ])
    }
    let byMean = network.voltageDependenceRule == .meanOfBus
    let means = byMean ? Load.VoltageDependence.means(of: network.loads) : [:]
    for load in network.loads where isIn(load.bus) {
      write(
        "sym_load", at: load.bus, isInService: load.isInService,
        Complex(load.activePowerMW, load.reactivePowerMVAr) * load.scaling,
        by: byMean ? means[load.bus] ?? .constantPower : load.voltageDependence)
    }
    for source in network.staticGenerators where isIn(source.bus) {
      write(
        "sym_gen", at: source.bus, isInService: source.isInService,
        Complex(source.activePowerMW, source.reactivePowerMVAr) * source.scaling,
        by: means[source.bus] ?? .constantPower)
    }
    for grid in network.externalGrids where isIn(grid.bus) {
      append(
        "source",
        [
          "node": JSONValue(id(grid.bus)), "status": JSONValue(grid.isInService ? 1 : 0),
          "u_ref": JSONValue(grid.voltagePU),
          "u_ref_angle": JSONValue(grid.angleDegree * .pi / 180),
          "sk": JSONValue(1e20), "rx_ratio": JSONValue(0.1),
        ])
    }
  }

  /// A component for each way that the power follows the voltage.
  private mutating func write(
    _ type: String, at bus: Int, isInService: Bool, _ powerMVA: Complex,
    by share: Load.VoltageDependence
  ) {
    let parts = [
      (
        0, 1 - share.activeCurrentShare - share.activeImpedanceShare,
        1 - share.reactiveCurrentShare - share.reactiveImpedanceShare
      ),
      (1, share.activeImpedanceShare, share.reactiveImpedanceShare),
      (2, share.activeCurrentShare, share.reactiveCurrentShare),
    ]
    for (kind, active, reactive) in parts where active != 0 || reactive != 0 {
      append(
        type,
        [
          "node": JSONValue(id(bus)), "status": JSONValue(isInService ? 1 : 0),
          "type": JSONValue(kind), "p_specified": JSONValue(powerMVA.real * active * 1e6),
          "q_specified": JSONValue(powerMVA.imaginary * reactive * 1e6),
        ])
    }
  }
}
