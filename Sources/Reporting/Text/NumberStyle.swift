/// How a number is shown.
///
/// The number itself is never lost: pages carry it whole beside the text.
public enum NumberStyle: Equatable, Sendable {
  /// No decimals, thousands apart: `43,200`.
  case integer
  /// So many decimals: `0.930`.
  case decimals(Int)
  /// So many significant digits, without trailing zeros: `12.3`, `0.00123`, `1.2e9`.
  case significant(Int)
  /// A share of one as a percentage with so many decimals: `0.953` as `95.3 %`.
  case percent(Int)

  /// `value` as it is shown.
  public func text(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "–" : value > 0 ? "∞" : "−∞" }
    // A number below the normal ones has no power of ten to be divided by.
    let value = value.isSubnormal ? 0 : value
    switch self {
    case .integer: return Self.grouped(value, decimals: 0)
    case .decimals(let decimals): return Self.grouped(value, decimals: decimals)
    case .percent(let decimals):
      return NumberStyle.decimals(decimals).text(value * 100) + "\u{A0}%"
    case .significant(let digits): return Self.significant(value, digits: digits)
    }
  }

  /// `value` rounded to `digits` significant digits.
  static func rounded(_ value: Double, significant digits: Int) -> Double {
    guard value != 0, value.isFinite else { return value }
    let exponent = digits - 1 - orderOfMagnitude(value)
    guard abs(exponent) < 300 else { return value }
    let scale = powerOfTen(abs(exponent))
    return exponent >= 0 ? (value * scale).rounded() / scale : (value / scale).rounded() * scale
  }

  private static func significant(_ value: Double, digits: Int) -> String {
    guard value != 0 else { return "0" }
    let rounded = Self.rounded(value, significant: digits)
    let order = orderOfMagnitude(rounded)
    if order >= 9 || order < -4 {
      let mantissa = significant(rounded / signedPowerOfTen(order), digits: digits)
      return "\(mantissa)e\(order < 0 ? "−" : "")\(abs(order))"
    }
    let text = grouped(rounded, decimals: max(0, digits - 1 - order))
    guard text.contains(".") else { return text }
    let trimmed = text.reversed().drop { $0 == "0" }
    return String((trimmed.first == "." ? trimmed.dropFirst() : trimmed).reversed())
  }

  private static func grouped(_ value: Double, decimals: Int) -> String {
    let scaled = (abs(value) * powerOfTen(decimals)).rounded()
    guard scaled < 9e15 else { return significant(value, digits: 4) }
    var digits = String(Int64(scaled))
    digits = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let whole = digits.dropLast(decimals)
    var text = value < 0 && scaled > 0 ? "−" : ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return decimals == 0 ? text : "\(text).\(digits.suffix(decimals))"
  }
}

extension NumberStyle {
  /// The style as documents spell it: `integer`, `decimals:3`, `significant:4`, `percent:1`.
  public var name: String {
    switch self {
    case .integer: "integer"
    case .decimals(let count): "decimals:\(count)"
    case .significant(let count): "significant:\(count)"
    case .percent(let count): "percent:\(count)"
    }
  }

  /// The style that `name` spells; nil if it spells none.
  public init?(name: String) {
    let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
    let count = parts.count == 2 ? Int(parts[1]).flatMap { (0...17).contains($0) ? $0 : nil } : nil
    switch (parts.first, count) {
    case ("integer", nil) where parts.count == 1: self = .integer
    case ("decimals", let count?): self = .decimals(count)
    case ("significant", let count?) where count > 0: self = .significant(count)
    case ("percent", let count?): self = .percent(count)
    default: return nil
    }
  }
}

/// The exponent of the leading decimal digit of `value`, which must not be zero.
func orderOfMagnitude(_ value: Double) -> Int {
  var order = 0
  var magnitude = abs(value)
  while magnitude >= 10 {
    magnitude /= 10
    order += 1
  }
  while magnitude < 1 {
    magnitude *= 10
    order -= 1
  }
  return order
}

/// Ten to the power of `exponent`, which must not be negative.
func powerOfTen(_ exponent: Int) -> Double {
  (0..<exponent).reduce(1) { power, _ in power * 10 }
}

/// Ten to the power of `exponent`.
func signedPowerOfTen(_ exponent: Int) -> Double {
  exponent >= 0 ? powerOfTen(exponent) : 1 / powerOfTen(-exponent)
}
