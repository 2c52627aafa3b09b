import AnomalyDetection
import Documents
import Learning
import LoadForecasting

/// `model verify`: whether a document holds a model that can be used.
struct ModelVerifyCommand: Command {
  static let specification = CommandSpecification(
    path: ["model", "verify"],
    summary: "Check that a model document is whole and can be used.",
    discussion: """
      The document is loaded as 'detect score' or 'forecast predict' would load it: kind and \
      version, every feature, every node of every tree. Ends with 65 and one line that names the damaged part otherwise.
      """,
    positionals: [Positional(name: "MODEL.json", help: "The model document.")],
    examples: [Example("kilowatch model verify model.json", "check a model")])

  private let path: String

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    path = arguments.positionals[0]
  }

  func run(_ console: Console) throws(CommandFailure) {
    let json = try readJSON(path)
    let kind = json["kind"]?.string
    switch kind {
    case Forecaster.documentKind: _ = try ForecasterFile(reading: path)
    case NeuralNetwork.documentKind: _ = try TableModel(reading: path)
    // A forest that knows no normal class is one of numbers.
    case RandomForestRegressor.documentKind where json["preprocessing"]?["normal"] == nil:
      _ = try TableModel(reading: path)
    default: _ = try readDetector(path)
    }
    console.print("\(path): usable, kind \(kind ?? "")")
  }
}
