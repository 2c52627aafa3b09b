import EconomicDispatch
import Foundation
import Numerics
import Testing

@Suite struct StaticUnitTests {
  @Test(
    "Published systems reach their proven optimum in every one of 20 seeds",
    arguments: [
      ("eld3_850_smooth", 8_194.3561), ("eld3_850_valve", 8_234.0717),
      ("eld13_1800", 17_963.8291), ("eld40", 121_412.5355), ("eld6", 15_443.0752),
    ])
  func published(name: String, optimum: Double) throws {
    // Optima are published to four places.
    let units = try DispatchFixture.units(name)
    for seed in 1...20 as ClosedRange<UInt64> {
      let found = try UnitDispatch(units, seed: seed)
      #expect(abs(found.schedule.cost - optimum) <= 2e-4)
      #expect(found.isProven)
      #expect(units.violations(in: found).isEmpty)
    }
  }

  /// Three units with ripples, drawn from a seed.
  private static func random(_ seed: UInt64, losses: Bool) throws -> UnitCase {
    var random = RandomSource(seed: seed)
    var units: [GenerationUnit] = []
    for index in 0..<3 {
      let low = random.uniform(in: 10...60)
      var unit = GenerationUnit(
        name: "G\(index)", minimumMW: low, maximumMW: low + random.uniform(in: 80...200))
      unit.fixedCost = random.uniform(in: 20...200)
      unit.linearCost = random.uniform(in: 1...9)
      unit.quadraticCost = random.uniform(in: 0.001...0.01)
      unit.valveHeight = random.uniform(in: 50...200)
      unit.valveFrequency = random.uniform(in: 0.03...0.08)
      units.append(unit)
    }
    let loss = TransmissionLoss(
      quadratic: [[5e-5, 1e-5, 1e-5], [1e-5, 4e-5, 2e-5], [1e-5, 2e-5, 6e-5]],
      linear: [0.001, 0, 0.002], constant: 0.5)
    let least = units.map(\.minimumMW).reduce(0, +)
    let most = units.map(\.maximumMW).reduce(0, +)
    return try UnitCase(
      units: units, demandMW: [least + random.uniform(in: 0.2...0.8) * (most - least) - 10],
      losses: losses ? loss : nil)
  }

  @Test(
    "No point of a fine grid is cheaper than a proven optimum, with losses or without",
    arguments: 1...12 as ClosedRange<UInt64>, [false, true])
  func grid(seed: UInt64, losses: Bool) throws {
    let units = try Self.random(seed, losses: losses)
    let found = try UnitDispatch(units, seed: 1)
    #expect(found.isProven)
    #expect(units.violations(in: found).isEmpty)
    var best = Double.infinity
    let steps = 300
    let (a, b, c) = (units.units[0], units.units[1], units.units[2])
    for i in 0...steps {
      let first = a.minimumMW + (a.maximumMW - a.minimumMW) * Double(i) / Double(steps)
      for j in 0...steps {
        let second = b.minimumMW + (b.maximumMW - b.minimumMW) * Double(j) / Double(steps)
        var third = units.demandMW[0] - first - second
        if let loss = units.losses {
          for _ in 0..<20 {
            third = units.demandMW[0] + loss.lossMW(at: [first, second, third]) - first - second
          }
        }
        guard third >= c.minimumMW, third <= c.maximumMW else { continue }
        best = min(best, a.cost(first) + b.cost(second) + c.cost(third))
      }
    }
    #expect(found.schedule.cost <= best + 1e-6)
    #expect(found.schedule.cost >= best * 0.99)
  }

  @Test("Demand beyond all units is refused, or priced and shown")
  func shortage() throws {
    let unit = "{\"pmin\": 10, \"pmax\": 100, \"c1\": 5, \"c2\": 0.01}"
    #expect(throws: DispatchError.self) {
      try UnitDispatch(try DispatchFixture.units(unit, demand: [120]), seed: 1)
    }
    let priced = try DispatchFixture.units(
      unit, demand: [120, 50], rest: ", \"unserved_cost_per_mwh\": 1000")
    let found = try UnitDispatch(priced, seed: 1)
    #expect(priced.violations(in: found).isEmpty)
    #expect(abs(found.schedule.unservedMWh - 20) < 1e-9)
    #expect(abs(found.schedule.cost - (500 + 100 + 20_000 + 250 + 25)) < 1e-6)
  }
}
