/// What every unit and storage does in every hour, and what it costs.
public struct UnitSchedule: Equatable, Sendable {
  /// MW of unit *i* in hour *t* at `powerMW[t][i]`; 0 where it is off.
  public let powerMW: [[Double]]
  /// Whether unit *i* runs in hour *t*.
  public let isRunning: [[Bool]]
  /// MW that storage *k* gives (negative: takes) in hour *t*, at the grid.
  public let storageMW: [[Double]]
  /// MW per hour that are not served.
  public let unservedMW: [Double]
  /// What each hour costs: fuel, starts, priced emission and unserved energy.
  public let hourlyCost: [Double]
  /// The emission of all hours.
  public let emission: Double
  /// The cost of starts within `hourlyCost`.
  public let startCost: Double
  /// MWh lost in transmission.
  public let lossMWh: Double

  /// What all hours cost.
  public var cost: Double { hourlyCost.reduce(0, +) }

  /// MWh that are not served.
  public var unservedMWh: Double { unservedMW.reduce(0, +) }

  /// The schedule of `units`, priced.
  public init(
    powerMW: [[Double]], isRunning: [[Bool]]? = nil, storageMW: [[Double]]? = nil,
    unservedMW: [Double]? = nil, of units: UnitCase
  ) {
    self.powerMW = powerMW
    let running = isRunning ?? powerMW.map { $0.map { _ in true } }
    self.isRunning = running
    self.storageMW = storageMW ?? powerMW.map { _ in units.storages.map { _ in 0 } }
    let unserved = unservedMW ?? [Double](repeating: 0, count: powerMW.count)
    self.unservedMW = unserved
    var starts = 0.0
    var emission = 0.0
    var loss = 0.0
    var costs: [Double] = []
    for (hour, power) in powerMW.enumerated() {
      var cost = unserved[hour] * (units.unservedCostPerMWh ?? 0)
      for (index, unit) in units.units.enumerated() where running[hour][index] {
        let emitted = unit.emission(power[index])
        emission += emitted
        cost += unit.cost(power[index]) + units.emissionPrice * emitted
        if let commitment = unit.commitment,
          let rest = hoursOfRest(before: hour, of: index, running, commitment)
        {
          starts += commitment.startCost(afterHours: rest)
          cost += commitment.startCost(afterHours: rest)
        }
      }
      loss += units.losses?.lossMW(at: power) ?? 0
      costs.append(cost)
    }
    hourlyCost = costs
    startCost = starts
    self.emission = emission
    lossMWh = loss
  }
}

/// How long unit `index`, which runs in `hour`, rested right before; nil if it did not.
private func hoursOfRest(
  before hour: Int, of index: Int, _ running: [[Bool]], _ commitment: GenerationUnit.Commitment
) -> Int? {
  var rest = 0
  var earlier = hour - 1
  while earlier >= 0, !running[earlier][index] {
    rest += 1
    earlier -= 1
  }
  if earlier < 0 { rest += max(0, -commitment.initialHours) }
  return rest > 0 ? rest : nil
}
