/// The names of meters, and their numbers in the order in which they were first seen.
struct MeterTable {
  /// The names, by number.
  private(set) var names: [String]
  private var numbers: [String: Int] = [:]
  private var bytes: [[UInt8]]
  /// Meters report in rounds: the one after the last is tried first.
  private var expected = 0

  /// A table in which `names` have the numbers of their places.
  init(names: [String]) {
    self.names = names
    bytes = names.map { Array($0.utf8) }
    for (number, name) in names.enumerated() { numbers[name] = number }
  }

  /// The number of the meter called `name`; nil if that is no UTF-8.
  mutating func number(of name: UnsafeBufferPointer<UInt8>) -> Int? {
    if expected >= bytes.count { expected = 0 }
    if expected < bytes.count, bytes[expected].elementsEqual(name) {
      expected += 1
      return expected - 1
    }
    guard let text = String(validating: name, as: UTF8.self) else { return nil }
    let number = number(of: text)
    expected = number + 1
    return number
  }

  /// The number of the meter called `name`.
  mutating func number(of name: String) -> Int {
    if let known = numbers[name] { return known }
    numbers[name] = names.count
    names.append(name)
    bytes.append(Array(name.utf8))
    return names.count - 1
  }
}
