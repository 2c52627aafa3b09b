// The dispatch of all hours together, exactly, where costs are convex: ripples taken off, zones
// open, who runs decided. Columns of hour t, in MW:
//
//     Pᵢ of the running units, unserved u, surplus v, and per storage: charged c, given d, held e
//
//     Σ Pᵢ − P_L(P) + Σ (d − c) + u − v = D          price λ
//     e − e′ − η c + d / η = 0                       e′ of the hour before
//     −R↓ ≤ Pᵢ − Pᵢ′ ≤ R↑                            Pᵢ′ of the hour before
//
// Losses enter by Newton steps on the Lagrangian: tangent in the balance, 2 λ B in the Hessian.
// Surplus, and unserved energy where the case forbids it, cost so much that only a case without a
// schedule has any: that is how such a case is told, and where it is short.

/// The convex dispatch of all hours for given running units.
struct ConvexHorizon {
  /// MW of each unit per hour.
  var powerMW: [[Double]]
  /// MW that each storage gives per hour.
  var storageMW: [[Double]]
  /// MW per hour that are not served.
  var unservedMW: [Double]
  /// What another MW of demand costs, per hour.
  var prices: [Double]

  init(
    _ units: UnitCase, running: [[Bool]], tolerance: Double = 1e-10
  ) throws(DispatchError) {
    let layout = Layout(units, running)
    let model = try HorizonModel(units, running, layout)
    var solution: BandedProgramme.Solution?
    for _ in 0..<(units.losses == nil ? 1 : 12) {
      guard let found = model.programme(around: solution).solve(tolerance: tolerance) else {
        throw .didNotConverge(hour: 0, iterations: 80)
      }
      let moved = solution.map { old in
        zip(old.point, found.point).reduce(0) { max($0, abs($1.0 - $1.1)) }
      }
      solution = found
      if let moved, moved < 1e-8 { break }
    }
    guard let solution else { throw .didNotConverge(hour: 0, iterations: 0) }
    let point = solution.point
    powerMW = layout.unitColumns.map { $0.map { $0 < 0 ? 0 : point[$0] } }
    storageMW = layout.storageColumns.map { $0.map { point[$0 + 1] - point[$0] } }
    unservedMW = layout.shortColumns.map { max(0, point[$0]) }
    prices = units.demandMW.indices.map { solution.prices[model.balanceRow($0)] }
    for (hour, column) in layout.shortColumns.enumerated() {
      if units.unservedCostPerMWh == nil && point[column] > 1e-5 {
        throw .demandExceedsSupply(hour: hour, shortMW: point[column])
      }
      if point[column + 1] > 1e-5 {
        throw .noFeasibleSchedule(
          hour: hour, reason: "running units give \(point[column + 1]) MW more than is needed")
      }
    }
    for hour in unservedMW.indices where unservedMW[hour] < 1e-7 { unservedMW[hour] = 0 }
    settle(units, running)
  }

  /// Puts powers that stand at a limit onto it, and takes the last rounding off the balances.
  private mutating func settle(_ units: UnitCase, _ running: [[Bool]]) {
    for hour in powerMW.indices {
      for (index, unit) in units.units.enumerated() where running[hour][index] {
        let limits = unit.limits(inFirstHour: hour == 0)
        powerMW[hour][index] = min(max(powerMW[hour][index], limits.lower), limits.upper)
      }
      for index in units.storages.indices where abs(storageMW[hour][index]) < 1e-7 {
        storageMW[hour][index] = 0
      }
    }
  }
}

extension ConvexHorizon {
  /// Which column and row is whose.
  struct Layout {
    /// Per hour and unit, −1 where it does not run.
    var unitColumns: [[Int]] = []
    /// Per hour the column of what is not served; surplus is the next.
    var shortColumns: [Int] = []
    /// Per hour and storage the column of what it takes; what it gives and what it holds follow.
    var storageColumns: [[Int]] = []
    var columnCount = 0

    init(_ units: UnitCase, _ running: [[Bool]]) {
      for hour in units.demandMW.indices {
        unitColumns.append(
          running[hour].map { isOn in
            guard isOn else { return -1 }
            columnCount += 1
            return columnCount - 1
          })
        shortColumns.append(columnCount)
        columnCount += 2
        storageColumns.append(units.storages.indices.map { columnCount + 3 * $0 })
        columnCount += 3 * units.storages.count
      }
    }
  }
}
