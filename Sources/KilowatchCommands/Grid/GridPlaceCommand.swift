import Documents
import Evolution
import Numerics
import PowerFlow
import Reporting
import ResourcePlacement

/// `kilowatch grid place`: where generators and loads stand best on a feeder.
struct GridPlaceCommand: Command {
  static let specification = CommandSpecification(
    path: ["grid", "place"],
    summary: "Find where the generators and loads of a feeder stand best.",
    discussion: """
      The loads and static generators of NETWORK are the sites; each column of LOAD.csv and GEN.csv \
      is a profile that takes one. generation_order and load_order name the site of each profile. \
      Profiles are MW, a row for each step, or a demand profile (timestamp, node, demand_kw). \
      The best placement is feasible (voltages, line and transformer loading) and confirmed by \
      Newton's method. Budgets are counted in power-flow evaluations of the whole series, so that \
      the answer depends on the seed alone; elapsed_s is the only field that differs between runs.
      """,
    positionals: [Positional(name: "NETWORK", help: "The network file, see 'grid flow'.")],
    options: [
      .value("load", "LOAD.csv", "Profiles of the loads."),
      .value("generation", "GEN.csv", "Profiles of the generators."),
      .out("RESULT.json", "Where the result goes."),
      .value(
        "objective", "TERMS",
        "What is minimised: loading, losses, voltage, import, or weights such as "
          + "loading=1,losses=0.2.", default: "loading"),
      .value(
        "method", "METHOD",
        "memetic, reference-ga (order crossover, 10 % swaps, roulette) or random.",
        default: "memetic"),
      .value(
        "evaluations", "N", "How many placements may be rated; about 1 s for 17 + 17 over 24 h.",
        default: "100000; 100 for reference-ga and random"),
      .value("fix-load", "PROFILE=SITE", "A load that stays; repeat for more.", isRepeating: true),
      .value(
        "fix-generation", "PROFILE=SITE", "A generator that stays; repeat for more.",
        isRepeating: true),
      .value("min-voltage", "PU", "The lowest voltage allowed.", default: "0.95"),
      .value("max-voltage", "PU", "The highest voltage allowed.", default: "1.05"),
      .value("max-line-loading", "PERCENT", "The highest line loading allowed.", default: "100"),
      .value(
        "max-trafo-loading", "PERCENT", "The highest transformer loading allowed.", default: "100"),
      .value(
        "step-hours", "HOURS", "The length of a step.", default: "from timestamps, otherwise 1"),
      .value(
        "battery", "KWH:KW[:EFFICIENCY]",
        "A battery that goes to the best load site; repeat for more.", isRepeating: true),
      .value(
        "sizes", "MIN:MAX", "Resize generators by these factors, total capacity staying the same."),
      .value(
        "volt-var", "SHARE",
        "Inverters give this share of their peak power as reactive power, Q(U) from 2 to 5 % off."),
      .value(
        "front", "TERMS",
        "Also list the placements that none beats in all of these, such as loading,losses,voltage."),
      .flag("n-1", "Also take every branch out, one at a time."),
      .flag("hosting-capacity", "Also say how much more generation there is room for."),
      .report("Make a page about the placement, too."),
      .value("trafo-model", "t|pi", "Equivalent circuit of transformers.", default: "t"),
      .seed, .threads,
    ],
    examples: [
      Example(
        "kilowatch grid place feeder.json --load LoadData_B.csv --generation GenerationData_B.csv "
          + "--seed 7 --out placement.json", "keep the lines of a feeder as empty as can be"),
      Example(
        "kilowatch grid place feeder.json --load forecast.csv --generation GenerationData_B.csv "
          + "--objective losses --fix-load 0=3 --out placement.json",
        "lose the least energy under a forecast, one household where it is"),
    ])

  enum Method: String, CaseIterable {
    case memetic
    case reference = "reference-ga"
    case random
  }

