import Documents
import EconomicDispatch
import Evolution
import Numerics

/// `kilowatch bench dispatch`: how long the dispatch of nodes takes, and how near the optimum it is.
struct BenchDispatchCommand: Command {
  static let specification = CommandSpecification(
    path: ["bench", "dispatch"],
    summary: "Time the dispatch of nodes by every method, with its distance to the optimum.",
    discussion: """
      Every case is solved on one thread by every method; the gap is that of all cases together, the \
      worst hour is the largest gap of any. Times are medians for one case.
      """,
    positionals: [
      Positional(name: "CASE.json", help: "Cases with nodes and sources.", isRepeating: true)
    ],
    options: [
      .value("runs", "N", "Runs that a median is taken over.", default: "5"),
      .seed,
    ],
    examples: [
      Example("kilowatch bench dispatch Benchmarks/data/dispatch/10x3-*.json", "the reference")
    ])

  private let paths: [String]
  private let runs: Int
  private let seed: UInt64

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    paths = arguments.positionals
    runs = try arguments.integer("runs", in: 1...1_000) ?? 5
    seed = try arguments.seed()
  }

  func run(_ console: Console) throws(CommandFailure) {
    var cases: [AllocationCase] = []
    for path in paths {
      let document = try readJSON(path)
      do throws(DispatchError) {
        guard case .allocation(let allocation) = try DispatchCase(document) else {
          throw .missingField(field: "nodes of case")
        }
        cases.append(allocation)
      } catch {
        throw .badData("\(path): \(error)")
      }
    }
    do throws(DispatchError) {
      console.write(String(decoding: try measure(cases).serialized(), as: UTF8.self))
    } catch {
      throw .failed("\(error)")
    }
  }

  private func measure(_ cases: [AllocationCase]) throws(DispatchError) -> JSONValue {
    var optima: [AllocationSchedule] = []
    for allocation in cases { optima.append(try ExactAllocation(allocation).schedule) }
    func genetic(
      _ population: Int, _ generations: Int, isPolished: Bool = false
    ) throws(DispatchError) -> (AllocationCase) throws(DispatchError) -> AllocationSchedule {
      let configuration = try GeneticAllocation.Configuration(
        populationSize: population, generations: generations, isPolished: isPolished)
      return { (allocation) throws(DispatchError) in
        try GeneticAllocation(allocation, configuration, seed: seed, execution: .serial).schedule
      }
    }
    let methods: [(String, (AllocationCase) throws(DispatchError) -> AllocationSchedule)] = [
      ("greedy_by_cost", GreedyAllocation.byCost.schedule),
      ("greedy_by_delivered_cost", GreedyAllocation.byDeliveredCost.schedule),
      ("genetic_8x8", try genetic(8, 8)),
      ("genetic_16x16", try genetic(16, 16)),
      ("genetic_24x24", try genetic(24, 24)),
      ("genetic_48x48", try genetic(48, 48)),
      ("genetic_polished", try genetic(8, 4, isPolished: true)),
      (
        "exact",
        { (allocation) throws(DispatchError) in try ExactAllocation(allocation).schedule }
      ),
    ]
    var results: [String: JSONValue] = [:]
    for (name, solve) in methods { results[name] = try measure(cases, optima, solve) }
    return .object(results)
  }

  private func measure(
    _ cases: [AllocationCase], _ optima: [AllocationSchedule],
    _ solve: (AllocationCase) throws(DispatchError) -> AllocationSchedule
  ) throws(DispatchError) -> JSONValue {
    var times: [Double] = []
    var processorTimes: [Double] = []
    var cost = 0.0
    var worst = 0.0
    for (allocation, optimum) in zip(cases, optima) {
      var schedule = optimum
      for _ in 0..<runs {
        let start = monotonicNanoseconds()
        let used = processorNanoseconds()
        schedule = try solve(allocation)
        processorTimes.append(Double(processorNanoseconds() - used) * 1e-6)
        times.append(Double(monotonicNanoseconds() - start) * 1e-6)
      }
      cost += schedule.cost
      for (found, least) in zip(schedule.hourlyCost, optimum.hourlyCost) where least > 0 {
        worst = max(worst, found / least - 1)
      }
    }
    let least = optima.reduce(0) { $0 + $1.cost }
    return [
      "ms": JSONValue(times.sorted()[times.count / 2]),
      "processor_ms": JSONValue(processorTimes.sorted()[times.count / 2]),
      "gap_percent": JSONValue((cost / least - 1) * 100),
      "worst_hour_percent": JSONValue(worst * 100),
    ]
  }
}
