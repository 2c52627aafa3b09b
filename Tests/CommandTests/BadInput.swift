import Testing

/// A command line that must end with one line and an exit code, and leave no output.
struct BadInput: Sendable, CustomTestStringConvertible {
  let name: String
  /// What is in the file `in.csv`.
  let content: String
  let command: String
  let exitCode: Int32
  /// What the line must contain.
  let words: String

  init(_ name: String, _ content: String, _ words: String) {
    self.init(name, content, BadInput.train, 65, words)
  }

  init(_ name: String, _ content: String, _ command: String, _ words: String) {
    self.init(name, content, command, 65, words)
  }

  init(
    _ name: String, _ content: String, _ command: String, _ exitCode: Int32, _ words: String
  ) {
    self.name = name
    self.content = content
    self.command = command
    self.exitCode = exitCode
    self.words = words
  }

  var testDescription: String { name }

  static let train = "detect train --model isolation-forest --data in.csv --out out.json"
  static let trainForest = "detect train --model random-forest --data in.csv --out out.json"
  static let trainTable = train + " --table"
  static let verify = "model verify in.csv"
  static let score = "detect score --model in.csv --data in.csv --out out.csv"
  static let evaluate = "detect evaluate --scores in.csv --out out.json"
  static let header = "timestamp,meter_id,active_power_kw,voltage_v\n"
  static let model =
    #"{"kind": "isolation-forest", "format_version": 1, "#
    + #""producer": {"version": "0"}, "seed": 1, "#
}
