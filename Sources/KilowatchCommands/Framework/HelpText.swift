/// Help, made from the specifications alone.
enum HelpText {
  private static let width = 96

  static func overview(of commands: [any Command.Type]) -> String {
    let rows = commands.map { ($0.specification.name, $0.specification.summary) }
    return """
      kilowatch \(Kilowatch.version): finds what is wrong in a grid's telemetry, forecasts what it \
      needs, decides what to run and where to put it.

      Usage: kilowatch COMMAND [ARGUMENT ...]

      Commands:
      \(table(rows))
      'kilowatch COMMAND --help' shows what a command takes, with examples.

      """
  }

  static func page(for specification: CommandSpecification) -> String {
    var text = "\(specification.summary)\n\nUsage: kilowatch \(usageLine(of: specification))\n"
    if !specification.discussion.isEmpty {
      text += "\n" + wrapped(specification.discussion, indent: 0)
    }
    if !specification.positionals.isEmpty {
      text += "\nArguments:\n" + table(specification.positionals.map { ($0.name, $0.help) })
    }
    let options = specification.options + [.quiet, .help]
    text +=
      "\nOptions:\n"
      + table(
        options.map { option in
          let value = option.placeholder.map { " \($0)" } ?? ""
          let fallback = option.defaultText.map { " Default: \($0)." } ?? ""
          return ("--\(option.name)\(value)", option.help + fallback)
        })
    text += "\nExamples:\n"
    for example in specification.examples {
      text += "  # \(example.purpose)\n  \(example.line)\n"
    }
    return text
  }

  private static func usageLine(of specification: CommandSpecification) -> String {
    let positionals = specification.positionals.map { positional in
      let name = positional.isRepeating ? "\(positional.name) ..." : positional.name
      return positional.isRequired ? name : "[\(name)]"
    }
    return ([specification.name] + positionals + ["[OPTION ...]"]).joined(separator: " ")
  }

  /// Two columns; a first cell too wide for its column puts the second on a line of its own.
  private static func table(_ rows: [(String, String)]) -> String {
    let indent = min(30, (rows.map(\.0.count).max() ?? 0) + 4)
    return rows.map { first, second in
      let body = wrapped(second, indent: indent)
      let head = "  " + first
      guard head.count + 2 <= indent else { return head + "\n" + body }
      return head + body.dropFirst(head.count)
    }.joined()
  }

  /// `text` broken at spaces, each line `indent` deep; line feeds in `text` stay.
  static func wrapped(_ text: String, indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line = margin
      for word in paragraph.split(separator: " ") {
        if line.count + word.count + 1 > width, line.count > indent {
          lines.append(line)
          line = margin
        }
        line += (line.count > indent ? " " : "") + word
      }
      lines.append(line)
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
