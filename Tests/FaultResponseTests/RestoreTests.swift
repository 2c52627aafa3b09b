import Documents
import FaultResponse
import GridModel
import Testing

@Suite("A book that takes up a journal")
struct RestoreTests {
  /// What comes from outside.
  private enum Input {
    case sample(Measurement)
    case action(OperatorAction)
  }

  @Test(
    "goes on as if it had never stopped, wherever that was: delays, shelves, chattering, groups",
    arguments: 1...30)
  func goesOn(seed: UInt64) throws {
    var random = Draws(state: seed)
    let rules = try rules(&random)
    let inputs = inputs(&random, rules)
    var book = newBook(rules)
    var ends: [Int] = []
    var journal: [AlarmTransition] = []
    for input in inputs {
      journal += take(input, &book)
      ends.append(journal.count)
    }
    #expect(Set(journal.map(\.cause)).count >= 5)
    for stop in stride(from: 0, to: inputs.count, by: 7) {
      // Through its document, as a file keeps it.
      let kept = try journal[..<ends[stop]].map { step in
        try #require(AlarmTransition(try JSONValue(parsing: step.document.serialized())))
      }
      var resumed = newBook(rules)
      let missing = resumed.restore(kept)
      #expect(missing.isEmpty)
      let rest = inputs[(stop + 1)...].flatMap { take($0, &resumed) }
      #expect(rest == Array(journal[ends[stop]...]), "stopped after input \(stop)")
    }
  }

  @Test("tells what a crash kept from the journal")
  func missingSteps() throws {
    let rules = try AlarmRules([
      AlarmRule(name: "a", signal: .voltageV, above: 250, group: "g"),
      AlarmRule(name: "b", signal: .currentA, above: 1, group: "g"),
    ])
    var book = newBook(rules)
    var sample = Measurement(time: Timestamp(millisecondsSinceEpoch: 0), meter: 0)
    sample[.voltageV] = 251
    sample[.currentA] = 2
    var journal = take(.sample(sample), &book)
    let shelve = OperatorAction(
      time: sample.time.advanced(bySeconds: 1), meterID: "m0", alarm: "a",
      kind: .shelve(seconds: 9))
    journal += take(.action(shelve), &book)
    #expect(journal.count == 4)
    var resumed = newBook(rules)
    let missing = resumed.restore(Array(journal[..<3]))
    #expect(missing == [journal[3]])
  }

  @Test("believes the journal where the rules have changed since")
  func changedRules() throws {
    let before = try AlarmRules([
      AlarmRule(name: "a", signal: .voltageV, above: 250),
      AlarmRule(name: "gone", signal: .currentA, above: 1),
    ])
    var book = newBook(before)
    var sample = Measurement(time: Timestamp(millisecondsSinceEpoch: 0), meter: 0)
    sample[.voltageV] = 251
    sample[.currentA] = 2
    let journal = take(.sample(sample), &book)
    let after = try AlarmRules([
      AlarmRule(name: "a", signal: .voltageV, above: 240, onDelayS: 60)
    ])
    var resumed = newBook(after)
    let missing = resumed.restore(journal)
    #expect(missing.isEmpty)
    #expect(resumed.standing.map(\.state) == [.unacknowledged])
    sample.time = sample.time.advanced(bySeconds: 60)
    sample[.voltageV] = 230
    #expect(take(.sample(sample), &resumed).map(\.to) == [.returnedUnacknowledged])
  }

  // MARK: - Inputs

  private func newBook(_ rules: AlarmRules) -> AlarmBook {
    var book = AlarmBook(rules: rules)
    for meter in 0..<3 { _ = book.meter(named: "m\(meter)") }
    return book
  }

  private func take(_ input: Input, _ book: inout AlarmBook) -> [AlarmTransition] {
    switch input {
    case .sample(let sample): book.advance(to: sample.time) + book.observe(sample)
    case .action(let action): book.perform(action).steps
    }
  }

  private func rules(_ random: inout Draws) throws -> AlarmRules {
    var rules: [AlarmRule] = []
    for (index, signal) in [Signal.voltageV, .currentA, .thdPercent].enumerated() {
      rules.append(
        try AlarmRule(
          name: "r\(index)", signal: signal, above: 0.5, deadBand: 0.1,
          onDelayS: Double(random.below(3) * 7), offDelayS: Double(random.below(3) * 11),
          group: random.below(2) == 0 ? "g" : nil))
    }
    return try AlarmRules(rules)
  }

  private func inputs(_ random: inout Draws, _ rules: AlarmRules) -> [Input] {
    var second = 0
    return (0..<300).map { _ in
      second += random.below(8)
      let time = Timestamp(millisecondsSinceEpoch: Int64(second) * 1_000)
      let meter = random.below(3)
      guard random.below(12) > 0 else {
        let kinds: [OperatorAction.Kind] = [.acknowledge, .shelve(seconds: 60), .unshelve]
        return .action(
          OperatorAction(
            time: time, meterID: "m\(meter)", alarm: rules.rules[random.below(3)].name,
            kind: kinds[random.below(3)]))
      }
      var sample = Measurement(time: time, meter: meter)
      sample[.voltageV] = Double(random.below(2))
      sample[.currentA] = Double(random.below(2))
      if random.below(3) > 0 { sample[.thdPercent] = Double(random.below(4)) / 3 }
      return .sample(sample)
    }
  }
}

/// Numbers that look random and are the same on every machine.
struct Draws {
  var state: UInt64

  mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }
}
