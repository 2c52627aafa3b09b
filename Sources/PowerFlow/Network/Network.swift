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
    /// Branches given by their per-unit equivalents.
    public var branches: [GenericBranch] = []
    /// The grids beyond.
    public var externalGrids: [ExternalGrid] = []
    /// What draws power.
    public var loads: [Load] = []
    /// What feeds in given power.
    public var staticGenerators: [StaticGenerator] = []
    /// What feeds in and holds its voltage.
    public var generators: [Generator] = []
    /// Capacitors and reactors.
    public var shunts: [Shunt] = []
    /// Switches.
    public var switches: [Switch] = []

    /// Nothing yet.
    public init() {}
  }

  /// What the network is called.
  public let name: String
  /// The frequency that line capacitances work at.
  public let frequencyHz: Double
  /// The power that 1 per unit stands for.
  public let basePowerMVA: Double
  /// The elements.
  public let elements: Elements

  /// Checks `elements` and makes a network of them.
  ///
  /// - Throws: `NetworkError` that names the first element that cannot be: a reference out of
  ///   range, a length, voltage or rating that is not positive, a number that is not finite.
  public init(
    name: String = "", frequencyHz: Double = 50, basePowerMVA: Double = 1, elements: Elements
  ) throws(NetworkError) {
    self.name = name
    self.frequencyHz = frequencyHz
    self.basePowerMVA = basePowerMVA
    self.elements = elements
    try check()
  }

  /// The buses.
  public var buses: [Bus] { elements.buses }
  /// Lines and cables.
  public var lines: [Line] { elements.lines }
  /// Two-winding transformers.
  public var transformers: [Transformer] { elements.transformers }
  /// Branches given by their per-unit equivalents.
  public var branches: [GenericBranch] { elements.branches }
  /// The grids beyond.
  public var externalGrids: [ExternalGrid] { elements.externalGrids }
  /// What draws power.
  public var loads: [Load] { elements.loads }
  /// What feeds in given power.
  public var staticGenerators: [StaticGenerator] { elements.staticGenerators }
  /// What feeds in and holds its voltage.
  public var generators: [Generator] { elements.generators }
  /// Capacitors and reactors.
  public var shunts: [Shunt] { elements.shunts }
  /// Switches.
  public var switches: [Switch] { elements.switches }
}
