/// A line or cable: a π section with series impedance, capacitance and conductance to earth.
///
/// `fromBus` and `toBus` are positions in `Network.buses`.
public struct Line: Equatable, Sendable {
  /// The number that files and results know the line by.
  public var id: Int
  /// The name that people know the line by, if it has one.
  public var name: String?
  /// The standard type that its parameters came from, if the file says so.
  public var standardType: String?
  /// Where the line starts: a position in `Network.buses`.
  public var fromBus: Int
  /// Where the line ends: a position in `Network.buses`.
  public var toBus: Int
  /// The length of one circuit.
  public var lengthKM: Double
  /// Series resistance of one circuit.
  public var resistanceOhmPerKM: Double
  /// Series reactance of one circuit.
  public var reactanceOhmPerKM: Double
  /// Capacitance to earth of one circuit.
  public var capacitanceNFPerKM: Double
  /// Conductance to earth of one circuit.
  public var conductanceUSPerKM: Double
  /// The current that one circuit may carry for ever.
  public var ratedCurrentKA: Double
  /// What share of the rated current this line may carry, by the way it is laid.
  public var deratingFactor: Double
  /// How many equal circuits run in parallel.
  public var parallelCircuits: Int
  /// Whether the line takes part.
  public var isInService: Bool

  /// A line between two positions in `Network.buses`.
  public init(
    id: Int, name: String? = nil, standardType: String? = nil, fromBus: Int, toBus: Int,
    lengthKM: Double, resistanceOhmPerKM: Double, reactanceOhmPerKM: Double,
    capacitanceNFPerKM: Double = 0, conductanceUSPerKM: Double = 0, ratedCurrentKA: Double,
    deratingFactor: Double = 1, parallelCircuits: Int = 1, isInService: Bool = true
  ) {
    self.id = id
    self.name = name
    self.standardType = standardType
    self.fromBus = fromBus
    self.toBus = toBus
    self.lengthKM = lengthKM
    self.resistanceOhmPerKM = resistanceOhmPerKM
    self.reactanceOhmPerKM = reactanceOhmPerKM
    self.capacitanceNFPerKM = capacitanceNFPerKM
    self.conductanceUSPerKM = conductanceUSPerKM
    self.ratedCurrentKA = ratedCurrentKA
    self.deratingFactor = deratingFactor
    self.parallelCircuits = parallelCircuits
    self.isInService = isInService
  }

  /// The current at which the line is loaded to 100 %.
  public var currentLimitKA: Double {
    ratedCurrentKA * deratingFactor * Double(parallelCircuits)
  }
}
