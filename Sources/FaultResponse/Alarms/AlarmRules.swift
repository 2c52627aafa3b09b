public import Documents

/// The rules of a site, each name once.
public struct AlarmRules: Equatable, Sendable {
  /// The rules, in the order of their document.
  public let rules: [AlarmRule]

  /// The rules `rules`.
  ///
  /// - Throws: ``AlarmRuleError`` if there is none, or a name is there twice.
  public init(_ rules: [AlarmRule]) throws(AlarmRuleError) {
    guard !rules.isEmpty else { throw .noRules }
    var names = Set<String>()
    for rule in rules where !names.insert(rule.name).inserted { throw .repeatedName(rule.name) }
    self.rules = rules
  }

  /// The rules of a document `{"rules": [{"name": …, "signal": …, "above": …}, …]}`.
  ///
  /// - Throws: ``AlarmRuleError`` that names the rule and the member.
  public init(_ document: JSONValue) throws(AlarmRuleError) {
    guard let list = document["rules"]?.array else { throw .notRules }
    var rules: [AlarmRule] = []
    for (index, entry) in list.enumerated() {
      guard let members = entry.object else { throw .notRules }
      let name = members["name"]?.string ?? "number \(index + 1)"
      rules.append(try AlarmRule(MemberReader(rule: name, members: members)))
    }
    try self.init(rules)
  }

  /// The rules as a document that reads back to them.
  public var document: JSONValue {
    ["rules": .array(rules.map(\.document))]
  }
}

extension AlarmRule {
  private static let members: Set<String> = [
    "name", "signal", "above", "below", "dead_band", "on_delay_s", "off_delay_s", "priority",
    "action", "group",
  ]

  fileprivate init(_ reader: MemberReader) throws(AlarmRuleError) {
    for member in reader.members.keys.sorted() where !AlarmRule.members.contains(member) {
      throw .unknownMember(rule: reader.rule, member: member)
    }
    guard reader.members["name"] != nil else { throw .missing(rule: reader.rule, member: "name") }
    guard let signal = try reader.choice("signal", of: Signal.self) else {
      throw .missing(rule: reader.rule, member: "signal")
    }
    try self.init(
      name: reader.rule, signal: signal, above: try reader.number("above"),
      below: try reader.number("below"), deadBand: try reader.number("dead_band") ?? 0,
      onDelayS: try reader.number("on_delay_s") ?? 0,
      offDelayS: try reader.number("off_delay_s") ?? 0,
      priority: try reader.choice("priority", of: Priority.self) ?? .medium,
      action: try reader.choice("action", of: Action.self) ?? .alert,
      group: try reader.text("group"))
  }

  fileprivate var document: JSONValue {
    var members: [String: JSONValue] = [
      "name": .string(name), "signal": .string(signal.rawValue), "dead_band": JSONValue(deadBand),
      "on_delay_s": JSONValue(onDelayS), "off_delay_s": JSONValue(offDelayS),
      "priority": .string(priority.rawValue), "action": .string(action.rawValue),
    ]
    if let above { members["above"] = JSONValue(above) }
    if let below { members["below"] = JSONValue(below) }
    if let group { members["group"] = .string(group) }
    return .object(members)
  }
}

/// Reads the members of one rule, naming both in errors.
private struct MemberReader {
  let rule: String
  let members: [String: JSONValue]

  func number(_ member: String) throws(AlarmRuleError) -> Double? {
    guard let value = members[member] else { return nil }
    guard let number = value.double else {
      throw .wrongKind(rule: rule, member: member, expected: "a number")
    }
    return number
  }

  func text(_ member: String) throws(AlarmRuleError) -> String? {
    guard let value = members[member] else { return nil }
    guard let text = value.string else {
      throw .wrongKind(rule: rule, member: member, expected: "a text")
    }
    return text
  }

  func choice<Choice: RawRepresentable & CaseIterable>(
    _ member: String, of type: Choice.Type
  ) throws(AlarmRuleError) -> Choice? where Choice.RawValue == String {
    guard let text = try text(member) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      let spellings = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw .wrongKind(rule: rule, member: member, expected: "one of \(spellings)")
    }
    return choice
  }
}
