import Documents
import Evolution
import Numerics
import PowerFlow
import ResourcePlacement

/// `kilowatch bench placement`: how long rating and searching placements take, and how good they are.
struct BenchPlacementCommand: Command {
  static let specification = CommandSpecification(
    path: ["bench", "placement"],
    summary: "Time the rating of placements, the searches and the front, with their answers.",
    discussion: """
      A batch is 100 random placements over all steps, from permutation to objective. Medians over \
      the runs are printed as JSON beside the mean, best and worst answer over the seeds.
      """,
    positionals: [Positional(name: "NETWORK", help: "The network file.")],
    options: [
      .value("load", "LOAD.csv", "Profiles of the loads."),
      .value("generation", "GEN.csv", "Profiles of the generators."),
      .value("runs", "N", "Runs that a median is taken over.", default: "21"),
      .value("seeds", "N", "Seeds that answers are averaged over.", default: "5"),
      .value(
        "reference-point", "A,B,C", "Where the hypervolume of (loading, losses, voltage) ends."),
      .value("ideal-point", "A,B,C", "Where it begins."),
    ],
    examples: [
      Example(
        "kilowatch bench placement feeder.json --load LoadData_B.csv "
          + "--generation GenerationData_B.csv", "the figures of the placement benchmark")
    ])

  private let networkPath: String
  private let loadPath: String
  private let generationPath: String
  private let runs: Int
  private let seeds: Int
  private let reference: [Double]
  private let ideal: [Double]

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    networkPath = arguments.positionals[0]
    loadPath = try arguments.required("load")
    generationPath = try arguments.required("generation")
    runs = try arguments.integer("runs", in: 1...10_000) ?? 21
    seeds = try arguments.integer("seeds", in: 1...1_000) ?? 5
    let points = ["reference-point", "ideal-point"].map {
      arguments.list($0).compactMap(Double.init)
    }
    (reference, ideal) = (points[0], points[1])
    guard reference.count == ideal.count, [0, 3].contains(reference.count) else {
      throw arguments.usage("--reference-point and --ideal-point take three numbers each")
    }
  }

  func run(_ console: Console) throws(CommandFailure) {
    let network = try readNetwork(networkPath, console)
    let load = try readProfile(loadPath)
    let generation = try readProfile(generationPath)
    do {
      let study = try PlacementStudy(
        network: network,
        generation: .init(names: generation.names, powerMW: generation.columns),
        load: .init(names: load.names, powerMW: load.columns))
      var results: [String: JSONValue] = [:]
      rate(study.problem, into: &results)
      try search(study.problem, into: &results)
      if !reference.isEmpty { try front(study.problem, into: &results) }
      console.write(String(decoding: JSONValue.object(results).serialized(), as: UTF8.self))
    } catch { throw .failed("\(networkPath): \(error)") }
  }

  private func rate(_ problem: PlacementProblem, into results: inout [String: JSONValue]) {
    let flows = Double(100 * problem.series.stepCount)
    var random = RandomSource(seed: 7)
    let placements = (0..<100).map { _ in problem.randomPlacement(using: &random) }
    let many = (0..<40).flatMap { _ in placements }
    var evaluator = PlacementEvaluator(problem)
    let one = medianMicroseconds { _ = evaluator.fitness(placements[0]) }
    // From a few flows to many: what a second thread gains, or costs.
    var gains: [String: JSONValue] = [:]
    for count in [1, 2, 5, 10, 30, 100, 300, 1_000, 4_000] {
      let batch = Array(many.prefix(count))
      let (serial, two) = medianMicroseconds(
        { _ = problem.fitness(of: batch, execution: .serial) },
        { _ = problem.fitness(of: batch, execution: .concurrent(workers: 2)) })
      gains["\(count * problem.series.stepCount)"] = .number(serial / two)
      if count == 100 {
        results["batch_flow_us_1_thread"] = .number(serial / flows)
        results["batch_flow_us_2_threads"] = .number(two / flows)
      }
    }
    results["speedup_2_threads_by_flows"] = .object(gains)
    results["series_us"] = .number(one)
  }

  private func search(
    _ problem: PlacementProblem, into results: inout [String: JSONValue]
  ) throws {
    let algorithm = try ReferenceGeneticAlgorithm()
    var seed: UInt64 = 0
    results["reference_ga_us"] = .number(
      medianMicroseconds {
        seed += 1
        _ = algorithm.run(problem, seed: seed)
      })
    for evaluations in [1_000, MemeticSearch.Configuration.defaultEvaluations] {
      let search = MemeticSearch(try .init(evaluations: evaluations))
      let start = monotonicNanoseconds()
      let outcomes = (1...seeds).map { seed in
        search.run(problem, seed: UInt64(seed), execution: .serial)
      }
      let found = outcomes.map(\.fitness.objective)
      let screened = outcomes.reduce(0) { $0 + $1.screenings }
      let seconds = Double(monotonicNanoseconds() - start) * 1e-9 / Double(seeds)
      results["memetic_\(evaluations)"] = [
        "mean": .number(found.reduce(0, +) / Double(seeds)), "best": .number(found.min() ?? .nan),
        "worst": .number(found.max() ?? .nan), "seconds_1_thread": .number(seconds),
        "mean_screened_moves": .number(Double(screened) / Double(seeds)),
      ]
    }
  }

  private func front(
    _ problem: PlacementProblem, into results: inout [String: JSONValue]
  ) throws {
    let front = try PlacementFront(terms: [.loading, .losses, .voltage])
    var volumes: [Double] = []
    var seed: UInt64 = 0
    let time = medianMicroseconds(runs: seeds) {
      seed += 1
      let points = front.run(problem, seed: seed).map { member in
        zip(member.values, zip(ideal, reference)).map { ($0 - $1.0) / ($1.1 - $1.0) }
      }
      volumes.append(hypervolume(of: points, below: [1, 1, 1]))
    }
    results["front_ms"] = .number(time / 1e3)
    results["front_hypervolume"] = .number(volumes.reduce(0, +) / Double(volumes.count))
  }

  private func medianMicroseconds(runs: Int? = nil, _ work: () -> Void) -> Double {
    median((0..<(runs ?? self.runs)).map { _ in microseconds(work) })
  }

  /// Both medians, of runs that take turns: what slows the machine down slows both.
  private func medianMicroseconds(
    _ first: () -> Void, _ second: () -> Void
  ) -> (Double, Double) {
    let times = (0..<runs).map { _ in (microseconds(first), microseconds(second)) }
    return (median(times.map(\.0)), median(times.map(\.1)))
  }

  private func microseconds(_ work: () -> Void) -> Double {
    let start = monotonicNanoseconds()
    work()
    return Double(monotonicNanoseconds() - start) / 1e3
  }

  private func median(_ times: [Double]) -> Double { times.sorted()[times.count / 2] }
}
