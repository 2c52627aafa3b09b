import Documents
import EconomicDispatch
import Numerics

/// `bench dispatch-units`: how long cases with units take, and how good their schedules are.
struct BenchDispatchUnitsCommand: Command {
  static let specification = CommandSpecification(
    path: ["bench", "dispatch-units"],
    summary: "Time the dispatch of cases with units, with their answers over seeds.",
    discussion: """
      For each case: the median time over the runs, the cheapest and dearest schedule over the \
      seeds, the bound, and the limits that schedules break, as JSON.
      """,
    positionals: [
      Positional(name: "CASE.json", help: "Cases with units.", isRepeating: true)
    ],
    options: [
      .value("runs", "N", "Runs that a median is taken over.", default: "5"),
      .value("seeds", "N", "Seeds 1 … N that answers are taken over.", default: "3"),
      .threads,
    ],
    examples: [
      Example("kilowatch bench dispatch-units eld13.json uc10.json --seeds 20", "two systems")
    ])

  private let paths: [String]
  private let runs: Int
  private let seeds: Int
  private let execution: Execution

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    paths = arguments.positionals
    runs = try arguments.integer("runs", in: 1...10_000) ?? 5
    seeds = try arguments.integer("seeds", in: 1...1_000) ?? 3
    execution = try arguments.execution()
  }

  func run(_ console: Console) throws(CommandFailure) {
    var results: [String: JSONValue] = [:]
    for path in paths {
      let document = try readJSON(path)
      do throws(DispatchError) {
        guard case .units(let units) = try DispatchCase(document) else {
          throw .missingField(field: "units of case")
        }
        results[path] = try measure(units)
      } catch {
        throw .badData("\(path): \(error)")
      }
    }
    console.write(String(decoding: JSONValue.object(results).serialized(), as: UTF8.self))
  }

  private func measure(_ units: UnitCase) throws(DispatchError) -> JSONValue {
    var times: [Double] = []
    for _ in 0..<runs {
      let begin = monotonicNanoseconds()
      _ = try UnitDispatch(units, seed: 1, execution: execution)
      times.append(Double(monotonicNanoseconds() - begin) * 1e-6)
    }
    var costs: [Double] = []
    var broken = 0
    var bound: Double?
    var isProven = true
    var method = ""
    for seed in 1...UInt64(seeds) {
      let found = try UnitDispatch(units, seed: seed, execution: execution)
      costs.append(found.schedule.cost)
      broken += units.violations(in: found).count
      bound = found.lowerBound
      isProven = isProven && found.isProven
      method = found.method
    }
    return [
      "median_ms": JSONValue(times.sorted()[runs / 2]), "method": .string(method),
      "cheapest": JSONValue(costs.min() ?? 0), "dearest": JSONValue(costs.max() ?? 0),
      "lower_bound": bound.map { JSONValue($0) } ?? .null, "is_proven": .bool(isProven),
      "violations": JSONValue(broken),
    ]
  }
}
