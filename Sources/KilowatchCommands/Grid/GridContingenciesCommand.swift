import Documents
import Numerics
import PowerFlow
import Reporting

/// `kilowatch grid contingencies`: what the loss of each branch alone does (N-1).
struct GridContingenciesCommand: Command {
  static let specification = CommandSpecification(
    path: ["grid", "contingencies"],
    summary: "Take every branch of a network out, one at a time (N-1).",
    discussion: """
      Every line, transformer, winding and other branch in service is taken out alone; the rest is \
      solved by Newton's method. An outage is secure if it cuts nobody off and what is left has a \
      solution within the limits. Buses that it cuts off are listed, and the rest is judged \
      without them.
      """,
    positionals: [Positional(name: "NETWORK", help: "The network file, see 'grid flow'.")],
    options: [
      .out("RESULT.json", "Where the results go."),
      .value("csv", "TABLE.csv", "Also write one row for each outage."),
      .report("Make a page about the results, too."),
      .value(
        "voltage-band", "LOW,HIGH", "Voltages that are within the limits.", default: "0.95,1.05"),
      .value("max-loading", "PERCENT", "The highest loading within the limits.", default: "100"),
      .value("trafo-model", "t|pi", "Equivalent circuit of transformers.", default: "t"),
      .value("tolerance", "PU", "Largest mismatch of power at any node.", default: "1e-9"),
      .flag("fail-on-violation", "Exit with 2 if any outage is not secure."),
      .threads,
    ],
    examples: [
      Example(
        "kilowatch grid contingencies case1354pegase.m --voltage-band 0.9,1.1 --out n1.json",
        "which outages the network would not survive")
    ])

  private let networkPath: String
  private let outPath: String
  private let tablePath: String?
  private let report: PageOutput?
  private let limits: OutageLimits
  private let transformerModel: TransformerModel
  private let convergence: Convergence
  private let failsOnViolation: Bool
  private let execution: Execution

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    networkPath = arguments.positionals[0]
    outPath = try arguments.required("out")
    tablePath = arguments.string("csv")
    report = try PageOutput.report(arguments)
    limits = OutageLimits(
      voltagePU: try GridFlowCommand.voltageBand(arguments),
      loadingPercent: try arguments.double("max-loading", in: 0...1e6) ?? 100)
    transformerModel = try arguments.choice("trafo-model", of: TransformerModel.self) ?? .t
    convergence = Convergence(
      tolerancePU: try arguments.double("tolerance", in: 1e-14...1) ?? 1e-9, iterationLimit: 30)
    failsOnViolation = arguments.flag("fail-on-violation")
    execution = try arguments.execution()
  }

  func run(_ console: Console) throws(CommandFailure) {
    let network = try readNetwork(networkPath, console)
    let outages = try outages(of: network)
    try writeJSON(outages.json, to: outPath)
    if let tablePath { try outages.writeTable(to: tablePath) }
    if let report { try report.write(outages.page(name: fileName(of: networkPath)), console) }
    console.note(outages.summary)
    guard !failsOnViolation || outages.secureCount == outages.results.count else {
      throw CommandFailure(.gateTripped, "\(networkPath): \(outages.summary)")
    }
  }

  private func outages(of network: Network) throws(CommandFailure) -> OutageDocument {
    let model: PerUnitNetwork
    do throws(NetworkError) {
      model = try PerUnitNetwork(of: network, transformerModel: transformerModel)
    } catch { throw .badData("\(networkPath): \(error)") }
    do throws(PowerFlowError) {
      let plan = NewtonPlan(model)
      let analysis = try ContingencyAnalysis(
        plan, injections: model.injections, until: convergence)
      let branches = model.branches.indices.filter {
        if case .extendedWard = model.branches[$0].element { return false }
        return true
      }
      return OutageDocument(
        model: model, base: analysis.baseState, limits: limits,
        results: analysis.run(branches: branches, execution: execution))
    } catch { throw .failed("\(networkPath): \(error)") }
  }
}
