import Documents
import Numerics
import PowerFlow

/// `kilowatch grid flow`: the power flow of a network, once or over a series of profiles.
struct GridFlowCommand: Command {
  static let specification = CommandSpecification(
    path: ["grid", "flow"],
    summary: "Compute voltages, flows and loadings of a network, once or over profiles.",
    discussion: """
      NETWORK is a pandapower network (JSON, 3.x), a power-grid-model input (JSON, 1.0) or a MATPOWER \
      case (.m); which one it is, its content tells. Results carry pandapower's names: res_bus, \
      res_line, res_trafo, res_ext_grid, each with an index and columns.
      """,
    positionals: [Positional(name: "NETWORK", help: "The network file.")],
    options: [
      .out("RESULT.json", "Where the results go."),
      .value(
        "trafo-model", "t|pi", "Equivalent circuit of transformers.", default: "t"),
      .value("tolerance", "PU", "Largest mismatch of power at any node.", default: "1e-9"),
      .value("max-iterations", "N", "Iterations before giving up.", default: "30"),
      .threads,
    ],
    examples: [
      Example(
        "kilowatch grid flow feeder.json --out result.json",
        "solve the network as it stands in its file")
    ])

  private let networkPath: String
  private let outPath: String
  private let transformerModel: TransformerModel
  private let convergence: Convergence
  private let execution: Execution

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    networkPath = arguments.positionals[0]
    outPath = try arguments.required("out")
    transformerModel = try arguments.choice("trafo-model", of: TransformerModel.self) ?? .t
    convergence = Convergence(
      tolerancePU: try arguments.double("tolerance", in: 1e-14...1) ?? 1e-9,
      iterationLimit: try arguments.integer("max-iterations", in: 1...10_000) ?? 30)
    execution = try arguments.execution()
  }

  func run(_ console: Console) throws(CommandFailure) {
    let network = try readNetwork(networkPath)
    let model: PerUnitNetwork
    do throws(NetworkError) {
      model = try PerUnitNetwork(of: network, transformerModel: transformerModel)
    } catch { throw .badData("\(networkPath): \(error)") }
    let injections = model.injections
    let solution: VoltageSolution
    do throws(PowerFlowError) {
      solution = try NewtonSolver(model).solve(injections, until: convergence)
    } catch { throw .failed("\(networkPath): \(error)") }
    let flow = model.result(of: solution, injections: injections)
    try writeJSON(FlowDocument.of(flow, model: model), to: outPath)
    console.note(
      "\(solution.iterations) iterations, largest mismatch \(solution.largestMismatchPU) p.u.")
  }
}

/// The network in the file at `path`.
func readNetwork(_ path: String) throws(CommandFailure) -> Network {
  let bytes = try withFiles { () throws(FileFailure) in try DocumentFile.read(path) }
  do throws(NetworkFileError) {
    return try Network(file: bytes)
  } catch { throw .badData("\(path): \(error)") }
}
