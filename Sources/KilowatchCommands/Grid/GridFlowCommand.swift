import Documents
import Numerics
import PowerFlow
import Reporting

/// `kilowatch grid flow`: the power flow of a network, once or over a series of profiles.
struct GridFlowCommand: Command {
  static let specification = CommandSpecification(
    path: ["grid", "flow"],
    summary: "Compute voltages, flows and loadings of a network, once or over profiles.",
    discussion: """
      NETWORK is a pandapower network (JSON, 3.x), a power-grid-model input (JSON, 1.0) or a MATPOWER \
      case (.m); which one it is, its content tells. A profile is a CSV table: a first column that \
      labels the steps, then one column for each load (or static generator), called by its number or \
      name, in MW (MVAr), or a demand profile (timestamp, node, demand_kw). Results carry pandapower's names: res_bus, res_line, res_trafo, \
      res_ext_grid, each with an index and columns; with profiles, a column is a list of steps.
      """,
    positionals: [Positional(name: "NETWORK", help: "The network file.")],
    options: [
      .out("RESULT.json", "Where the results go."),
      .report("Make a page about the results, too."),
      .value("load", "LOAD.csv", "Active power of the loads over time, MW."),
      .value("load-reactive", "Q.csv", "Reactive power of the loads over time, MVAr."),
      .value("generation", "GEN.csv", "Active power of the static generators over time, MW."),
      .value("generation-reactive", "Q.csv", "Reactive power of the generators over time, MVAr."),
      .value("csv", "FOLDER", "Also write each result table as CSV, step by step."),
      .value(
        "voltage-band", "LOW,HIGH", "Voltages outside of it are violations.", default: "0.95,1.05"),
      .value(
        "method", "sweep|newton", "How steps are solved.", default: "what suits the network"),
      .value("trafo-model", "t|pi", "Equivalent circuit of transformers.", default: "t"),
      .flag("enforce-q-limits", "Keep generators within their reactive limits."),
      .value("tolerance", "PU", "Largest mismatch of power at any node.", default: "1e-9"),
      .value("max-iterations", "N", "Iterations before giving up.", default: "30"),
      .threads,
    ],
    examples: [
      Example(
        "kilowatch grid flow feeder.json --out result.json",
        "solve the network as it stands in its file"),
      Example(
        """
        kilowatch grid flow feeder.json --load LoadData_B.csv --generation GenerationData_B.csv \
        --out day.json --csv day
        """, "solve one day, hour by hour"),
    ])

