/// Writes the dispatch of all hours as a programme.
struct HorizonModel {
  private let units: UnitCase
  private let running: [[Bool]]
  private let layout: ConvexHorizon.Layout
  private var base: BandedProgramme
  /// How far from the end of a ramp schedules stay, so that rounding breaks none, in MW.
  private static let margin = 1e-7

  init(
    _ units: UnitCase, _ running: [[Bool]], _ layout: ConvexHorizon.Layout
  ) throws(DispatchError) {
    self.units = units
    self.running = running
    self.layout = layout
    base = BandedProgramme(linear: [Double](repeating: 0, count: layout.columnCount))
    addCosts()
    for hour in units.demandMW.indices { try addLimits(hour) }
  }

  /// The programme, its losses as they are around `solution`.
  func programme(around solution: BandedProgramme.Solution?) -> BandedProgramme {
    var programme = base
    for hour in units.demandMW.indices { addBalance(hour, solution, to: &programme) }
    return programme
  }

  /// The row of an hour's balance.
  func balanceRow(_ hour: Int) -> Int {
    base.equalities.count + hour * (1 + units.storages.count)
  }

  private mutating func addCosts() {
    var steepest = 1.0
    for hour in units.demandMW.indices {
      for (index, unit) in units.units.enumerated() {
        let column = layout.unitColumns[hour][index]
        guard column >= 0 else { continue }
        let curve = CostCurve(unit, emissionPrice: units.emissionPrice)
        base.linear[column] = curve.linear
        base.quadratic.append((column, column, 2 * curve.quadratic))
        steepest = max(steepest, abs(curve.linear + 2 * curve.quadratic * unit.maximumMW))
      }
    }
    for column in layout.shortColumns {
      base.linear[column] = units.unservedCostPerMWh ?? 50 * steepest
      base.linear[column + 1] = 50 * max(steepest, units.unservedCostPerMWh ?? 0)
    }
  }

  /// lower ≤ Σ coefficient · column ≤ upper.
  private mutating func limit(
    _ entries: [(column: Int, coefficient: Double)], _ lower: Double, _ upper: Double
  ) {
    if upper - lower < 1e-9 {
      base.equalities.append(entries, bound: lower)
      return
    }
    if upper < .infinity { base.inequalities.append(entries, bound: upper) }
    if lower > -.infinity {
      base.inequalities.append(entries.map { ($0.column, -$0.coefficient) }, bound: -lower)
    }
  }

  private mutating func addLimits(_ hour: Int) throws(DispatchError) {
    for (index, unit) in units.units.enumerated() {
      let column = layout.unitColumns[hour][index]
      guard column >= 0 else { continue }
      let (lower, upper) = unit.limits(inFirstHour: hour == 0)
      guard lower <= upper else {
        throw .noFeasibleSchedule(
          hour: 0,
          reason: "ramps do not let \(unit.name) reach its limits from \(unit.initialMW ?? 0) MW")
      }
      limit([(column, 1)], lower, upper)
      if hour > 0, layout.unitColumns[hour - 1][index] >= 0 {
        let before = layout.unitColumns[hour - 1][index]
        if unit.rampUpMW < .infinity || unit.rampDownMW < .infinity {
          limit(
            [(column, 1), (before, -1)], -max(unit.rampDownMW - Self.margin, 0),
            max(unit.rampUpMW - Self.margin, 0))
        }
      }
    }
    let short = layout.shortColumns[hour]
    limit([(short, 1)], 0, max(units.demandMW[hour], 1e-6))
    limit([(short + 1, 1)], 0, .infinity)
    for (index, storage) in units.storages.enumerated() {
      let column = layout.storageColumns[hour][index]
      limit([(column, 1)], 0, storage.powerMW)
      limit([(column + 1, 1)], 0, storage.powerMW)
      let isLast = hour == units.hourCount - 1
      limit(
        [(column + 2, 1)], isLast ? storage.finalMWh : 0,
        isLast ? storage.finalMWh : storage.energyMWh)
    }
    addReserve(hour)
  }

  /// Running units keep room; only storages leave a choice about that.
  private mutating func addReserve(_ hour: Int) {
    guard !units.storages.isEmpty else { return }
    let columns = layout.unitColumns[hour].filter { $0 >= 0 }
    var (least, most) = (0.0, 0.0)
    for (index, unit) in units.units.enumerated() where running[hour][index] {
      least += unit.minimumMW
      most += unit.maximumMW
    }
    let entries = columns.map { (column: $0, coefficient: 1.0) }
    if units.upReserveMW[hour] > 0 { limit(entries, -.infinity, most - units.upReserveMW[hour]) }
    if units.downReserveMW[hour] > 0 {
      limit(entries, least + units.downReserveMW[hour], .infinity)
    }
  }

  private func addBalance(
    _ hour: Int, _ solution: BandedProgramme.Solution?, to programme: inout BandedProgramme
  ) {
    let columns = layout.unitColumns[hour]
    var entries: [(column: Int, coefficient: Double)] = []
    var bound = units.demandMW[hour]
    var power = [Double](repeating: 0, count: columns.count)
    if let solution {
      for (index, column) in columns.enumerated() where column >= 0 {
        power[index] = solution.point[column]
      }
    }
    let price = max(0, solution?.prices[balanceRow(hour)] ?? 0)
    bound += units.losses?.lossMW(at: power) ?? 0
    for (index, column) in columns.enumerated() where column >= 0 {
      guard let losses = units.losses else {
        entries.append((column, 1))
        continue
      }
      let gradient = losses.linear[index] + 2 * losses.halfGradient(index, at: power)
      entries.append((column, 1 - gradient))
      bound -= gradient * power[index]
      for other in 0...index where columns[other] >= 0 {
        let curvature = 2 * price * losses.quadratic[index * losses.count + other]
        programme.quadratic.append((column, columns[other], curvature))
        programme.linear[column] -= curvature * power[other]
        if other != index { programme.linear[columns[other]] -= curvature * power[index] }
      }
    }
    let short = layout.shortColumns[hour]
    entries += [(short, 1), (short + 1, -1)]
    for column in layout.storageColumns[hour] { entries += [(column, -1), (column + 1, 1)] }
    programme.equalities.append(entries, bound: bound)
    for (index, storage) in units.storages.enumerated() {
      let column = layout.storageColumns[hour][index]
      var entries: [(column: Int, coefficient: Double)] = [
        (column, -storage.efficiency), (column + 1, 1 / storage.efficiency), (column + 2, 1),
      ]
      if hour > 0 { entries.append((layout.storageColumns[hour - 1][index] + 2, -1)) }
      programme.equalities.append(entries, bound: hour == 0 ? storage.initialMWh : 0)
    }
  }
}
