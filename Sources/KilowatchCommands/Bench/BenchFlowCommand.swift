import Documents
import Numerics
import PowerFlow

/// `kilowatch bench flow`: how long power flows of a network take.
struct BenchFlowCommand: Command {
  static let specification = CommandSpecification(
    path: ["bench", "flow"],
    summary: "Time power flows of a network: single, in a batch, and with each branch out.",
    discussion: """
      Loads of the batch are scaled by independent factors around 1. Medians over the runs are \
      printed as JSON, in microseconds.
      """,
    positionals: [Positional(name: "NETWORK", help: "The network file.")],
    options: [
      .value("scenarios", "N", "How many power flows a batch has.", default: "40"),
      .value("spread", "X", "Loads are scaled by 1 − X … 1 + X.", default: "0.1"),
      .value("runs", "N", "Runs that a median is taken over.", default: "7"),
      .value("tolerance", "PU", "Largest mismatch of power at any node.", default: "1e-8"),
      .seed, .threads,
    ],
    examples: [
      Example(
        "kilowatch bench flow case1354pegase.m --scenarios 40",
        "time Newton's method on 1,354 buses")
    ])

  private let networkPath: String
  private let scenarios: Int
  private let spread: Double
  private let runs: Int
  private let convergence: Convergence
  private let seed: UInt64
  private let execution: Execution

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    networkPath = arguments.positionals[0]
    scenarios = try arguments.integer("scenarios", in: 1...1_000_000) ?? 40
    spread = try arguments.double("spread", in: 0...1) ?? 0.1
    runs = try arguments.integer("runs", in: 1...1_000) ?? 7
    convergence = Convergence(
      tolerancePU: try arguments.double("tolerance", in: 1e-14...1) ?? 1e-8, iterationLimit: 20)
    seed = try arguments.seed()
    execution = try arguments.execution()
  }

  func run(_ console: Console) throws(CommandFailure) {
    let network = try readNetwork(networkPath, console)
    do {
      let model = try PerUnitNetwork(of: network)
      var results: [String: JSONValue] = [
        "nodes": JSONValue(model.nodeCount), "branches": JSONValue(model.branches.count),
      ]
      var iterations = 0
      results["single_cold_us"] = try median { () throws in
        iterations = try NewtonSolver(model).solve(model.injections, until: convergence).iterations
      }
      results["single_iterations"] = JSONValue(iterations)
      let solver = NewtonSolver(model)
      let base = try solver.solve(model.injections, until: convergence)
      let batch = scaledInjections(of: model)
      var total = 0
      let whole = try median { () throws in
        total = 0
        for injections in batch {
          total += try solver.solve(injections, from: base, until: convergence).iterations
        }
      }
      results["batch_us"] = .number((whole.double ?? 0) / Double(scenarios))
      results["batch_mean_iterations"] = .number(Double(total) / Double(scenarios))
      results["batch_us_per_iteration"] = .number((whole.double ?? 0) / Double(total))
      let flows = try BatchFlow(NewtonPlan(model))
      let (active, reactive) = (
        batch.flatMap { $0.constant.map(\.real) }, batch.flatMap { $0.constant.map(\.imaginary) }
      )
      var unsolved = 0
      let magnitudes = try median { () throws in
        unsolved =
          flows.magnitudes(
            scenarios: scenarios, activePU: active, reactivePU: reactive, execution: execution
          ).unsolved.count
      }
      results["magnitudes_us"] = .number((magnitudes.double ?? 0) / Double(scenarios))
      results["magnitudes_method"] = .string(flows.method.rawValue)
      results["magnitudes_unsolved"] = JSONValue(unsolved)
      if model.branches.count > 500 {
        let analysis = try ContingencyAnalysis(
          NewtonPlan(model), injections: model.injections, until: convergence)
        var contingencies: [Contingency] = []
        let elapsed = try median { () throws in contingencies = analysis.run(execution: execution) }
        results["outage_us"] = .number(
          (elapsed.double ?? 0) / Double(max(contingencies.count, 1)))
        results["outages_without_solution"] = JSONValue(
          contingencies.count { (try? $0.outcome.get()) == nil })
        results["outages_that_cut_off_nodes"] = JSONValue(
          contingencies.count { !$0.unsuppliedNodes.isEmpty })
      }
      console.write(String(decoding: JSONValue.object(results).serialized(), as: UTF8.self))
    } catch { throw .failed("\(networkPath): \(error)") }
  }

  private func scaledInjections(of model: PerUnitNetwork) -> [Injections] {
    var random = RandomSource(seed: seed)
    return (0..<scenarios).map { _ in
      var injections = model.injections
      for node in injections.constant.indices {
        let factor = random.uniform(in: 1 - spread...1 + spread)
        injections.constant[node] = injections.constant[node] * factor
      }
      return injections
    }
  }

  /// The median time of `work` over the runs, in microseconds.
  private func median(_ work: () throws -> Void) rethrows -> JSONValue {
    var times: [Double] = []
    for _ in 0..<runs {
      let start = monotonicNanoseconds()
      try work()
      times.append(Double(monotonicNanoseconds() - start) / 1e3)
    }
    return .number(times.sorted()[times.count / 2])
  }
}
