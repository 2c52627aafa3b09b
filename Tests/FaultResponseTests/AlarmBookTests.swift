import Documents
import FaultResponse
import GridModel
import Testing

@Suite("An alarm book")
struct AlarmBookTests {
  @Test("raises an alarm, and takes it through acknowledgement back to normal")
  func lifeCycle() throws {
    var site = try Site(AlarmRule(name: "high", signal: .voltageV, above: 250, action: .trip))
    #expect(site.voltage(240, at: 0) == [])
    #expect(site.voltage(251, at: 1) == ["1 high normal>unacknowledged activated trip"])
    #expect(site.voltage(260, at: 2) == [])
    #expect(site.act(.acknowledge, at: 3) == ["3 high unacknowledged>acknowledged acknowledged"])
    #expect(site.voltage(249, at: 4) == ["4 high acknowledged>normal cleared"])
    #expect(site.voltage(251, at: 5) == ["5 high normal>unacknowledged activated trip"])
    #expect(site.voltage(249, at: 6) == ["6 high unacknowledged>returned_unacknowledged cleared"])
    #expect(
      site.act(.acknowledge, at: 7) == ["7 high returned_unacknowledged>normal acknowledged"])
    #expect(site.act(.acknowledge, at: 8) == nil)
  }

  @Test("waits for the dead band and for both delays, stamped with the moment they were over")
  func delays() throws {
    var site = try Site(
      AlarmRule(
        name: "high", signal: .voltageV, above: 250, deadBand: 5, onDelayS: 10, offDelayS: 20))
    #expect(site.voltage(251, at: 0) == [])
    #expect(site.voltage(244, at: 9) == [])
    #expect(site.voltage(251, at: 10) == [])
    #expect(site.voltage(246, at: 15) == [], "inside the dead band the condition goes on")
    #expect(site.voltage(246, at: 30) == ["20 high normal>unacknowledged activated alert"])
    #expect(site.voltage(244, at: 40) == [])
    #expect(site.voltage(251, at: 50) == [], "the off-delay begins anew")
    #expect(site.voltage(244, at: 60) == [])
    #expect(site.advance(to: 79) == [])
    #expect(
      site.advance(to: 100) == ["80 high unacknowledged>returned_unacknowledged cleared"])
  }

  @Test("collapses chattering into one step with a counter")
  func chattering() throws {
    var site = try Site(AlarmRule(name: "high", signal: .voltageV, above: 250))
    var steps: [String] = []
    for second in 0..<40 { steps += site.voltage(second.isMultiple(of: 2) ? 251 : 249, at: second) }
    steps += site.advance(to: 200)
    #expect(
      steps == [
        "0 high normal>unacknowledged activated alert",
        "1 high unacknowledged>returned_unacknowledged cleared",
        "2 high returned_unacknowledged>unacknowledged activated alert",
        "3 high unacknowledged>returned_unacknowledged cleared",
        "4 high returned_unacknowledged>unacknowledged chattering_began",
        "98 high unacknowledged>returned_unacknowledged chattering_ended x20",
      ])
  }

  @Test("lets the first of a group stand for all of it, until the last is over")
  func firstOut() throws {
    var site = try Site(
      AlarmRule(name: "voltage", signal: .voltageV, above: 250, group: "g"),
      AlarmRule(name: "current", signal: .currentA, above: 100, group: "g"))
    #expect(site.sample(at: 0, voltage: 251, current: 1).count == 1)
    #expect(
      site.sample(at: 1, voltage: 251, current: 101)
        == ["1 current normal>suppressed suppressed after voltage"])
    #expect(site.sample(at: 2, voltage: 240, current: 101) == [])
    #expect(
      site.sample(at: 3, voltage: 240, current: 1) == [
        "3 current suppressed>normal cleared",
        "3 voltage unacknowledged>returned_unacknowledged cleared",
      ])
    #expect(
      site.sample(at: 4, voltage: 240, current: 101)
        == ["4 current normal>unacknowledged activated alert"])
  }

  @Test("keeps a shelved alarm silent, and raises it when the shelf expires if it still holds")
  func shelving() throws {
    var site = try Site(AlarmRule(name: "high", signal: .voltageV, above: 250))
    #expect(site.act(.shelve(seconds: 100), at: 0) == ["0 high normal>shelved shelved"])
    #expect(site.act(.shelve(seconds: 100), at: 1) == nil)
    #expect(site.voltage(251, at: 2) == [])
    #expect(
      site.advance(to: 500) == [
        "100 high shelved>normal shelf_expired", "100 high normal>unacknowledged activated alert",
      ])
    #expect(site.act(.unshelve, at: 501) == nil)
  }

  @Test("lets the next of a group stand for it when the first out is shelved")
  func shelvingTheFirstOut() throws {
    var site = try Site(
      AlarmRule(name: "voltage", signal: .voltageV, above: 250, group: "g"),
      AlarmRule(name: "current", signal: .currentA, above: 100, action: .shed, group: "g"))
    #expect(site.sample(at: 0, voltage: 251, current: 101).count == 2)
    #expect(
      site.act(.shelve(seconds: 50), on: "voltage", at: 1) == [
        "1 voltage unacknowledged>shelved shelved",
        "1 current suppressed>unacknowledged activated shed",
      ])
    #expect(
      site.sample(at: 60, voltage: 251, current: 101) == [
        "51 voltage shelved>normal shelf_expired",
        "51 voltage normal>suppressed suppressed after current",
      ])
  }

  @Test("ends a group's disturbance when the last of it that is active is shelved")
  func shelvingTheLast() throws {
    var site = try Site(
      AlarmRule(name: "voltage", signal: .voltageV, above: 250, group: "g"),
      AlarmRule(name: "current", signal: .currentA, above: 100, group: "g"))
    #expect(site.sample(at: 0, voltage: 251, current: 101).count == 2)
    #expect(site.sample(at: 1, voltage: 240, current: 101) == [])
    #expect(site.sample(at: 2, voltage: 251, current: 101) == [], "it stands for its group already")
    #expect(site.sample(at: 3, voltage: 240, current: 101) == [])
    #expect(
      site.act(.shelve(seconds: 50), on: "current", at: 4) == [
        "4 current suppressed>shelved shelved",
        "4 voltage unacknowledged>returned_unacknowledged cleared",
      ])
  }

  @Test("raises an alarm anew that was shelved while it chattered")
  func shelvingChatter() throws {
    var site = try Site(AlarmRule(name: "high", signal: .voltageV, above: 250))
    for second in 0..<9 { _ = site.voltage(second.isMultiple(of: 2) ? 251 : 249, at: second) }
    #expect(site.act(.shelve(seconds: 10), at: 9)?.count == 1)
    #expect(site.voltage(251, at: 10) == [])
    #expect(
      site.advance(to: 500) == [
        "19 high shelved>normal shelf_expired", "19 high normal>unacknowledged activated alert",
      ])
  }

  @Test("settles a group whose last alarm fell silent by chattering")
  func chatterInAGroup() throws {
    var site = try Site(
      AlarmRule(name: "voltage", signal: .voltageV, above: 250, group: "g"),
      AlarmRule(name: "current", signal: .currentA, above: 100, group: "g"))
    var steps = site.sample(at: 0, voltage: 251, current: 1)
    for second in 1..<8 {
      steps += site.sample(at: second, voltage: 251, current: second.isMultiple(of: 2) ? 1 : 101)
    }
    steps += site.sample(at: 8, voltage: 240, current: 1)
    steps += site.advance(to: 100)
    #expect(
      steps.suffix(3) == [
        "5 current normal>suppressed chattering_began after voltage",
        "67 current suppressed>normal chattering_ended x4",
        "67 voltage unacknowledged>returned_unacknowledged cleared",
      ])
  }

  @Test("keeps what was due before a refused action, and loses no step")
  func refusedAction() throws {
    var site = try Site(AlarmRule(name: "high", signal: .voltageV, above: 250, onDelayS: 10))
    #expect(site.voltage(251, at: 0) == [])
    let action = OperatorAction(
      time: Timestamp(millisecondsSinceEpoch: 20_000), meterID: "m", alarm: "high", kind: .unshelve)
    let (isAccepted, steps) = site.book.perform(action)
    #expect(!isAccepted && steps.map(\.cause) == [.activated])
  }

  @Test("ignores missing values and meters without trouble")
  func missingValues() throws {
    var site = try Site(AlarmRule(name: "high", signal: .voltageV, above: 250))
    #expect(site.voltage(251, at: 0).count == 1)
    #expect(site.voltage(.nan, at: 1) == [])
    #expect(site.book.standing.map(\.state) == [.unacknowledged])
  }

  @Test("writes every step so that it reads back")
  func documents() throws {
    var site = try Site(
      AlarmRule(name: "a \"b\"", signal: .voltageV, above: 250, action: .shed, group: "g"),
      AlarmRule(name: "x", signal: .voltageV, above: 251.1, group: "g"))
    var measurement = Measurement(time: Timestamp(millisecondsSinceEpoch: 5), meter: 0)
    measurement[.voltageV] = 300.1
    let steps = site.book.observe(measurement)
    #expect(steps.count == 2)
    for step in steps {
      #expect(AlarmTransition(try JSONValue(parsing: step.document.serialized())) == step)
    }
    #expect(AlarmTransition(["time": "yesterday"]) == nil)
  }
}

