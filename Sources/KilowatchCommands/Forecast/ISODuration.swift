/// A length of time as ISO 8601 writes it, in units that never vary: `P60D`, `PT24H`, `P1DT12H`.
enum ISODuration {
  /// The seconds of `text`, nil if it is anything else; a day is 24 hours, a week is 7 days.
  static func seconds(_ text: String) -> Int? {
    var rest = Substring(text.uppercased())
    guard rest.popFirst() == "P", !rest.isEmpty else { return nil }
    var units: [Character: Int] = ["W": 604_800, "D": 86_400]
    var total = 0
    var isEmpty = true
    while let first = rest.first {
      if first == "T" {
        guard rest.count > 1 else { return nil }
        units = ["H": 3_600, "M": 60, "S": 1]
        rest.removeFirst()
        continue
      }
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard let count = Int(digits), count <= 10_000_000 else { return nil }
      rest.removeFirst(digits.count)
      guard let unit = rest.popFirst(), let length = units.removeValue(forKey: unit) else {
        return nil
      }
      total += count * length
      isEmpty = false
    }
    return isEmpty ? nil : total
  }

  /// `seconds` as ISO 8601, in hours, minutes and seconds.
  static func text(_ seconds: Int) -> String {
    var text = "PT"
    if seconds >= 3_600 { text += "\(seconds / 3_600)H" }
    if seconds % 3_600 >= 60 { text += "\(seconds % 3_600 / 60)M" }
    if seconds % 60 > 0 || seconds == 0 { text += "\(seconds % 60)S" }
    return text
  }
}

extension ParsedArguments {
  /// A length of time in seconds, at least `least`.
  func duration(_ name: String, atLeast least: Int = 1) throws(CommandFailure) -> Int? {
    guard let text = string(name) else { return nil }
    guard let seconds = ISODuration.seconds(text) else {
      throw usage("--\(name) takes a duration such as PT24H or P60D, not '\(text)'")
    }
    guard seconds >= least else { throw usage("--\(name) cannot be as short as '\(text)'") }
    return seconds
  }
}
