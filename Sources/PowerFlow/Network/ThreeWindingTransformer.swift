import Foundation
import Numerics

// Three windings meet in a star point, each by the equivalent of a two-winding transformer. The
// nameplate gives short-circuit voltages between pairs of windings, each on the smaller rated power of
// its pair. On the rated power of the high-voltage winding they are z₁₂, z₂₃ and z₃₁; the star has
//
//   z₁ = (z₁₂ + z₃₁ − z₂₃)/2,   z₂ = (z₂₃ + z₁₂ − z₃₁)/2,   z₃ = (z₃₁ + z₂₃ − z₁₂)/2,
//
// resistances and reactances each by themselves. A tap changer at the star point works on the other
// side of its winding. These are pandapower's equations ("Three winding transformer").

/// A three-winding transformer, described by its nameplate.
public struct ThreeWindingTransformer: Equatable, Sendable {
  /// One of the windings.
  public enum Side: String, CaseIterable, Sendable {
    /// The winding of the highest voltage.
    case high = "hv"
    /// The winding of the voltage between.
    case medium = "mv"
    /// The winding of the lowest voltage.
    case low = "lv"
  }

  /// A winding.
  public struct Winding: Equatable, Sendable {
    /// Its bus: a position in `Network.buses`.
    public var bus: Int
    /// The rated apparent power.
    public var ratedPowerMVA: Double
    /// The rated voltage.
    public var ratedVoltageKV: Double
    /// How far it lags the high-voltage winding.
    public var phaseShiftDegree: Double

    /// A winding at `bus`, a position in `Network.buses`.
    public init(
      bus: Int, ratedPowerMVA: Double, ratedVoltageKV: Double, phaseShiftDegree: Double = 0
    ) {
      self.bus = bus
      self.ratedPowerMVA = ratedPowerMVA
      self.ratedVoltageKV = ratedVoltageKV
      self.phaseShiftDegree = phaseShiftDegree
    }
  }

  /// The short-circuit voltage between two windings, on the smaller rated power of the two.
  public struct ShortCircuit: Equatable, Sendable {
    /// The voltage, in percent.
    public var voltagePercent: Double
    /// Its real part, in percent.
    public var resistancePercent: Double

    /// A short-circuit voltage.
    public init(voltagePercent: Double, resistancePercent: Double) {
      self.voltagePercent = voltagePercent
      self.resistancePercent = resistancePercent
    }
  }

  /// The tap changer and where it is.
  public struct Taps: Equatable, Sendable {
    /// The winding that has the taps.
    public var side: Side
    /// Its positions and steps; the side of a two-winding transformer there means nothing here.
    public var changer: Transformer.TapChanger
    /// Whether the taps are at the star point instead of the terminals.
    public var isAtStarPoint: Bool

    /// A tap changer on `side`.
    public init(side: Side, changer: Transformer.TapChanger, isAtStarPoint: Bool = false) {
      self.side = side
      self.changer = changer
      self.isAtStarPoint = isAtStarPoint
    }
  }

  /// The number that files and results know the transformer by.
  public var id: Int
  /// The name that people know the transformer by, if it has one.
  public var name: String?
  /// The windings: high, medium and low voltage.
  public var windings: [Winding]
  /// Between the windings of high and medium, medium and low, and high and low voltage.
  public var shortCircuits: [ShortCircuit]
  /// Losses without load.
  public var ironLossesKW: Double
  /// Current without load, in percent of the rated current of the winding at `ironLossesSide`.
  public var noLoadCurrentPercent: Double
  /// The winding whose equivalent has the losses without load.
  public var ironLossesSide: Side
  /// The tap changer, if there is one.
  public var taps: Taps?
  /// The equivalent circuit that its file prescribes; nil leaves it to the calculation.
  public var prescribedModel: TransformerModel?
  /// Whether the transformer takes part.
  public var isInService: Bool

