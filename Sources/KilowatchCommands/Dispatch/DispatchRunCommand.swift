import Documents
import EconomicDispatch
import GridModel
import Numerics
import Reporting

/// `dispatch run`: which source supplies whom, hour by hour.
struct DispatchRunCommand: Command {
  static let specification = CommandSpecification(
    path: ["dispatch", "run"],
    summary: "Schedule sources or units over the hours, with the distance to the optimum.",
    discussion: """
      CASE.json holds nodes and sources (an allocation over losses) or thermal units; \
      Documentation/dispatch.md has the schema. Without it, the reference problem is drawn from the \
      seed: 10 nodes, 3 sources, 24 hours. Every limit is checked again by code that did not build \
      the schedule, and a broken one fails the command. Power that cannot be served is priced and \
      reported. All members of the result but elapsed_s are the same for the same seed.
      """,
    positionals: [
      Positional(name: "CASE.json", help: "The case.", isRequired: false)
    ],
    options: DemandFile.options + [
      .value("window", "HOURS", "Plan units for so many hours at a time: rolling horizon."),
      .value("step", "HOURS", "Hours of a plan that are run before the next.", default: "1"),
      .value(
        "method", "NAME", "genetic, exact, greedy-cost or greedy-delivered.", default: "genetic"),
      .value("population", "N", "Candidates of the genetic search.", default: "24"),
      .value("generations", "N", "Generations of the genetic search per hour.", default: "24"),
      .flag("unpolished", "Leave the answer of the genetic search as it is."),
    ] + ReferenceProblem.sizes + ReferenceProblem.ranges + [
      .out("RESULT.json", "Where the schedule goes."),
      .report("Make a page about the schedule, too."),
      .seed, .threads,
    ],
    examples: [
      Example("kilowatch dispatch run --seed 7 --out schedule.json", "the reference problem"),
      Example(
        "kilowatch dispatch run case.json --demand profile.csv --seed 7 --out schedule.json",
        "a case of yours with a forecast"),
    ])

  /// How an allocation is found.
  enum Method: String, CaseIterable {
    case genetic
    case exact
    case greedyCost = "greedy-cost"
    case greedyDelivered = "greedy-delivered"
  }

  let casePath: String?
  private let demand: DemandFile?
  let method: Method
  let genetic: GeneticAllocation.Configuration
  private let reference: AllocationCase.Ranges
  private let out: String
  private let report: PageOutput?
  let seed: UInt64
  let execution: Execution
  let rolling: RollingDispatch?

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    casePath = arguments.positionals.first
    demand = try DemandFile(arguments)
    method = try arguments.choice("method", of: Method.self) ?? .genetic
    reference = try ReferenceProblem.ranges(arguments)
    if casePath != nil { try ReferenceProblem.refuseFlags(arguments) }
    out = try arguments.required("out")
    report = try PageOutput.report(arguments)
    seed = try arguments.seed()
    execution = try arguments.execution()
    let step = try arguments.integer("step", in: 1...UnitCase.limits.hours) ?? 1
    let window = try arguments.integer("window", in: 1...UnitCase.limits.hours)
    let population = try arguments.integer("population", in: 4...10_000) ?? 24
    let generations = try arguments.integer("generations", in: 1...100_000) ?? 24
    do throws(DispatchError) {
      rolling =
        try window.map { window throws(DispatchError) in
          try RollingDispatch(windowHours: window, stepHours: step)
        }
      genetic = try GeneticAllocation.Configuration(
        populationSize: population, generations: generations,
        isPolished: !arguments.flag("unpolished"))
    } catch { throw arguments.usage("\(error)") }
  }

  func run(_ console: Console) throws(CommandFailure) {
    let begin = monotonicNanoseconds()
    let problem = try readCase()
    var result: [String: JSONValue]
    switch problem {
    case .allocation(let allocation): result = try solve(allocation, console)
    case .units(let units): result = try solve(units, console)
    }
    result["elapsed_s"] = JSONValue(Double(monotonicNanoseconds() - begin) * 1e-9)
    try writeJSON(.object(result), to: out)
    if let report,
      let content = DispatchContent(
        result: .object(result), of: problem,
        name: casePath.map(fileName(of:)) ?? "Reference problem")
    {
      try report.write(.dispatch(content), console)
    }
    if let broken = result["violations"]?.array, !broken.isEmpty {
      throw .failed("\(out): the schedule breaks \(broken.count) limits; they are listed in it")
    }
  }

  // MARK: - The case

  private func readCase() throws(CommandFailure) -> DispatchCase {
    var place = casePath ?? "reference problem"
    let document = try casePath.map(readJSON)
    let profile = try demand?.read(execution)
    if let demand { place += " with \(demand.path)" }
    do throws(DispatchError) {
      guard let document, document["reference"] == nil else {
        let ranges = try document?["reference"].map(AllocationCase.Ranges.init) ?? reference
        return .allocation(try drawn(from: ranges, demand: profile))
      }
      let band = document["units"] == nil ? nil : try profile.map(DemandBand.init)
      let problem = try DispatchCase(document, unitDemand: band)
      guard let profile, case .allocation(let allocation) = problem else { return problem }
      return .allocation(try allocation.replacingDemand(with: profile))
    } catch {
      throw .badData("\(place): \(error)")
    }
  }
}

extension DispatchViolation {
  var document: JSONValue {
    ["hour": JSONValue(hour), "limit": .string(limit), "excess": JSONValue(excess)]
  }
}
