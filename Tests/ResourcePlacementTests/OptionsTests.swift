import Evolution
import Numerics
import PowerFlow
import ResourcePlacement
import Testing

@Suite("Batteries, sizes, inverters and what room is left")
struct OptionsTests {
  @Test("a battery keeps within its power and its state of charge, and loses what it must")
  func schedule() throws {
    let battery = try Battery(capacityKWh: 10, powerKW: 3, efficiency: 0.81)
    let surplus: [Double] = [5, 5, 1, 0, -1, -4, -4, -4, -4, 2]
    let schedule = battery.schedule(surplusKW: surplus, stepHours: 1)
    #expect(schedule.powerKW.allSatisfy { abs($0) <= 3 })
    #expect(schedule.stateOfChargeKWh.allSatisfy { (0...10).contains($0) })
    let charged = schedule.powerKW.filter { $0 > 0 }.reduce(0, +)
    let discharged = -schedule.powerKW.filter { $0 < 0 }.reduce(0, +)
    #expect(abs(discharged - 0.81 * charged) < 1e-9, "the day repeats itself")
    for (power, left) in zip(schedule.powerKW, surplus) {
      #expect(power * left >= 0 && abs(power) <= abs(left))
    }
    #expect(throws: PlacementError.self) { try Battery(capacityKWh: -1, powerKW: 1) }
  }

  @Test("a battery and free sizes help, and total capacity stays what it was")
  func betterWithOptions() throws {
    let plain = try Feeder18.problem()
    let options = PlacementOptions(
      batteries: [try Battery(capacityKWh: 20, powerKW: 5)], generationFactors: 0.5...1.5)
    let free = try Feeder18.problem(options: options)
    let search = MemeticSearch(try .init(evaluations: 2_000))
    let fixed = search.run(plain, seed: 3, execution: .serial)
    let better = search.run(free, seed: 3, execution: .serial)
    #expect(better.fitness < fixed.fitness)
    let factors = better.placement.generationFactors
    #expect(factors.allSatisfy { (0.5 - 1e-9...1.5 + 1e-9).contains($0) })
    let peaks = try Feeder18.profiles("GenerationData_B.csv").map { $0.activePU.max() ?? 0 }
    let total = zip(factors, peaks).map { $0 * $1 }.reduce(0, +)
    #expect(abs(total - peaks.reduce(0, +)) < 1e-9)
    #expect(better.placement.batterySites.count == 1)
  }

  @Test("inverters that draw reactive power lower the highest voltage")
  func inverters() throws {
    let plain = try Feeder18.problem()
    let answering = try Feeder18.problem(options: PlacementOptions(inverterCapability: 0.5))
    var without = PlacementEvaluator(plain)
    var with = PlacementEvaluator(answering)
    let before = without.measure(plain.identity).series
    let after = with.measure(answering.identity).series
    #expect(after.highestVoltagePU < before.highestVoltagePU - 1e-4)
    #expect(after.violation < before.violation)
    let control = InverterControl(capabilityPU: [1])
    #expect(control.share(voltagePU: 1.019) == 0)
    #expect(control.share(voltagePU: 1.06) == 1)
    #expect(abs(control.share(voltagePU: 0.965) + 0.5) < 1e-9)
  }

  @Test("hosting capacity is where the first limit is met")
  func hostingCapacity() throws {
    let problem = try Feeder18.problem()
    let placement = MemeticSearch(try .init(evaluations: 1_000)).run(
      problem, seed: 1, execution: .serial
    ).placement
    let capacity = problem.hostingCapacity(of: placement)
    #expect(capacity.generationFactor > 1)
    let profiles = try Feeder18.profiles("GenerationData_B.csv")
    for (factor, isFeasible) in [(0.999, true), (1.001, false)] {
      let scaled = try Feeder18.problem(
        generation: profiles.map { profile in
          .init(activePU: profile.activePU.map { $0 * factor * capacity.generationFactor })
        })
      var evaluator = PlacementEvaluator(scaled)
      #expect(evaluator.fitness(placement).isFeasible == isFeasible)
    }
    #expect(capacity.additionalKW.count == 17)
    #expect(capacity.additionalKW[0] > capacity.additionalKW[16], "the end of a feeder is weaker")
    let tooMuch = problem.hostingCapacity(of: problem.identity)
    #expect(tooMuch.generationFactor < 1, "the identity allocation exceeds the band as it is")
    #expect(tooMuch.additionalKW.allSatisfy { $0 == 0 })
  }

  @Test("the front holds no placement that another beats")
  func front() throws {
    let problem = try Feeder18.problem()
    let front = try PlacementFront(
      terms: [.loading, .losses, .voltage], populationSize: 40, generations: 30
    ).run(problem, seed: 1)
    #expect(front.count > 10)
    for member in front {
      for other in front {
        #expect(!Objectives(other.values).dominates(Objectives(member.values)))
      }
    }
    var evaluator = PlacementEvaluator(problem)
    let measures = evaluator.measure(front[0].placement)
    #expect(
      front[0].values == [
        measures.loadingSumPercent, measures.lossesKWh, measures.voltageDeviationPercent,
      ])
  }

  @Test("options that cannot be are refused")
  func badOptions() {
    #expect(throws: PlacementError.invalidSizes(smallest: 1.2, largest: 2)) {
      try Feeder18.problem(options: PlacementOptions(generationFactors: 1.2...2))
    }
    #expect(throws: PlacementError.invalidInverters(capability: -1)) {
      try Feeder18.problem(options: PlacementOptions(inverterCapability: -1))
    }
    #expect(throws: PlacementError.impossibleLimits) {
      try Feeder18.problem(limits: SeriesLimits(lineLoadingPercent: 0))
    }
  }
}
