/// The commands by noun and verb: finds the one that a line names, or the help that it asks for.
struct CommandTree {
  /// What a line of arguments comes to.
  enum Resolution {
    case text(String)
    case command(any Command.Type, ParsedArguments)
  }

  private let commands: [any Command.Type]

  init(_ commands: [any Command.Type]) {
    self.commands = commands
  }

  func resolve(_ words: [String]) throws(CommandFailure) -> Resolution {
    switch words.first {
    case nil, "--help", "-h": return .text(HelpText.overview(of: commands))
    case "--version": return .text("kilowatch \(Kilowatch.version)\n")
    case "help": return try help(for: Array(words.dropFirst()))
    default: break
    }
    guard let type = command(named: words) else { return try resolveIncomplete(words) }
    let specification = type.specification
    let arguments = try Option.parse(
      words.dropFirst(specification.path.count), for: specification)
    if arguments.flag(Option.help.name) { return .text(HelpText.page(for: specification)) }
    return .command(type, arguments)
  }

  private func command(named words: [String]) -> (any Command.Type)? {
    commands.first { words.starts(with: $0.specification.path) }
  }

  private func help(for words: [String]) throws(CommandFailure) -> Resolution {
    if words.isEmpty { return .text(HelpText.overview(of: commands)) }
    if let type = command(named: words) { return .text(HelpText.page(for: type.specification)) }
    return try resolveIncomplete(words + ["--help"])
  }

  /// A noun alone, or a word that no command begins with.
  private func resolveIncomplete(_ words: [String]) throws(CommandFailure) -> Resolution {
    let noun = words[0]
    let family = commands.filter { $0.specification.path.first == noun }
    guard !family.isEmpty else {
      let nouns = commands.compactMap { $0.specification.path.first }
      let hint = closest(to: noun, among: nouns).map { "; did you mean '\($0)'?" } ?? ""
      throw .usage("there is no command '\(noun)'\(hint) (see 'kilowatch --help')")
    }
    guard let verb = words.dropFirst().first(where: { !$0.hasPrefix("-") }) else {
      if words.contains("--help") || words.contains("-h") {
        return .text(HelpText.overview(of: family))
      }
      let verbs = family.compactMap { $0.specification.path.dropFirst().first }
      throw .usage("\(noun): needs a verb: \(verbs.joined(separator: ", "))")
    }
    let verbs = family.compactMap { $0.specification.path.dropFirst().first }
    let hint = closest(to: verb, among: verbs).map { "; did you mean '\(noun) \($0)'?" } ?? ""
    throw .usage("\(noun): there is no '\(verb)'\(hint) (verbs: \(verbs.joined(separator: ", ")))")
  }
}
