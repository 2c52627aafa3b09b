/// A direct-current line: it takes power at one end, delivers it less its losses at the other, and
/// its converters hold the voltages of both.
public struct DirectCurrentLine: Equatable, Sendable {
  /// A converter.
  public struct End: Equatable, Sendable {
    /// Its bus: a position in `Network.buses`.
    public var bus: Int
    /// The voltage that it holds.
    public var voltagePU: Double
    /// The reactive power that it can feed in.
    public var reactiveLimitsMVAr: ClosedRange<Double>

    /// A converter at `bus`, a position in `Network.buses`.
    public init(
      bus: Int, voltagePU: Double,
      reactiveLimitsMVAr: ClosedRange<Double> = -.infinity ... .infinity
    ) {
      self.bus = bus
      self.voltagePU = voltagePU
      self.reactiveLimitsMVAr = reactiveLimitsMVAr
    }
  }

  /// The number that files and results know the line by.
  public var id: Int
  /// The name that people know the line by, if it has one.
  public var name: String?
  /// Where power goes in, if it is positive.
  public var start: End
  /// Where power comes out, if it is positive.
  public var end: End
  /// Power that goes in at the start; negative for power that goes in at the end.
  public var activePowerMW: Double
  /// Losses that do not depend on the power.
  public var constantLossesMW: Double
  /// Losses in percent of the power that goes in.
  public var lossesPercent: Double
  /// Whether the line takes part.
  public var isInService: Bool

  /// A line between two converters.
  public init(
    id: Int, name: String? = nil, start: End, end: End, activePowerMW: Double,
    constantLossesMW: Double = 0, lossesPercent: Double = 0, isInService: Bool = true
  ) {
    self.id = id
    self.name = name
    self.start = start
    self.end = end
    self.activePowerMW = activePowerMW
    self.constantLossesMW = constantLossesMW
    self.lossesPercent = lossesPercent
    self.isInService = isInService
  }

  /// The generators that its converters are to the network: start and end.
  var generators: [Generator] {
    let sent = abs(activePowerMW)
    let received = sent * (1 - lossesPercent / 100) - constantLossesMW
    let isForward = activePowerMW > 0
    return [(start, isForward ? -sent : received), (end, isForward ? received : -sent)].map {
      Generator(
        id: id, name: name, bus: $0.bus, activePowerMW: $1, voltagePU: $0.voltagePU,
        minimumReactivePowerMVAr: $0.reactiveLimitsMVAr.lowerBound,
        maximumReactivePowerMVAr: $0.reactiveLimitsMVAr.upperBound, isInService: isInService)
    }
  }
}
