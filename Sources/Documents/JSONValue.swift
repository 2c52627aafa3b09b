/// A JSON value as Kilowatch's documents use them: a tree whose columns of numbers stay packed.
///
/// A million-node model is a few columns of numbers, so an array that holds only numbers is one
/// `numbers` case with a flat `[Double]`, eight bytes an element, and never an array of cases.
public enum JSONValue: Equatable, Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number written without fraction or exponent that fits 64 bits.
  case integer(Int64)
  /// Any other number. A document cannot hold NaN or infinity: they are written as `null`.
  case number(Double)
  /// A text.
  case string(String)
  /// A list that holds something else than numbers, or nothing.
  case array([JSONValue])
  /// A column of numbers. Reading gives this case for every non-empty list of only numbers.
  case numbers([Double])
  /// Members by name. Names are unique; writing sorts them.
  case object([String: JSONValue])
}

// MARK: - Looking inside

extension JSONValue {
  /// The member `name` of an object; nil if this is no object or has no such member.
  public subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members[name]
  }

  /// The members of an object.
  public var object: [String: JSONValue]? {
    guard case .object(let members) = self else { return nil }
    return members
  }

  /// The elements of a list, however it is stored.
  public var array: [JSONValue]? {
    switch self {
    case .array(let elements): elements
    case .numbers(let numbers): numbers.map { JSONValue($0) }
    default: nil
    }
  }

  /// The numbers of a list that holds only numbers.
  public var numbers: [Double]? {
    switch self {
    case .numbers(let numbers): numbers
    case .array(let elements) where elements.isEmpty: []
    case .array(let elements):
      elements.allSatisfy { $0.double != nil } ? elements.compactMap(\.double) : nil
    default: nil
    }
  }

  /// A text.
  public var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// A truth value.
  public var bool: Bool? {
    guard case .bool(let truth) = self else { return nil }
    return truth
  }

  /// A number, whole or not.
  public var double: Double? {
    switch self {
    case .integer(let whole): Double(whole)
    case .number(let number): number
    default: nil
    }
  }

  /// A whole number, however it was written.
  public var integer: Int? {
    switch self {
    case .integer(let whole): Int(exactly: whole)
    case .number(let number): Int(exactly: number)
    default: nil
    }
  }

  /// Whether this is `null`.
  public var isNull: Bool { self == .null }
}

// MARK: - Making values

extension JSONValue {
  /// A number, stored whole if it is whole and exact.
  public init(_ number: Double) {
    if let whole = Int64(exactly: number), abs(whole) < 1 << 53,
      !(whole == 0 && number.sign == .minus)
    {
      self = .integer(whole)
    } else {
      self = .number(number)
    }
  }

  /// A whole number.
  public init(_ whole: Int) {
    self = .integer(Int64(whole))
  }

  /// A seed or another 64-bit pattern: a number if JSON readers can hold it exactly, else its
  /// decimal text.
  public init(_ bits: UInt64) {
    self = bits < 1 << 53 ? .integer(Int64(bits)) : .string(String(bits))
  }

  /// The value that `init(_: UInt64)` stored.
  public var unsignedInteger: UInt64? {
    switch self {
    case .integer(let whole): UInt64(exactly: whole)
    case .string(let text): UInt64(text)
    default: nil
    }
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  /// A text.
  public init(stringLiteral value: String) { self = .string(value) }
  /// A truth value.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// A whole number.
  public init(integerLiteral value: Int64) { self = .integer(value) }
  /// A number.
  public init(floatLiteral value: Double) { self.init(value) }
  /// A list.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  /// An object; of members with one name, the last counts.
  public init(dictionaryLiteral members: (String, JSONValue)...) {
    self = .object(Dictionary(members) { _, last in last })
  }
  /// `null`.
  public init(nilLiteral: ()) { self = .null }
}
