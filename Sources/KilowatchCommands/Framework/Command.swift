/// A command as a value: `init` checks every argument before any work begins, `run` does the work.
protocol Command: Sendable {
  /// What the command is called, does and takes: the source of its help and of its parsing.
  static var specification: CommandSpecification { get }

  /// The command that `arguments` ask for, checked.
  init(_ arguments: ParsedArguments) throws(CommandFailure)

  /// Does the work; data goes to standard output, everything else to standard error.
  func run(_ console: Console) throws(CommandFailure)
}

/// What a command is called, does and takes.
struct CommandSpecification: Sendable {
  /// The words that name it: `["data", "generate"]`.
  let path: [String]
  /// One line for the list of commands.
  let summary: String
  /// What a user needs to know beyond the options: units, formats, defaults and their reasons.
  var discussion = ""
  /// Arguments by position.
  var positionals: [Positional] = []
  /// Arguments by name.
  ///
  /// `--help` and `--quiet` belong to every command and are not listed.
  var options: [Option] = []
  /// Complete command lines that work, with a word on what they do.
  let examples: [Example]

  /// The words that name the command, as they are typed.
  var name: String { path.joined(separator: " ") }
}

/// A command line worth showing.
struct Example: Sendable {
  let line: String
  let purpose: String

  init(_ line: String, _ purpose: String) {
    self.line = line
    self.purpose = purpose
  }
}

/// An argument that is known by its place.
struct Positional: Sendable {
  let name: String
  let help: String
  var isRequired = true
  var isRepeating = false
}

/// An argument that is known by its name.
struct Option: Sendable {
  /// The name without the dashes.
  let name: String
  /// What stands for the value in help; nil for a flag, which has none.
  let placeholder: String?
  let help: String
  /// The value that applies if the option is not given, as help shows it.
  var defaultText: String?
  var isRepeating = false

  static func value(
    _ name: String, _ placeholder: String, _ help: String, default defaultText: String? = nil,
    isRepeating: Bool = false
  ) -> Option {
    Option(
      name: name, placeholder: placeholder, help: help, defaultText: defaultText,
      isRepeating: isRepeating)
  }

  static func flag(_ name: String, _ help: String) -> Option {
    Option(name: name, placeholder: nil, help: help)
  }
}

// MARK: - Options that many commands share

extension Option {
  static let help = flag("help", "Show this help and stop.")
  static let quiet = flag("quiet", "Say nothing on standard error but errors.")
  static let json = flag("json", "Print JSON on standard output instead of words.")
  static let seed = value(
    "seed", "N", "Seed of every random choice; the same seed gives the same bytes.", default: "0")
  static let threads = value(
    "threads", "N", "Worker threads; the result does not depend on them.",
    default: "one per processor")

  static func out(_ placeholder: String, _ help: String) -> Option {
    value("out", placeholder, help)
  }

  /// The page that a job makes about itself.
  static func report(_ help: String) -> Option {
    value("report", "PAGE.html", help)
  }
}
