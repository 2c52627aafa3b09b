import EconomicDispatch
import Numerics
import Testing

@Suite struct CommitmentTests {
  @Test(
    "Ten units over a day reach the known optimum in every seed",
    arguments: 1...5 as ClosedRange<UInt64>)
  func kazarlis(seed: UInt64) throws {
    let units = try DispatchFixture.units("uc10")
    let found = try UnitDispatch(units, seed: seed)
    #expect(units.violations(in: found).isEmpty)
    #expect(abs(found.schedule.cost - 563_937.69) < 0.01)
    let bound = try #require(found.lowerBound)
    #expect(bound <= found.schedule.cost && bound > 0.99 * found.schedule.cost)
  }

  /// Three small units with times and start costs, drawn from a seed.
  private static func random(_ seed: UInt64, hours: Int) throws -> UnitCase {
    var random = RandomSource(seed: seed)
    var units: [GenerationUnit] = []
    for index in 0..<3 {
      var unit = GenerationUnit(
        name: "G\(index)", minimumMW: random.uniform(in: 10...30),
        maximumMW: random.uniform(in: 60...120))
      unit.fixedCost = random.uniform(in: 50...300)
      unit.linearCost = random.uniform(in: 5...20)
      unit.quadraticCost = random.uniform(in: 0.001...0.05)
      var commitment = GenerationUnit.Commitment()
      commitment.minimumUpHours = 1 + random.index(below: 3)
      commitment.minimumDownHours = 1 + random.index(below: 3)
      commitment.hotStartCost = random.uniform(in: 10...200)
      commitment.coldStartCost = 2 * commitment.hotStartCost
      commitment.coldStartHours = random.index(below: 3)
      commitment.initialHours = random.index(below: 2) == 0 ? -3 : 3
      unit.commitment = commitment
      units.append(unit)
    }
    let demand = (0..<hours).map { _ in random.uniform(in: 40...160) }
    return try UnitCase(
      units: units, demandMW: demand, upReserveMW: demand.map { 0.1 * $0 },
      unservedCostPerMWh: 500)
  }

  @Test("No other plan is cheaper, by trying all", arguments: 1...10 as ClosedRange<UInt64>)
  func everyPlan(seed: UInt64) throws {
    let hours = 4
    let units = try Self.random(seed, hours: hours)
    // Every set of running units in every hour, dispatched as a case of its own.
    var costs = [[(powerMW: [Double], unserved: Double)?]](
      repeating: [nil], count: hours)
    for hour in 0..<hours {
      costs[hour] = (0..<8).map { mask in
        var own = units.units
        for index in own.indices {
          own[index].commitment = nil
          if mask >> index & 1 == 0 {
            own[index].minimumMW = 0
            own[index].maximumMW = 0
            own[index].fixedCost = 0
          }
        }
        guard
          let single = try? UnitCase(
            units: own, demandMW: [units.demandMW[hour]], unservedCostPerMWh: 500),
          let found = try? UnitDispatch(single, seed: 1).schedule
        else { return nil }
        return (found.powerMW[0], found.unservedMWh)
      }
    }
    var best = Double.infinity
    for plan in 0..<(1 << (3 * hours)) {
      let masks = (0..<hours).map { plan >> (3 * $0) & 7 }
      let chosen = masks.enumerated().compactMap { costs[$0][$1] }
      guard chosen.count == hours else { continue }
      let schedule = UnitSchedule(
        powerMW: chosen.map(\.powerMW),
        isRunning: masks.map { mask in (0..<3).map { mask >> $0 & 1 == 1 } },
        unservedMW: chosen.map(\.unserved), of: units)
      guard schedule.cost < best, units.violations(in: schedule).isEmpty else { continue }
      best = schedule.cost
    }
    guard best < .infinity else {
      #expect(throws: DispatchError.self) { try UnitDispatch(units, seed: 1) }
      return
    }
    let found = try UnitDispatch(units, seed: 1)
    #expect(units.violations(in: found).isEmpty)
    #expect(abs(found.schedule.cost - best) < 1e-6 * best)
    #expect(try #require(found.lowerBound) <= best + 1e-6 * best)
  }

