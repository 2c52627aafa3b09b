import Documents

/// `model inspect`: what a model document says of itself.
struct ModelInspectCommand: Command {
  static let specification = CommandSpecification(
    path: ["model", "inspect"],
    summary: "Show what a model is, what it needs and where it comes from.",
    positionals: [Positional(name: "MODEL.json", help: "The model document.")],
    options: [.json],
    examples: [
      Example("kilowatch model inspect model.json", "in words"),
      Example("kilowatch model inspect model.json --json", "the document without the model itself"),
    ])

  private let path: String
  private let isJSON: Bool

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    path = arguments.positionals[0]
    isJSON = arguments.flag("json")
  }

  func run(_ console: Console) throws(CommandFailure) {
    let json = try readJSON(path)
    guard var members = json.object, json["kind"]?.string != nil else {
      throw .badData("\(path): not a model document: it has no \"kind\"")
    }
    members["model"] = nil
    if isJSON {
      return console.write(
        String(decoding: JSONValue.object(members).serialized(), as: UTF8.self))
    }
    for (name, value) in [
      ("kind", text(json["kind"])), ("format version", text(json["format_version"])),
      ("made by", "kilowatch \(text(json["producer"]?["version"]))"),
      ("made", text(json["created_at"])), ("seed", text(json["seed"])),
      ("configuration", fields(json["configuration"])), ("threshold", fields(json["threshold"])),
      ("training data", fields(json["training_data"])),
      ("features", features(json["features"])),
    ] {
      console.print(name + String(repeating: " ", count: 16 - name.count) + value)
    }
  }

  private func text(_ value: JSONValue?) -> String {
    switch value {
    case .string(let text): text
    case .null, nil: "not stated"
    case .some(let value):
      String(decoding: value.serialized(.compact), as: UTF8.self)
        .trimmingLineEnd
    }
  }

  private func fields(_ value: JSONValue?) -> String {
    guard let members = value?.object else { return "not stated" }
    return members.sorted { $0.key < $1.key }.filter { !$0.value.isNull }
      .map { "\($0.key) \(text($0.value))" }.joined(separator: ", ")
  }

  private func features(_ value: JSONValue?) -> String {
    let names = (value?.array ?? []).compactMap { $0["name"]?.string }
    let shown = names.prefix(6).joined(separator: ", ")
    return "\(names.count): \(shown)\(names.count > 6 ? " …" : "")"
  }
}

extension String {
  fileprivate var trimmingLineEnd: String { hasSuffix("\n") ? String(dropLast()) : self }
}
