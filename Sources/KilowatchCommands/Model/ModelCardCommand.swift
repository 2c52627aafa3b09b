import Documents
import Reporting

/// `model card`: a model document as a page of words.
struct ModelCardCommand: Command {
  static let specification = CommandSpecification(
    path: ["model", "card"],
    summary: "Write the model card of a model, in Markdown.",
    discussion: """
      The card says what the model is for, what it learned from, its features, configuration, seed, \
      threshold and metrics with their sources, and where its limits are. All of it is read from \
      the model document; measurements in files of their own are added with --metrics.
      """,
    positionals: [Positional(name: "MODEL.json", help: "The model document.")],
    options: [
      .value(
        "metrics", "METRICS.json", "What 'detect evaluate' or 'forecast backtest' measured.",
        isRepeating: true),
      .value("out", "CARD.md", "The card to write.", default: "standard output"),
    ],
    examples: [
      Example("kilowatch model card model.json", "to read"),
      Example(
        "kilowatch model card model.json --metrics metrics.json --out model.md",
        "a file, with a measurement on an unseen month"),
    ])

  private let path: String
  private let metrics: [String]
  private let out: String

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    path = arguments.positionals[0]
    metrics = arguments.strings("metrics")
    out = arguments.string("out") ?? "-"
  }

  func run(_ console: Console) throws(CommandFailure) {
    let document = try readJSON(path)
    guard let kind = document["kind"]?.string else {
      throw .badData("\(path): not a model document: it has no \"kind\"")
    }
    var measurements: [ModelCard.Measurement] = []
    for path in metrics {
      measurements.append(
        ModelCard.Measurement(source: fileName(of: path), metrics: try readJSON(path)))
    }
    guard let card = ModelCard(document, name: fileName(of: path), measurements: measurements)
    else { throw .badData("\(path): of kind '\(kind)', which is no model") }
    guard out != "-" else { return console.write(card.markdown) }
    try withFiles { () throws(FileFailure) in
      try DocumentFile.write(Array(card.markdown.utf8), to: out)
    }
  }
}
