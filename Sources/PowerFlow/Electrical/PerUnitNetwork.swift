public import Numerics

/// A network as a solver sees it: supplied nodes, two-ports between them, and what holds or injects.
///
/// Buses that closed switches join are one node; line and transformer ends behind an open switch are
/// nodes of their own; nodes that no reference reaches are left out and reported.
public struct PerUnitNetwork: Sendable {
  /// What element of the network a branch stands for.
  public enum Element: Hashable, Sendable {
    /// The line at this position.
    case line(Int)
    /// The transformer at this position.
    case transformer(Int)
    /// A winding of the three-winding transformer at this position, to its star point.
    case winding(ThreeWindingTransformer.Side, of: Int)
    /// The generic branch at this position.
    case branch(Int)
    /// The impedance at this position.
    case impedance(Int)
    /// The impedance of the extended ward at this position, before the voltage that is held.
    case extendedWard(Int)
    /// The switch with an impedance at this position.
    case impedanceSwitch(Int)
  }

  /// A two-port between two nodes.
  public struct Branch: Sendable {
    /// The element that it stands for.
    public let element: Element
    /// The node at its start.
    public let start: Int
    /// The node at its end.
    public let end: Int
    /// Its admittances.
    public let admittance: BranchAdmittance
    /// The off-nominal ratio of the ideal transformer at its start.
    public let ratio: Double
    /// How far the end lags the start without load.
    public let phaseShiftRadian: Double
  }

  /// What a node is held at.
  public enum Control: Equatable, Sendable {
    /// Voltage and angle are held.
    case reference
    /// Active power is given and the voltage is held.
    case voltage
    /// Active and reactive power are given.
    case power
  }

  /// The network that this is the equivalent of.
  public let network: Network
  /// The transformer equivalent.
  public let transformerModel: TransformerModel
  /// The number of supplied nodes.
  public let nodeCount: Int
  /// The node of each bus; nil for a bus that is out of service or not supplied.
  public let nodeOfBus: [Int?]
  /// The nominal voltage of each node.
  public let nominalVoltageKV: [Double]
  /// The branches between supplied nodes, in service.
  public let branches: [Branch]
  /// The position in `branches` of each line; nil if it is out of service or not supplied.
  public let branchOfLine: [Int?]
  /// The position in `branches` of each transformer; nil if it is out of service or not supplied.
  public let branchOfTransformer: [Int?]
  /// The position in `branches` of each generic branch; nil if it is out of service or not supplied.
  public let branchOfGenericBranch: [Int?]
  /// Where the other kinds of branches are in `branches`.
  let otherBranches: [Element: Int]
  /// Admittance to earth of each node, by shunts.
  public let shuntAdmittance: [Complex]
  /// What each node is held at.
  public let control: [Control]
  /// The voltage that each node is held at; 1 where only power is given.
  public let heldVoltagePU: [Double]
  /// The angle that each reference is held at; 0 elsewhere.
  public let heldAngleRadian: [Double]
  /// The reactive power that generators at each node can feed in, all together; nil without any.
  public let reactiveLimitsPU: [ClosedRange<Double>?]
  /// Buses in service that no reference reaches, as positions in the network, by island.
  public let unsuppliedIslands: [[Int]]

  /// The powers that the network's elements inject as they stand in the file.
  public var injections: Injections { Injections(of: self, elements: network.elements) }
}

extension Network {
  /// The table of `element` under pandapower's names, and its number there.
  ///
  /// A winding of a three-winding transformer is in a table of its own: `trafo3w_hv`, `trafo3w_mv`
  /// and `trafo3w_lv`.
  public func tableAndID(of element: PerUnitNetwork.Element) -> (table: String, id: Int) {
    switch element {
    case .line(let position): ("line", lines[position].id)
    case .transformer(let position): ("trafo", transformers[position].id)
    case .winding(let side, of: let position):
      ("trafo3w_\(side.rawValue)", threeWindingTransformers[position].id)
    case .branch(let position): ("branch", branches[position].id)
    case .impedance(let position): ("impedance", impedances[position].id)
    case .extendedWard(let position): ("xward", extendedWards[position].id)
    case .impedanceSwitch(let position): ("switch", switches[position].id)
    }
  }
}
