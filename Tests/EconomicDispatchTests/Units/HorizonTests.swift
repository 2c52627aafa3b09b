import Documents
import EconomicDispatch
import Numerics
import Testing

@Suite struct HorizonTests {
  @Test(
    "Smooth cases with ramps and storage agree with HiGHS",
    arguments: ["ded10_smooth", "storage10"])
  func highs(name: String) throws {
    let units = try DispatchFixture.units(name)
    let expected = try #require(
      try DispatchFixture.document("expected")["expected"]?[name]?["cost"]?.double)
    let found = try UnitDispatch(units, seed: 1)
    #expect(abs(found.schedule.cost / expected - 1) < 1e-8)
    #expect(found.isProven)
    #expect(units.violations(in: found).isEmpty)
  }

  @Test("Ramps look ahead: a unit rises before the hour that needs it")
  func lookAhead() throws {
    let units = try DispatchFixture.units(
      """
      {"pmin": 0, "pmax": 100, "c1": 10, "ramp_up": 20, "ramp_down": 100},
      {"pmin": 0, "pmax": 60, "c1": 5}
      """, demand: [60, 60, 120])
    let found = try UnitDispatch(units, seed: 1)
    #expect(units.violations(in: found).isEmpty)
    // 60 MW are needed of the dear unit at the end, so it gives 20 and 40 before.
    let dear = found.schedule.powerMW.map { $0[0] }
    for (power, expected) in zip(dear, [20, 40, 60.0]) { #expect(abs(power - expected) < 1e-5) }
    #expect(abs(found.schedule.cost - (120 * 10 + 120 * 5)) < 1e-3)
  }

  @Test("Valve points with ramps come within a thousandth of the best that is known")
  func valves() throws {
    let units = try DispatchFixture.units("ded5_24h")
    let found = try UnitDispatch(units, seed: 1, execution: .concurrent)
    #expect(units.violations(in: found).isEmpty)
    #expect(found.schedule.cost < 42_984.48 * 1.001)
    let bound = try #require(found.lowerBound)
    #expect(bound < 42_984.49 && bound > 41_900)
  }

  @Test("Any number of workers finds the same schedule")
  func workers() throws {
    let units = try DispatchFixture.units("ded5_24h")
    let short = try UnitCase(
      units: units.units, demandMW: Array(units.demandMW[..<5]), losses: units.losses)
    let serial = try UnitDispatch(short, seed: 3)
    #expect(try UnitDispatch(short, seed: 3, execution: .concurrent(workers: 3)) == serial)
  }

  @Test("Prohibited zones with ramps and losses are kept over a day")
  func zones() throws {
    let units = try DispatchFixture.units("ded6")
    let found = try UnitDispatch(units, seed: 1)
    #expect(units.violations(in: found).isEmpty)
    #expect(found.isProven)
  }

  @Test("A case that ramps make impossible says in which hour")
  func impossible() throws {
    let units = try DispatchFixture.units(
      "{\"pmin\": 0, \"pmax\": 100, \"c1\": 10, \"ramp_up\": 20, \"ramp_down\": 20}",
      demand: [10, 90])
    #expect(throws: DispatchError.self) { try UnitDispatch(units, seed: 1) }
  }

  @Test("A storage shifts energy to where it is worth more, and returns to its level")
  func storage() throws {
    let units = try DispatchFixture.units(
      "{\"pmin\": 0, \"pmax\": 100, \"c1\": 10, \"c2\": 0.1}", demand: [20, 80],
      rest: """
        , "storage": [{"power_mw": 50, "energy_mwh": 100, "efficiency": 0.9, "initial_mwh": 0}]
        """)
    let found = try UnitDispatch(units, seed: 1)
    #expect(units.violations(in: found).isEmpty)
    let power = found.schedule.storageMW.map { $0[0] }
    #expect(power[0] < 0 && abs(power[1] + 0.81 * power[0]) < 1e-5)
    // Where the storage is indifferent, 0.81 of the later price is the earlier one.
    let price = found.schedule.powerMW.map { 10 + 0.2 * $0[0] }
    #expect(abs(price[0] - 0.81 * price[1]) < 1e-4)
  }

  @Test("The checker sees what is wrong with a schedule")
  func checker() throws {
    let units = try DispatchFixture.units("storage10")
    let good = try UnitDispatch(units, seed: 1).schedule
    func limits(_ change: (inout [[Double]], inout [[Double]]) -> Void) -> [String] {
      var (power, storage) = (good.powerMW, good.storageMW)
      change(&power, &storage)
      return units.violations(
        in: UnitSchedule(
          powerMW: power, storageMW: storage, unservedMW: good.unservedMW, of: units)
      ).map(\.limit)
    }
    #expect(limits { _, _ in }.isEmpty)
    #expect(limits { power, _ in power[3][0] += 1 }.contains("demand is not balanced"))
    #expect(limits { power, _ in power[3][0] = 500 }.contains("G1 is above its maximum"))
    #expect(limits { power, _ in power[3][0] = 1 }.contains("G1 falls too fast"))
    #expect(limits { _, storage in storage[3][0] = 300 }.contains("B1 exceeds its power"))
    #expect(
      limits { _, storage in storage[3][0] += 1 }.contains("B1 does not end as full as it must"))
  }
}
