import Documents
import PowerFlow
import Reporting

/// `report flow`: a page about a power flow.
struct ReportFlowCommand: Command {
  static let specification = CommandSpecification(
    path: ["report", "flow"],
    summary: "Make a page about the power flow of a network.",
    positionals: NetworkResult.positionals(of: "grid flow"),
    options: PageOutput.options,
    examples: [
      Example(
        "kilowatch report flow feeder.json result.json --out flow.html", "a page about result.json")
    ])

  private let result: NetworkResult

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    result = try NetworkResult(arguments, kind: "flow")
  }

  func run(_ console: Console) throws(CommandFailure) {
    let (network, document, name) = try result.read(console)
    guard let content = NetworkContent(flow: document, network: network, name: name) else {
      throw .badData("\(result.path): is no result of grid flow: it has no res_bus.vm_pu")
    }
    try result.output.write(.powerFlow(content), console)
  }
}

/// `report placement`: a page about where generation and load go.
struct ReportPlacementCommand: Command {
  static let specification = CommandSpecification(
    path: ["report", "placement"],
    summary: "Make a page about a placement of generation and load.",
    positionals: NetworkResult.positionals(of: "grid place"),
    options: PageOutput.options,
    examples: [
      Example(
        "kilowatch report placement feeder.json placed.json --out placement.html",
        "a page about placed.json")
    ])

  private let result: NetworkResult

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    result = try NetworkResult(arguments, kind: "placement")
  }

  func run(_ console: Console) throws(CommandFailure) {
    let (network, document, name) = try result.read(console)
    guard let content = NetworkContent(placement: document, network: network, name: name) else {
      throw .badData("\(result.path): is no result of grid place: it has no steps")
    }
    try result.output.write(.placement(content), console)
  }
}

/// A network, what a command found about it, and the page that tells of both.
private struct NetworkResult {
  let path: String
  let output: PageOutput
  private let networkPath: String

  static func positionals(of command: String) -> [Positional] {
    [
      Positional(name: "NETWORK", help: "The network file."),
      Positional(name: "RESULT.json", help: "What '\(command)' wrote about it."),
    ]
  }

  init(_ arguments: ParsedArguments, kind: String) throws(CommandFailure) {
    networkPath = arguments.positionals[0]
    path = arguments.positionals[1]
    output = try PageOutput(arguments, name: "\(stem(of: path))-\(kind)")
  }

  func read(
    _ console: Console
  ) throws(CommandFailure) -> (network: Network, document: JSONValue, name: String) {
    (try readNetwork(networkPath, console), try readJSON(path), fileName(of: networkPath))
  }
}
