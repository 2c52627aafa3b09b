/// A standard type of line or cable: what a metre of it is like.
public struct LineType: Equatable, Sendable {
  /// The name that files know the type by.
  public let name: String
  /// Series resistance.
  public let resistanceOhmPerKM: Double
  /// Series reactance.
  public let reactanceOhmPerKM: Double
  /// Capacitance to earth.
  public let capacitanceNFPerKM: Double
  /// The current that one circuit may carry for ever.
  public let ratedCurrentKA: Double

  /// The type called `name` in the library; nil if there is none.
  public init?(named name: String) {
    guard let type = LineType.library.first(where: { $0.name == name }) else { return nil }
    self = type
  }

  private init(_ name: String, _ r: Double, _ x: Double, _ c: Double, _ limitKA: Double) {
    self.name = name
    resistanceOhmPerKM = r
    reactanceOhmPerKM = x
    capacitanceNFPerKM = c
    ratedCurrentKA = limitKA
  }

  /// The library: pandapower's basic standard types (BSD-3-Clause), by name.
  ///
  /// Columns: ohm/km, ohm/km, nF/km, kA.
  public static let library: [LineType] = [
    LineType("122-AL1/20-ST1A 10.0", 0.2376, 0.323, 11.1, 0.41),
    LineType("122-AL1/20-ST1A 110.0", 0.2376, 0.43, 8.5, 0.41),
    LineType("122-AL1/20-ST1A 20.0", 0.2376, 0.344, 10.3, 0.41),
    LineType("149-AL1/24-ST1A 10.0", 0.194, 0.315, 11.25, 0.47),
    LineType("149-AL1/24-ST1A 110.0", 0.194, 0.41, 8.75, 0.47),
    LineType("149-AL1/24-ST1A 20.0", 0.194, 0.337, 10.5, 0.47),
    LineType("15-AL1/3-ST1A 0.4", 1.8769, 0.35, 11, 0.105),
    LineType("184-AL1/30-ST1A 110.0", 0.1571, 0.4, 8.8, 0.535),
    LineType("184-AL1/30-ST1A 20.0", 0.1571, 0.33, 10.75, 0.535),
    LineType("24-AL1/4-ST1A 0.4", 1.2012, 0.335, 11.25, 0.14),
    LineType("243-AL1/39-ST1A 110.0", 0.1188, 0.39, 9, 0.645),
    LineType("243-AL1/39-ST1A 20.0", 0.1188, 0.32, 11, 0.645),
    LineType("305-AL1/39-ST1A 110.0", 0.0949, 0.38, 9.2, 0.74),
    LineType("34-AL1/6-ST1A 10.0", 0.8342, 0.36, 9.7, 0.17),
    LineType("34-AL1/6-ST1A 20.0", 0.8342, 0.382, 9.15, 0.17),
    LineType("48-AL1/8-ST1A 0.4", 0.5939, 0.3, 12.2, 0.21),
    LineType("48-AL1/8-ST1A 10.0", 0.5939, 0.35, 10.1, 0.21),
    LineType("48-AL1/8-ST1A 110.0", 0.5939, 0.46, 8, 0.21),
    LineType("48-AL1/8-ST1A 20.0", 0.5939, 0.372, 9.5, 0.21),
    LineType("490-AL1/64-ST1A 110.0", 0.059, 0.37, 9.75, 0.96),
    LineType("490-AL1/64-ST1A 220.0", 0.059, 0.285, 10, 0.96),
    LineType("490-AL1/64-ST1A 380.0", 0.059, 0.253, 11, 0.96),
    LineType("679-AL1/86-ST1A 110.0", 0.042, 0.36, 9.95, 1.15),
    LineType("679-AL1/86-ST1A 220.0", 0.042, 0.275, 11.7, 1.15),
    LineType("679-AL1/86-ST1A 380.0", 0.042, 0.25, 14.6, 1.15),
    LineType("70-AL1/11-ST1A 10.0", 0.4132, 0.339, 10.4, 0.29),
    LineType("70-AL1/11-ST1A 110.0", 0.4132, 0.45, 8.4, 0.29),
    LineType("70-AL1/11-ST1A 20.0", 0.4132, 0.36, 9.7, 0.29),
    LineType("94-AL1/15-ST1A 0.4", 0.306, 0.29, 13.2, 0.35),
    LineType("94-AL1/15-ST1A 10.0", 0.306, 0.33, 10.75, 0.35),
    LineType("94-AL1/15-ST1A 110.0", 0.306, 0.44, 8.65, 0.35),
    LineType("94-AL1/15-ST1A 20.0", 0.306, 0.35, 10, 0.35),
    LineType("N2XS(FL)2Y 1x120 RM/35 64/110 kV", 0.153, 0.166, 112, 0.366),
    LineType("N2XS(FL)2Y 1x185 RM/35 64/110 kV", 0.099, 0.156, 125, 0.457),
    LineType("N2XS(FL)2Y 1x240 RM/35 64/110 kV", 0.075, 0.149, 135, 0.526),
    LineType("N2XS(FL)2Y 1x300 RM/35 64/110 kV", 0.06, 0.144, 144, 0.588),
    LineType("NA2XS2Y 1x120 RM/25 12/20 kV", 0.253, 0.119, 230, 0.283),
    LineType("NA2XS2Y 1x120 RM/25 6/10 kV", 0.253, 0.113, 340, 0.28),
    LineType("NA2XS2Y 1x150 RM/25 12/20 kV", 0.206, 0.116, 250, 0.319),
    LineType("NA2XS2Y 1x150 RM/25 6/10 kV", 0.206, 0.11, 360, 0.315),
    LineType("NA2XS2Y 1x185 RM/25 12/20 kV", 0.161, 0.117, 273, 0.362),
    LineType("NA2XS2Y 1x185 RM/25 6/10 kV", 0.161, 0.11, 406, 0.358),
    LineType("NA2XS2Y 1x240 RM/25 12/20 kV", 0.122, 0.112, 304, 0.421),
    LineType("NA2XS2Y 1x240 RM/25 6/10 kV", 0.122, 0.105, 456, 0.416),
    LineType("NA2XS2Y 1x70 RM/25 12/20 kV", 0.443, 0.132, 190, 0.22),
    LineType("NA2XS2Y 1x70 RM/25 6/10 kV", 0.443, 0.123, 280, 0.217),
    LineType("NA2XS2Y 1x95 RM/25 12/20 kV", 0.313, 0.132, 216, 0.252),
    LineType("NA2XS2Y 1x95 RM/25 6/10 kV", 0.313, 0.123, 315, 0.249),
    LineType("NAYY 4x120 SE", 0.225, 0.08, 264, 0.242),
    LineType("NAYY 4x150 SE", 0.208, 0.08, 261, 0.27),
    LineType("NAYY 4x50 SE", 0.642, 0.083, 210, 0.142),
  ]
}

extension Line {
  /// A line of a standard type between two positions in `Network.buses`.
  public init(
    id: Int, type: LineType, fromBus: Int, toBus: Int, lengthKM: Double, parallelCircuits: Int = 1
  ) {
    self.init(
      id: id, standardType: type.name, fromBus: fromBus, toBus: toBus, lengthKM: lengthKM,
      resistanceOhmPerKM: type.resistanceOhmPerKM, reactanceOhmPerKM: type.reactanceOhmPerKM,
      capacitanceNFPerKM: type.capacitanceNFPerKM, ratedCurrentKA: type.ratedCurrentKA,
      parallelCircuits: parallelCircuits)
  }
}
