/// A switch between two buses, or between a bus and the end of a line or transformer.
public struct Switch: Equatable, Sendable {
  /// What the switch joins to its bus; the number is a position in the network's array.
  public enum Element: Hashable, Sendable {
    /// A second bus.
    case bus(Int)
    /// The end of a line at the switch's bus.
    case line(Int)
    /// The side of a transformer at the switch's bus.
    case transformer(Int)
    /// The winding of a three-winding transformer at the switch's bus.
    case threeWindingTransformer(Int)
  }

  /// The number that files know the switch by.
  public var id: Int
  /// The name that people know the switch by, if it has one.
  public var name: String?
  /// The bus of the switch: a position in `Network.buses`.
  public var bus: Int
  /// What it joins to the bus.
  public var element: Element
  /// Whether current may flow.
  public var isClosed: Bool
  /// The impedance of a closed switch between two buses; 0 makes them one.
  public var impedanceOhm: Double

  /// A switch at `bus`, a position in `Network.buses`.
  public init(
    id: Int, name: String? = nil, bus: Int, element: Element, isClosed: Bool,
    impedanceOhm: Double = 0
  ) {
    self.id = id
    self.name = name
    self.bus = bus
    self.element = element
    self.isClosed = isClosed
    self.impedanceOhm = impedanceOhm
  }
}
