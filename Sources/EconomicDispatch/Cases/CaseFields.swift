import Documents

/// The members of an object in a case file, each read once with its type and name.
///
/// A member that is not known is refused: a misspelt limit must not be a limit that is ignored.
struct CaseFields {
  let name: String
  private let members: [String: JSONValue]

  init(_ value: JSONValue?, name: String) throws(DispatchError) {
    guard let members = value?.object else {
      throw .wrongType(field: name, expected: "an object")
    }
    self.name = name
    self.members = members
  }

  func has(_ field: String) -> Bool { members[field] != nil }

  func value(_ field: String) -> JSONValue? {
    guard let value = members[field], !value.isNull else { return nil }
    return value
  }

  /// Refuses members that are not among `known`.
  func refuseUnknown(_ known: Set<String>) throws(DispatchError) {
    if let unknown = members.keys.filter({ !known.contains($0) }).min() {
      throw .unknownField(field: "\(unknown) in \(name)")
    }
  }

  func number(_ fields: String...) throws(DispatchError) -> Double? {
    for field in fields {
      guard let value = value(field) else { continue }
      guard let number = value.double else {
        throw .wrongType(field: "\(field) of \(name)", expected: "a number")
      }
      return number
    }
    return nil
  }

  func required(_ field: String) throws(DispatchError) -> Double {
    guard let number = try number(field) else { throw .missingField(field: "\(field) of \(name)") }
    return number
  }

  func integer(_ field: String) throws(DispatchError) -> Int? {
    guard let number = try number(field) else { return nil }
    guard let whole = Int(exactly: number) else {
      throw .wrongType(field: "\(field) of \(name)", expected: "a whole number")
    }
    return whole
  }

  func text(_ field: String) -> String? {
    value(field).flatMap { $0.string ?? $0.integer.map(String.init) }
  }

  /// A list of numbers, or one number that holds for all `count` places.
  func numbers(_ field: String, count: Int?) throws(DispatchError) -> [Double]? {
    guard let value = value(field) else { return nil }
    if let number = value.double { return [Double](repeating: number, count: count ?? 1) }
    guard let numbers = value.numbers else {
      throw .wrongType(field: "\(field) of \(name)", expected: "a number or a list of numbers")
    }
    if let count { try requireCount(numbers.count, count, "\(field) of \(name)") }
    return numbers
  }

  /// A list of lists of numbers.
  func rows(_ fields: String...) throws(DispatchError) -> [[Double]]? {
    for field in fields {
      guard let value = value(field) else { continue }
      guard let rows = value.array, !rows.isEmpty || value.array != nil else {
        throw .wrongType(field: "\(field) of \(name)", expected: "a list of lists of numbers")
      }
      var numbers: [[Double]] = []
      for row in rows {
        guard let row = row.numbers else {
          throw .wrongType(field: "\(field) of \(name)", expected: "a list of lists of numbers")
        }
        numbers.append(row)
      }
      return numbers
    }
    return nil
  }

  /// A list of objects, each named by its `name`, its `unit` or its place.
  func objects(_ field: String, called kind: String) throws(DispatchError) -> [CaseFields]? {
    guard let value = value(field) else { return nil }
    guard let elements = value.array else {
      throw .wrongType(field: "\(field) of \(name)", expected: "a list of objects")
    }
    var objects: [CaseFields] = []
    for (index, element) in elements.enumerated() {
      let label = element["name"]?.string ?? "\(index + 1)"
      objects.append(try CaseFields(element, name: "\(kind) \(label)"))
    }
    return objects
  }
}

/// What every case file may say about itself, which changes nothing.
let descriptiveFields: Set<String> = ["name", "desc", "description", "formula", "note", "source"]