  /// A transformer of three windings and the short-circuit voltages of their three pairs.
  public init(
    id: Int, name: String? = nil, windings: [Winding], shortCircuits: [ShortCircuit],
    ironLossesKW: Double = 0, noLoadCurrentPercent: Double = 0, ironLossesSide: Side = .high,
    taps: Taps? = nil, prescribedModel: TransformerModel? = nil, isInService: Bool = true
  ) {
    precondition(windings.count == 3, "three windings, got \(windings.count)")
    precondition(shortCircuits.count == 3, "three short circuits, got \(shortCircuits.count)")
    self.id = id
    self.name = name
    self.windings = windings
    self.shortCircuits = shortCircuits
    self.ironLossesKW = ironLossesKW
    self.noLoadCurrentPercent = noLoadCurrentPercent
    self.ironLossesSide = ironLossesSide
    self.taps = taps
    self.prescribedModel = prescribedModel
    self.isInService = isInService
  }
}

extension ThreeWindingTransformer {
  /// The two-winding equivalents: from the high-voltage bus to the star point, and from there to the
  /// other two.
  ///
  /// Their buses are those of the windings; the star point is at the nominal voltage of the
  /// high-voltage bus and has no bus.
  var equivalents: [Transformer] {
    let rated = windings.map(\.ratedPowerMVA)
    let pairs = [min(rated[0], rated[1]), min(rated[1], rated[2]), min(rated[0], rated[2])]
    let resistances = zip(shortCircuits, pairs).map { $0.resistancePercent * rated[0] / $1 }
    let reactances = zip(shortCircuits, pairs).map { pair, power in
      let square =
        pair.voltagePercent * pair.voltagePercent - pair.resistancePercent * pair.resistancePercent
      return max(0, square).squareRoot() * rated[0] / power
    }
    return Side.allCases.indices.map { index in
      let side = Side.allCases[index]
      let scale = rated[index] / rated[0] / 2
      let before = (index + 2) % 3
      let opposite = (index + 1) % 3
      func ofStar(_ delta: [Double]) -> Double {
        scale * (delta[index] + delta[before] - delta[opposite])
      }
      let (resistance, reactance) = (ofStar(resistances), ofStar(reactances))
      let impedance = hypot(resistance, reactance)
      return Transformer(
        id: id, name: name, highVoltageBus: windings[0].bus, lowVoltageBus: windings[index].bus,
        ratedPowerMVA: rated[index], ratedHighVoltageKV: windings[0].ratedVoltageKV,
        ratedLowVoltageKV: windings[index].ratedVoltageKV,
        shortCircuitVoltagePercent: reactance < 0 ? -impedance : impedance,
        shortCircuitResistancePercent: resistance,
        ironLossesKW: side == ironLossesSide ? ironLossesKW : 0,
        noLoadCurrentPercent: side == ironLossesSide ? noLoadCurrentPercent : 0,
        phaseShiftDegree: index == 0 ? 0 : windings[index].phaseShiftDegree,
        tapChangers: taps.flatMap { $0.side == side ? [$0.changerOfEquivalent] : nil } ?? [],
        prescribedModel: prescribedModel, isInService: isInService)
    }
  }
}

extension ThreeWindingTransformer.Taps {
  /// The tap changer of the winding's equivalent, whose terminals are at the high-voltage side for
  /// the high-voltage winding and at the low-voltage side for the others.
  fileprivate var changerOfEquivalent: Transformer.TapChanger {
    var changer = changer
    changer.side = (side == .high) != isAtStarPoint ? .high : .low
    guard isAtStarPoint else { return changer }
    let step = Complex(
      magnitude: changer.stepPercent, angleRadian: changer.stepDegree * .pi / 180)
    let steps = changer.position - changer.neutralPosition
    let corrected = step * 100 / (Complex(100) + step * steps)
    changer.stepPercent = corrected.magnitude
    changer.stepDegree = corrected.angleRadian * 180 / .pi - 180
    return changer
  }
}