  private let networkPath: String
  private let outPath: String
  private let csvFolder: String?
  private let report: PageOutput?
  private let profilePaths: [String: String]
  private let voltageBandPU: ClosedRange<Double>
  private let method: BatchFlow.Method?
  private let transformerModel: TransformerModel
  private let convergence: Convergence
  private let execution: Execution

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    networkPath = arguments.positionals[0]
    outPath = try arguments.required("out")
    csvFolder = arguments.string("csv")
    report = try PageOutput.report(arguments)
    var paths: [String: String] = [:]
    for name in ["load", "load-reactive", "generation", "generation-reactive"] {
      paths[name] = arguments.string(name)
    }
    profilePaths = paths
    voltageBandPU = try GridFlowCommand.voltageBand(arguments)
    method = try arguments.choice("method", of: BatchFlow.Method.self)
    transformerModel = try arguments.choice("trafo-model", of: TransformerModel.self) ?? .t
    convergence = Convergence(
      tolerancePU: try arguments.double("tolerance", in: 1e-14...1) ?? 1e-9,
      iterationLimit: try arguments.integer("max-iterations", in: 1...10_000) ?? 30,
      enforcesReactiveLimits: arguments.flag("enforce-q-limits"))
    execution = try arguments.execution()
  }

  static func voltageBand(
    _ arguments: ParsedArguments
  ) throws(CommandFailure) -> ClosedRange<Double> {
    guard let text = arguments.string("voltage-band") else { return 0.95...1.05 }
    let ends = text.split(separator: ",").compactMap { Double($0) }
    guard ends.count == 2, ends[0] > 0, ends[0] <= ends[1], ends[1].isFinite else {
      throw arguments.usage(
        "--voltage-band takes two voltages in p.u., the lower one first, not '\(text)'")
    }
    return ends[0]...ends[1]
  }

  func run(_ console: Console) throws(CommandFailure) {
    let network = try readNetwork(networkPath, console)
    let series = try self.series(of: network, console)
    var document = FlowDocument(
      series: series, isSeries: !profilePaths.isEmpty, voltageBandPU: voltageBandPU)
    var tables = try csvFolder.map { folder throws(CommandFailure) in
      try ResultFolder(folder, network: network, isSeries: !profilePaths.isEmpty)
    }
    let progress = console.progress("grid flow", total: series.count)
    let wave = 1_024
    var first = 0
    while first < series.count {
      let range = first..<min(first + wave, series.count)
      let results = series.solve(range, until: convergence, execution: execution)
      for (offset, result) in results.enumerated() {
        let step = first + offset
        switch result {
        case .success(let flow):
          let violations = flow.violations(of: network, voltageBandPU: voltageBandPU)
          document.append(flow, violations: violations, step: step)
          try tables?.append(flow, of: network, step: series.steps[step], execution: execution)
        case .failure(let error):
          let place =
            profilePaths.isEmpty ? networkPath : "\(networkPath), step \(series.steps[step])"
          throw .failed("\(place): \(error)")
        }
      }
      progress.advance(by: range.count)
      first = range.upperBound
    }
    progress.finish()
    try tables?.commit()
    let result = document.json
    try writeJSON(result, to: outPath)
    if let report,
      let content = NetworkContent(flow: result, network: network, name: fileName(of: networkPath))
    {
      try report.write(.powerFlow(content), console)
    }
    console.note(document.summary)
  }

  private func series(
    of network: Network, _ console: Console
  ) throws(CommandFailure) -> FlowSeries {
    let batch: BatchFlow
    do {
      let model = try PerUnitNetwork(of: network, transformerModel: transformerModel)
      for island in model.unsuppliedIslands {
        let ids = island.prefix(8).map { "\(network.buses[$0].id)" }.joined(separator: ", ")
        console.note(
          "not supplied: \(island.count) bus\(island.count == 1 ? "" : "es") (\(ids)\(island.count > 8 ? ", …" : ""))"
        )
      }
      let isSingle = profilePaths.isEmpty && method == nil
      batch = try BatchFlow(NewtonPlan(model), method: isSingle ? .newton : method)
      if !isSingle { console.note("method: \(batch.reason)") }
    } catch { throw .badData("\(networkPath): \(error)") }
    var profiles = FlowSeries.Profiles()
    profiles.loadActive = try profile("load")
    profiles.loadReactive = try profile("load-reactive")
    profiles.generationActive = try profile("generation")
    profiles.generationReactive = try profile("generation-reactive")
    do throws(ProfileError) {
      return try FlowSeries(batch, profiles: profiles)
    } catch {
      let paths = profilePaths.values.sorted().joined(separator: ", ")
      throw .badData("\(paths): \(error)")
    }
  }

  private func profile(_ name: String) throws(CommandFailure) -> PowerProfile? {
    try profilePaths[name].map { path throws(CommandFailure) in try readProfile(path) }
  }
}

/// The profiles in the file at `path`.
func readProfile(_ path: String) throws(CommandFailure) -> PowerProfile {
  do throws(ProfileError) {
    return try PowerProfile(csv: path)
  } catch .file(let failure) {
    throw CommandFailure(failure)
  } catch {
    let message = error.description
    throw .badData(message.hasPrefix(path) ? message : "\(path): \(message)")
  }
}

/// The network in the file at `path`; what the file has beyond it, the user is told.
func readNetwork(_ path: String, _ console: Console) throws(CommandFailure) -> Network {
  let bytes = try withFiles { () throws(FileFailure) in try DocumentFile.read(path) }
  do throws(NetworkFileError) {
    let network = try Network(file: bytes)
    for remark in network.remarks { console.note("\(path): \(remark)") }
    return network
  } catch { throw .badData("\(path): \(error)") }
}
