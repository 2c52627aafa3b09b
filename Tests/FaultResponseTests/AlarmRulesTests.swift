import Documents
import FaultResponse
import Testing

@Suite("Alarm rules")
struct AlarmRulesTests {
  @Test("read back from the document that they write")
  func roundTrip() throws {
    let rules = try AlarmRules.standard()
    let document = try JSONValue(parsing: rules.document.serialized())
    #expect(try AlarmRules(document) == rules)
  }

  @Test(
    "are refused with the rule and the member",
    arguments: [
      ("[]", AlarmRuleError.notRules),
      (#"{"rules": []}"#, .noRules),
      (#"{"rules": [1, 2]}"#, .notRules),
      (
        #"{"rules": [{"signal": "score", "above": 1}]}"#, .missing(rule: "number 1", member: "name")
      ),
      (#"{"rules": [{"name": "a\u001b[2J", "signal": "score", "above": 1}]}"#, .noName),
      (#"{"rules": [{"name": "", "signal": "score", "above": 1}]}"#, .noName),
      (#"{"rules": [{"name": "a", "above": 1}]}"#, .missing(rule: "a", member: "signal")),
      (#"{"rules": [{"name": "a", "signal": "score"}]}"#, .noLimit(rule: "a")),
      (
        #"{"rules": [{"name": "a", "signal": "score", "above": "1"}]}"#,
        .wrongKind(rule: "a", member: "above", expected: "a number")
      ),
      (
        #"{"rules": [{"name": "a", "signal": "score", "above": 1, "abvoe": 2}]}"#,
        .unknownMember(rule: "a", member: "abvoe")
      ),
      (
        #"{"rules": [{"name": "a", "signal": "score", "above": 1, "action": "explode"}]}"#,
        .wrongKind(rule: "a", member: "action", expected: "one of trip, shed, alert, redispatch")
      ),
      (
        #"{"rules": [{"name": "a", "signal": "score", "above": 1, "below": 2}]}"#,
        .limitsCross(rule: "a", above: 1, below: 2)
      ),
      (
        #"{"rules": [{"name": "a", "signal": "score", "above": 1, "on_delay_s": -1}]}"#,
        .negative(rule: "a", member: "on_delay_s", value: -1)
      ),
      (
        #"{"rules": [{"name": "a", "signal": "score", "above": 1}, {"name": "a", "signal": "score", "above": 2}]}"#,
        .repeatedName("a")
      ),
    ])
  func refusals(text: String, expected: AlarmRuleError) throws {
    let document = try JSONValue(parsing: text)
    #expect(throws: expected) { try AlarmRules(document) }
  }
}
