import Documents
import PowerFlow
import Reporting

/// `report flow`: a page about a power flow.
struct ReportFlowCommand: Command {
  static let specification = CommandSpecification(
    path: ["report", "flow"],
    summary: "Make a page about the power flow of a network.",
    positionals: [
      Positional(name: "NETWORK", help: "The network file."),
      Positional(name: "RESULT.json", help: "What 'grid flow' wrote about it."),
    ],
    options: PageOutput.options,
    examples: [
      Example(
        "kilowatch report flow feeder.json result.json --out flow.html", "a page about result.json")
    ])

  private let networkPath: String
  private let resultPath: String
  private let output: PageOutput

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    networkPath = arguments.positionals[0]
    resultPath = arguments.positionals[1]
    output = try PageOutput(arguments, name: "\(stem(of: resultPath))-flow")
  }

  func run(_ console: Console) throws(CommandFailure) {
    let network = try readNetwork(networkPath)
    let document = try readJSON(resultPath)
    guard
      let content = NetworkContent(
        flow: document, network: network, name: fileName(of: networkPath))
    else { throw .badData("\(resultPath): is no result of grid flow: it has no res_bus.vm_pu") }
    try output.write(.powerFlow(content), console)
  }
}

/// `report placement`: a page about where generation and load go.
struct ReportPlacementCommand: Command {
  static let specification = CommandSpecification(
    path: ["report", "placement"],
    summary: "Make a page about a placement of generation and load.",
    positionals: [
      Positional(name: "NETWORK", help: "The network file."),
      Positional(name: "RESULT.json", help: "What 'grid place' wrote about it."),
    ],
    options: PageOutput.options,
    examples: [
      Example(
        "kilowatch report placement feeder.json placed.json --out placement.html",
        "a page about placed.json")
    ])

  private let networkPath: String
  private let resultPath: String
  private let output: PageOutput

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    networkPath = arguments.positionals[0]
    resultPath = arguments.positionals[1]
    output = try PageOutput(arguments, name: "\(stem(of: resultPath))-placement")
  }

  func run(_ console: Console) throws(CommandFailure) {
    let network = try readNetwork(networkPath)
    let document = try readJSON(resultPath)
    guard
      let content = NetworkContent(
        placement: document, network: network, name: fileName(of: networkPath))
    else { throw .badData("\(resultPath): is no result of grid place: it has no steps") }
    try output.write(.placement(content), console)
  }
}