/// A book with one meter, and its steps in short.
private struct Site {
  var book: AlarmBook
  let meter: Int

  init(_ rules: AlarmRule...) throws {
    book = AlarmBook(rules: try AlarmRules(rules))
    meter = book.meter(named: "m")
  }

  mutating func voltage(_ voltage: Double, at second: Int) -> [String] {
    sample(at: second, voltage: voltage, current: .nan)
  }

  mutating func sample(at second: Int, voltage: Double, current: Double) -> [String] {
    var measurement = Measurement(time: time(second), meter: meter)
    measurement[.voltageV] = voltage
    measurement[.currentA] = current
    return book.observe(measurement).filter { !$0.isSilent }.map(short)
  }

  mutating func advance(to second: Int) -> [String] {
    book.advance(to: time(second)).map(short)
  }

  mutating func act(
    _ kind: OperatorAction.Kind, on alarm: String = "high", at second: Int
  ) -> [String]? {
    let action = OperatorAction(time: time(second), meterID: "m", alarm: alarm, kind: kind)
    let (isAccepted, steps) = book.perform(action)
    return isAccepted ? steps.map(short) : nil
  }

  private func time(_ second: Int) -> Timestamp {
    Timestamp(millisecondsSinceEpoch: Int64(second) * 1_000)
  }

  private func short(_ step: AlarmTransition) -> String {
    var text = "\(step.time.millisecondsSinceEpoch / 1_000) \(step.alarm) "
    text += "\(step.from.rawValue)>\(step.to.rawValue) \(step.cause.rawValue)"
    if let action = step.action { text += " \(action.rawValue)" }
    if let first = step.firstOut { text += " after \(first)" }
    if step.count != 1 { text += " x\(step.count)" }
    return text
  }
}