  @Test(
    "Commitment with ramps, losses and storage keeps every limit, within the gap that it states")
  func everything() throws {
    let units = try DispatchFixture.units("uc10")
    var own = units.units
    for index in own.indices {
      own[index].rampUpMW = 0.5 * own[index].maximumMW
      own[index].rampDownMW = 0.5 * own[index].maximumMW
    }
    let loss = TransmissionLoss(
      quadratic: own.indices.map { row in own.indices.map { $0 == row ? 1e-5 : 1e-6 } },
      linear: own.map { _ in 0 }, constant: 0)
    let storage = Storage(
      name: "B", powerMW: 60, energyMWh: 200, efficiency: 0.92, initialMWh: 100)
    let plain = try UnitDispatch(units, seed: 1).schedule.cost
    for (losses, storages) in [(nil, []), (loss, []), (nil, [storage])]
      as [(TransmissionLoss?, [Storage])]
    {
      let coupled = try UnitCase(
        units: own, demandMW: units.demandMW, losses: losses, upReserveMW: units.upReserveMW,
        storages: storages)
      let found = try UnitDispatch(coupled, seed: 1)
      #expect(coupled.violations(in: found).isEmpty)
      #expect(try #require(found.gapPercent) < 2)
      if storages.isEmpty {
        #expect(found.schedule.cost > plain)
      } else {
        #expect(found.schedule.cost < plain)
      }
    }
  }

  @Test("Times far beyond the case are kept without being counted out")
  func longTimes() throws {
    let units = try DispatchFixture.units(
      """
      {"pmin": 10, "pmax": 100, "c1": 5, "min_up_h": 900000, "initial_status_h": 5},
      {"pmin": 10, "pmax": 100, "c1": 9, "min_down_h": 900000, "initial_status_h": -3}
      """, demand: [50, 60, 70])
    let found = try UnitDispatch(units, seed: 1)
    #expect(units.violations(in: found).isEmpty)
    #expect(found.schedule.isRunning.allSatisfy { $0 == [true, false] })
    let impossible = try DispatchFixture.units(
      """
      {"pmin": 10, "pmax": 100, "c1": 5, "min_down_h": 4, "initial_status_h": -1}
      """, demand: [50, 60, 70])
    #expect(throws: DispatchError.self) { try UnitDispatch(impossible, seed: 1) }
  }

  @Test("A rolling horizon keeps every limit, and costs no less than planning it all")
  func rolling() throws {
    let units = try DispatchFixture.units("uc10")
    let found = try RollingDispatch(windowHours: 8, stepHours: 4).dispatch(units, seed: 1)
    #expect(units.violations(in: found).isEmpty)
    #expect(found.schedule.cost >= 563_937.68)
    #expect(found.schedule.cost < 563_937.68 * 1.02)
  }

  @Test("A plan for expected demand holds for what demand may be instead")
  func band() throws {
    let units = try DispatchFixture.units("uc10")
    let wide = try UnitCase(
      units: units.units, demandMW: units.demandMW, upReserveMW: units.upReserveMW,
      lowDemandMW: units.demandMW.map { 0.85 * $0 }, highDemandMW: units.demandMW.map { 1.1 * $0 })
    let found = try UnitDispatch(wide, seed: 1)
    #expect(found.scenarios.map(\.name) == ["p10", "p90"])
    #expect(wide.violations(in: found).isEmpty)
    #expect(found.scenarios[0].schedule.cost < found.schedule.cost)
    #expect(found.scenarios[1].schedule.cost > found.schedule.cost)
    #expect(found.scenarios[1].schedule.unservedMWh == 0)
  }

  @Test("Less emission costs more, exactly along the front")
  func front() throws {
    let units = try DispatchFixture.units(
      """
      {"pmin": 10, "pmax": 100, "c1": 5, "c2": 0.01, "emission": [0, 2, 0.01]},
      {"pmin": 10, "pmax": 100, "c1": 9, "c2": 0.02, "emission": [0, 0.5, 0.005]}
      """, demand: [90, 130])
    let front = try EmissionFront(units, count: 9, seed: 1).points
    #expect(front.count >= 5)
    for (one, next) in zip(front, front.dropFirst()) {
      #expect(one.cost < next.cost && one.emission > next.emission)
      #expect(units.violations(in: one.dispatch).isEmpty)
    }
  }
}
