/// A network as a solver sees it: supplied nodes, two-ports between them, and what holds or injects.
///
/// Buses that closed switches join are one node; line and transformer ends behind an open switch are
/// nodes of their own; nodes that no reference reaches are left out and reported.
public struct PerUnitNetwork: Sendable {
  /// What element of the network a branch stands for.
  public enum Element: Equatable, Sendable {
    /// The line at this position.
    case line(Int)
    /// The transformer at this position.
    case transformer(Int)
    /// The generic branch at this position.
    case branch(Int)
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
