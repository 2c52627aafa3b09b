import Numerics

/// The arguments of one command line, matched with a command's specification, values still as text.
///
/// Every getter names the option and both the value and the bounds when it refuses, as usage errors.
struct ParsedArguments: Sendable {
  let command: String
  let positionals: [String]
  private let values: [String: [String]]
  private let flags: Set<String>

  init(
    command: String, positionals: [String], values: [String: [String]], flags: Set<String>
  ) {
    self.command = command
    self.positionals = positionals
    self.values = values
    self.flags = flags
  }

  /// Whether the flag `name` was given.
  func flag(_ name: String) -> Bool { flags.contains(name) }

  /// The value of option `name`, if it was given.
  func string(_ name: String) -> String? { values[name]?.last }

  /// Every value of the repeating option `name`, in order.
  func strings(_ name: String) -> [String] { values[name] ?? [] }

  /// The comma-separated items of option `name`, over all its occurrences.
  func list(_ name: String) -> [String] {
    strings(name).flatMap { $0.split(separator: ",").map(String.init) }
  }

  /// The value of option `name`, which the command cannot do without.
  func required(_ name: String) throws(CommandFailure) -> String {
    guard let value = string(name) else { throw usage("needs --\(name)") }
    return value
  }

  /// A whole number within `bounds`.
  func integer(_ name: String, in bounds: ClosedRange<Int>) throws(CommandFailure) -> Int? {
    guard let text = string(name) else { return nil }
    guard let value = Int(text) else {
      throw usage("--\(name) takes a whole number, not '\(text)'")
    }
    guard bounds.contains(value) else {
      throw usage("--\(name) takes \(bounds.lowerBound) to \(bounds.upperBound), not \(value)")
    }
    return value
  }

  /// A finite number within `bounds`.
  func double(_ name: String, in bounds: ClosedRange<Double>) throws(CommandFailure) -> Double? {
    guard let text = string(name) else { return nil }
    guard let value = Double(text), value.isFinite else {
      throw usage("--\(name) takes a number, not '\(text)'")
    }
    guard bounds.contains(value) else {
      throw usage("--\(name) takes \(bounds.lowerBound) to \(bounds.upperBound), not \(text)")
    }
    return value
  }

  /// One of the spellings of `Choice`.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, of type: Choice.Type
  ) throws(CommandFailure) -> Choice? where Choice.RawValue == String {
    guard let text = string(name) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      let spellings = Choice.allCases.map(\.rawValue)
      let hint = closest(to: text, among: spellings).map { "; did you mean \($0)?" } ?? ""
      throw usage("--\(name) takes \(spellings.joined(separator: ", ")), not '\(text)'\(hint)")
    }
    return choice
  }

  /// The seed of every random choice.
  func seed() throws(CommandFailure) -> UInt64 {
    guard let text = string(Option.seed.name) else { return 0 }
    guard let seed = UInt64(text) else {
      throw usage("--seed takes a whole number from 0 to \(UInt64.max), not '\(text)'")
    }
    return seed
  }

  /// The workers that `--threads` allows.
  func execution() throws(CommandFailure) -> Execution {
    try integer(Option.threads.name, in: 1...1_024).map { .concurrent(workers: $0) } ?? .concurrent
  }

  /// A usage error of this command.
  func usage(_ message: String) -> CommandFailure {
    .usage("\(command): \(message) (see 'kilowatch \(command) --help')")
  }
}

extension Option {
  /// Matches `words` with `specification`.
  static func parse(
    _ words: ArraySlice<String>, for specification: CommandSpecification
  ) throws(CommandFailure) -> ParsedArguments {
    var parser = ArgumentParser(specification: specification, words: words)
    return try parser.parse()
  }
}

private struct ArgumentParser {
  let specification: CommandSpecification
  var words: ArraySlice<String>
  var positionals: [String] = []
  var values: [String: [String]] = [:]
  var flags = Set<String>()

  init(specification: CommandSpecification, words: ArraySlice<String>) {
    self.specification = specification
    self.words = words
  }

  mutating func parse() throws(CommandFailure) -> ParsedArguments {
    while let word = words.popFirst() {
      if word == "--" {
        positionals += words
        break
      }
      if word == "-h" {
        flags.insert(Option.help.name)
      } else if word.hasPrefix("--") {
        try takeOption(word.dropFirst(2))
      } else if word.hasPrefix("-"), word.count > 1, Double(word) == nil {
        throw usage("unknown option \(word); options are spelled out, with two dashes")
      } else {
        positionals.append(word)
      }
    }
    let arguments = ParsedArguments(
      command: specification.name, positionals: positionals, values: values, flags: flags)
    guard !flags.contains(Option.help.name) else { return arguments }
    try checkPositionals()
    return arguments
  }

  private mutating func takeOption(_ text: Substring) throws(CommandFailure) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    let options = specification.options + [.help, .quiet]
    guard let option = options.first(where: { $0.name == name }) else {
      let hint =
        closest(to: name, among: options.map(\.name)).map { "; did you mean --\($0)?" } ?? ""
      throw usage("unknown option --\(name)\(hint)")
    }
    guard option.placeholder != nil else {
      guard parts.count == 1 else { throw usage("--\(name) takes no value") }
      flags.insert(name)
      return
    }
    guard let value = parts.count > 1 ? String(parts[1]) : words.popFirst(),
      parts.count > 1 || !value.hasPrefix("--")
    else { throw usage("--\(name) needs a value") }
    guard option.isRepeating || values[name] == nil else {
      throw usage("--\(name) is given twice")
    }
    values[name, default: []].append(value)
  }

  private func checkPositionals() throws(CommandFailure) {
    let known = specification.positionals
    for (index, positional) in known.enumerated()
    where positional.isRequired && index >= positionals.count {
      throw usage("needs \(positional.name)")
    }
    if let extra = positionals.dropFirst(known.count).first, known.last?.isRepeating != true {
      throw usage("does not take '\(extra)'")
    }
  }

  private func usage(_ message: String) -> CommandFailure {
    .usage(
      "\(specification.name): \(message) (see 'kilowatch \(specification.name) --help')")
  }
}

/// The word of `candidates` that `word` was probably meant to be; nil if none is near.
func closest(to word: String, among candidates: [String]) -> String? {
  let near = candidates.map { ($0, editDistance(word, $0)) }.min { $0.1 < $1.1 }
  guard let near, near.1 <= max(1, word.count / 3) else { return nil }
  return near.0
}

/// The number of single-character changes between two words (Levenshtein 1966).
private func editDistance(_ first: String, _ second: String) -> Int {
  let second = Array(second)
  var row = Array(0...second.count)
  for (index, character) in first.enumerated() {
    var diagonal = row[0]
    row[0] = index + 1
    for column in second.indices {
      let substituted = diagonal + (second[column] == character ? 0 : 1)
      diagonal = row[column + 1]
      row[column + 1] = min(substituted, min(row[column], row[column + 1]) + 1)
    }
  }
  return row[second.count]
}
