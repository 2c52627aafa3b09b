import Documents
import PowerFlow

/// `kilowatch grid convert`: a network file as power-grid-model's input.
struct GridConvertCommand: Command {
  static let specification = CommandSpecification(
    path: ["grid", "convert"],
    summary: "Write a network as power-grid-model's input (JSON, 1.0).",
    discussion: """
      Nodes keep the numbers of their buses. Transformers are π equivalents there; compare with \
      'grid flow --trafo-model pi'. What the format has no component for is named, and nothing is \
      written.
      """,
    positionals: [Positional(name: "NETWORK", help: "The network file, see 'grid flow'.")],
    options: [.out("INPUT.json", "Where the input data goes.")],
    examples: [
      Example(
        "kilowatch grid convert feeder.json --out input.json",
        "take a pandapower network to power-grid-model")
    ])

  private let networkPath: String
  private let outPath: String

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    networkPath = arguments.positionals[0]
    outPath = try arguments.required("out")
  }

  func run(_ console: Console) throws(CommandFailure) {
    let network = try readNetwork(networkPath, console)
    let input: JSONValue
    do throws(NetworkFileError) {
      input = try network.powerGridModelJSON()
    } catch { throw .badData("\(networkPath): for power-grid-model, \(error)") }
    try writeJSON(input, to: outPath)
  }
}
