/// An electricity network as its files describe it: elements with nameplates, in natural units.
///
/// Elements refer to buses (and switches to lines and transformers) by position in these arrays.
public struct Network: Equatable, Sendable {
  /// The elements of a network, gathered before they are checked.
  public struct Elements: Equatable, Sendable {
    /// The buses.
    public var buses: [Bus] = []
    /// Lines and cables.
    public var lines: [Line] = []
    /// Two-winding transformers.
    public var transformers: [Transformer] = []
    /// Three-winding transformers.
    public var threeWindingTransformers: [ThreeWindingTransformer] = []
    /// Branches given by their per-unit equivalents.
    public var branches: [GenericBranch] = []
    /// Impedances that may differ with their direction.
    public var impedances: [AsymmetricImpedance] = []
    /// The grids beyond.
    public var externalGrids: [ExternalGrid] = []
    /// What draws power.
    public var loads: [Load] = []
    /// What feeds in given power.
    public var staticGenerators: [StaticGenerator] = []
    /// What feeds in and holds its voltage.
    public var generators: [Generator] = []
    /// Direct-current lines.
    public var directCurrentLines: [DirectCurrentLine] = []
    /// Equivalents of networks beyond, which hold a voltage behind an impedance.
    public var extendedWards: [ExtendedWard] = []
    /// Capacitors and reactors.
    public var shunts: [Shunt] = []
    /// Switches.
    public var switches: [Switch] = []

    /// Nothing yet.
    public init() {}

    /// What holds voltages: the generators, then both converters of each direct-current line.
    var voltageSources: [Generator] {
      directCurrentLines.isEmpty
        ? generators : generators + directCurrentLines.flatMap(\.generators)
    }
  }

  /// How loads at one bus that follow the voltage are taken together.
  public enum VoltageDependenceRule: Equatable, Sendable {
    /// Each load follows the voltage by its own shares.
    case ofEachLoad
    /// The mean of the shares of a bus's loads holds for all power given at its node, as in
    /// pandapower; of several buses that switches join, the one of the largest number decides.
    case meanOfBus
  }

  /// What the network is called.
  public let name: String
  /// The frequency that line capacitances work at.
  public let frequencyHz: Double
  /// The power that 1 per unit stands for.
  public let basePowerMVA: Double
  /// How loads at one bus that follow the voltage are taken together.
  public let voltageDependenceRule: VoltageDependenceRule
  /// What its file has that is left out, as sentences for the user.
  public let remarks: [String]
  /// The elements.
  public let elements: Elements

  /// Checks `elements` and makes a network of them.
  ///
  /// - Throws: `NetworkError` that names the first element that cannot be: a reference out of
  ///   range, a length, voltage or rating that is not positive, a number that is not finite.
  public init(
    name: String = "", frequencyHz: Double = 50, basePowerMVA: Double = 1,
    voltageDependenceRule: VoltageDependenceRule = .ofEachLoad, remarks: [String] = [],
    elements: Elements
  ) throws(NetworkError) {
    self.name = name
    self.frequencyHz = frequencyHz
    self.basePowerMVA = basePowerMVA
    self.voltageDependenceRule = voltageDependenceRule
    self.remarks = remarks
    self.elements = elements
    try check()
  }

  /// The buses.
  public var buses: [Bus] { elements.buses }
  /// Lines and cables.
  public var lines: [Line] { elements.lines }
  /// Two-winding transformers.
  public var transformers: [Transformer] { elements.transformers }
  /// Three-winding transformers.
  public var threeWindingTransformers: [ThreeWindingTransformer] {
    elements.threeWindingTransformers
  }
  /// Branches given by their per-unit equivalents.
  public var branches: [GenericBranch] { elements.branches }
  /// Impedances that may differ with their direction.
  public var impedances: [AsymmetricImpedance] { elements.impedances }
  /// The grids beyond.
  public var externalGrids: [ExternalGrid] { elements.externalGrids }
  /// What draws power.
  public var loads: [Load] { elements.loads }
  /// What feeds in given power.
  public var staticGenerators: [StaticGenerator] { elements.staticGenerators }
  /// What feeds in and holds its voltage.
  public var generators: [Generator] { elements.generators }
  /// Direct-current lines.
  public var directCurrentLines: [DirectCurrentLine] { elements.directCurrentLines }
  /// Equivalents of networks beyond, which hold a voltage behind an impedance.
  public var extendedWards: [ExtendedWard] { elements.extendedWards }
  /// Capacitors and reactors.
  public var shunts: [Shunt] { elements.shunts }
  /// Switches.
  public var switches: [Switch] { elements.switches }
}
