import Documents
import FaultResponse
import GridModel

/// Reads samples out of JSON objects that are flat and plainly written, in place.
struct ObjectScanner {
  private enum Member {
    case time
    case meter
    case signal(Signal)
  }

  private let members: [(name: [UInt8], member: Member)]
  /// Names that make a line something else than a sample.
  private static let actions = ["acknowledge", "shelve", "unshelve"].map { Array($0.utf8) }

  /// A scanner for which the member `names[channel]` stands for `channel`.
  init(names: [String: String]) {
    func bytes(_ channel: String) -> [UInt8] { Array((names[channel] ?? channel).utf8) }
    members =
      [(bytes("timestamp"), .time), (bytes("meter_id"), .meter)]
      + Signal.measured.map { (bytes($0.rawValue), .signal($0)) }
  }

  /// The sample that `line` is; nil if it is anything that takes a closer look.
  func sample(
    _ line: UnsafeBufferPointer<UInt8>, _ meters: inout MeterTable, _ clock: inout ClockScanner
  ) -> Measurement? {
    guard let base = line.baseAddress else { return nil }
    var reader = ObjectReader(place: base, end: base + line.count)
    guard reader.skip("{") else { return nil }
    var sample = Measurement(time: Timestamp(millisecondsSinceEpoch: 0), meter: -1)
    var seen: UInt64 = 0
    var next = 0
    repeat {
      guard let name = reader.text(), reader.skip(":") else { return nil }
      guard let index = index(of: name, expected: next) else {
        guard !ObjectScanner.actions.contains(where: { $0.elementsEqual(name) }),
          reader.skipScalar()
        else { return nil }
        continue
      }
      guard seen & 1 << UInt64(index) == 0 else { return nil }
      seen |= 1 << UInt64(index)
      next = index + 1
      switch members[index].member {
      case .time:
        guard let text = reader.text(), let time = clock.time(text) else { return nil }
        sample.time = time
      case .meter:
        guard let text = reader.text(), let meter = meters.number(of: text) else { return nil }
        sample.meter = meter
      case .signal(let signal):
        guard let value = reader.number(), value.isFinite else { return nil }
        sample[signal] = value
      }
    } while reader.skip(",")
    guard reader.skip("}"), reader.isAtEnd, seen & 1 == 1 else { return nil }
    if sample.meter < 0 { sample.meter = meters.number(of: "") }
    return sample
  }

  /// The place of the member called `name`, the `expected` one tried first.
  private func index(of name: UnsafeBufferPointer<UInt8>, expected: Int) -> Int? {
    if expected < members.count, members[expected].name.elementsEqual(name) { return expected }
    return members.firstIndex { $0.name.elementsEqual(name) }
  }
}

/// Moves through a line of JSON.
private struct ObjectReader {
  var place: UnsafePointer<UInt8>
  let end: UnsafePointer<UInt8>

  private mutating func skipBlanks() {
    while place < end, place.pointee == 0x20 || place.pointee == 0x09 { place += 1 }
  }

  var isAtEnd: Bool {
    mutating get {
      skipBlanks()
      return place == end
    }
  }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard place < end, place.pointee == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  /// A text of plain ASCII without escapes.
  mutating func text() -> UnsafeBufferPointer<UInt8>? {
    guard skip("\"") else { return nil }
    let start = place
    while place < end, place.pointee != UInt8(ascii: "\"") {
      guard place.pointee >= 0x20, place.pointee < 0x80, place.pointee != UInt8(ascii: "\\") else {
        return nil
      }
      place += 1
    }
    guard place < end else { return nil }
    defer { place += 1 }
    return UnsafeBufferPointer(start: start, count: place - start)
  }

  /// A number as JSON has them.
  mutating func number() -> Double? {
    skipBlanks()
    var first = place
    if first < end, first.pointee == UInt8(ascii: "-") { first += 1 }
    guard first < end, first.pointee &- 0x30 < 10 else { return nil }
    if first.pointee == 0x30, first + 1 < end, first[1] &- 0x30 < 10 { return nil }
    guard let value = DecimalScanner().number(at: &place, before: end) else { return nil }
    return place[-1] &- 0x30 < 10 ? value : nil
  }

  /// Passes a text, a number or null.
  mutating func skipScalar() -> Bool {
    skipBlanks()
    guard place < end else { return false }
    switch place.pointee {
    case UInt8(ascii: "\""): return text() != nil
    case UInt8(ascii: "n"): return skip("n") && skip("u") && skip("l") && skip("l")
    default: return number() != nil
    }
  }
}