  private let networkPath: String
  private let loadPath: String
  private let generationPath: String
  private let outPath: String
  private let objective: PlacementObjective
  private let method: Method
  private let evaluations: Int?
  private let limits: SeriesLimits
  private let fixedLoads: [(String, Int)]
  private let fixedGenerators: [(String, Int)]
  private let options: PlacementOptions
  private let front: [PlacementFront.Term]
  private let analysesOutages: Bool
  private let findsHostingCapacity: Bool
  private let report: PageOutput?
  private let stepHours: Double?
  private let transformerModel: TransformerModel
  private let seed: UInt64
  private let execution: Execution

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    networkPath = arguments.positionals[0]
    loadPath = try arguments.required("load")
    generationPath = try arguments.required("generation")
    outPath = try arguments.required("out")
    objective = try Self.objective(arguments)
    method = try arguments.choice("method", of: Method.self) ?? .memetic
    evaluations = try arguments.integer("evaluations", in: 1...1_000_000_000)
    let lowest = try arguments.double("min-voltage", in: 0...2) ?? 0.95
    let highest = try arguments.double("max-voltage", in: 0...2) ?? 1.05
    guard lowest < highest else {
      throw arguments.usage("--min-voltage \(lowest) is not below --max-voltage \(highest)")
    }
    limits = SeriesLimits(
      voltagePU: lowest...highest,
      lineLoadingPercent: try arguments.double("max-line-loading", in: 0...1e6) ?? 100,
      transformerLoadingPercent: try arguments.double("max-trafo-loading", in: 0...1e6) ?? 100)
    fixedLoads = try Self.pairs("fix-load", arguments)
    fixedGenerators = try Self.pairs("fix-generation", arguments)
    options = try Self.options(arguments)
    front = try Self.front(arguments)
    analysesOutages = arguments.flag("n-1")
    findsHostingCapacity = arguments.flag("hosting-capacity")
    report = try PageOutput.report(arguments)
    stepHours = try arguments.double("step-hours", in: 1e-3...8_784)
    transformerModel = try arguments.choice("trafo-model", of: TransformerModel.self) ?? .t
    seed = try arguments.seed()
    execution = try arguments.execution()
  }

  func run(_ console: Console) throws(CommandFailure) {
    let start = monotonicNanoseconds()
    let study = try study(console)
    let search = try PlacementComparison(
      method, evaluations: evaluations, study: study, seed: seed, execution: execution,
      console: console)
    let (before, after) = try withStudy(networkPath) { () throws(PlacementStudyError) in
      (try study.confirm(study.problem.identity), try study.confirm(search.chosen.placement))
    }
    var document = PlacementDocument.of(
      search, before: before, confirmation: after, study: study, seed: seed)
    if analysesOutages {
      let outages = try withStudy(networkPath) { () throws(PlacementStudyError) in
        try study.contingencies(of: search.chosen.placement, execution: execution)
      }
      document["n_1"] = PlacementDocument.outages(outages, study: study)
    }
    if findsHostingCapacity {
      document["hosting_capacity"] = PlacementDocument.hosting(
        study.problem.hostingCapacity(of: search.chosen.placement))
    }
    if !front.isEmpty { document["front"] = try members(study) }
    let elapsed = Double(monotonicNanoseconds() - start) * 1e-9
    document["elapsed_s"] = JSONValue(elapsed)
    try writeJSON(.object(document), to: outPath)
    if let report,
      let content = NetworkContent(
        placement: .object(document), network: study.network, name: fileName(of: networkPath))
    {
      try report.write(.placement(content), console)
    }
    console.note(
      """
      objective \(search.chosen.fitness.objective) after \(search.chosen.evaluations) evaluations \
      and \(search.chosen.screenings) screened moves
      """)
    guard search.chosen.fitness.isFeasible else {
      throw .failed(
        "no placement within the limits was found: see violations of the best in \(outPath)")
    }
  }

  private func members(_ study: PlacementStudy) throws(CommandFailure) -> JSONValue {
    do throws(PlacementError) {
      let members = try PlacementFront(terms: front).run(study.problem, seed: seed)
      return PlacementDocument.front(members, terms: front)
    } catch {
      throw .failed("grid place: \(error)")
    }
  }

  private func study(_ console: Console) throws(CommandFailure) -> PlacementStudy {
    let network = try readNetwork(networkPath, console)
    let load = try readProfile(loadPath)
    let generation = try readProfile(generationPath)
    guard load.steps.count == generation.steps.count else {
      throw .badData(
        "\(loadPath) has \(load.steps.count) steps, \(generationPath) has \(generation.steps.count)"
      )
    }
    let generators = try profiles(generation, fixed: fixedGenerators, path: generationPath)
    let loads = try profiles(load, fixed: fixedLoads, path: loadPath)
    do throws(PlacementStudyError) {
      return try PlacementStudy(
        network: network, generation: generators, load: loads, objective: objective,
        limits: limits, options: options,
        stepHours: stepHours ?? load.stepHours ?? generation.stepHours ?? 1,
        transformerModel: transformerModel)
    } catch {
      throw .badData("\(networkPath): \(error)")
    }
  }
}

/// The value of `body`, its failure named after the network's file.
private func withStudy<Value>(
  _ path: String, _ body: () throws(PlacementStudyError) -> Value
) throws(CommandFailure) -> Value {
  do throws(PlacementStudyError) {
    return try body()
  } catch {
    throw .failed("\(path): \(error)")
  }
}
