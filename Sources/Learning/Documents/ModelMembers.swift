import Documents

/// The members of a model inside its document, read with the names and the reasons of refusal.
struct ModelMembers {
  let json: JSONValue
  /// The way to these members, for messages: "model.trees".
  let path: String

  /// The members of the object `name`.
  func members(_ name: String) throws(ModelDocumentError) -> ModelMembers {
    guard let member = json[name], member.object != nil else {
      throw damaged(name, "an object")
    }
    return ModelMembers(json: member, path: "\(path).\(name)")
  }

  func text(_ name: String) throws(ModelDocumentError) -> String {
    guard let text = json[name]?.string else { throw damaged(name, "a text") }
    return text
  }

  func texts(_ name: String) throws(ModelDocumentError) -> [String] {
    let texts = json[name]?.array?.compactMap(\.string) ?? []
    guard !texts.isEmpty, texts.count == json[name]?.array?.count else {
      throw damaged(name, "a list of texts")
    }
    return texts
  }

  func truth(_ name: String) throws(ModelDocumentError) -> Bool {
    guard let truth = json[name]?.bool else { throw damaged(name, "true or false") }
    return truth
  }

  func integer(_ name: String, in range: ClosedRange<Int>) throws(ModelDocumentError) -> Int {
    guard let integer = json[name]?.integer, range.contains(integer) else {
      throw damaged(name, "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return integer
  }

  /// A column of numbers, as many as `count` if that is given.
  func numbers(_ name: String, count: Int? = nil) throws(ModelDocumentError) -> [Double] {
    guard let numbers = json[name]?.numbers else { throw damaged(name, "a list of numbers") }
    if let count, numbers.count != count {
      throw damaged(name, "a list of \(count) numbers but of \(numbers.count)")
    }
    return numbers
  }

  /// A column of single-precision numbers, all of which `isValid` accepts.
  func singles(
    _ name: String, count: Int? = nil, _ expected: String = "finite numbers",
    where isValid: (Float) -> Bool = \.isFinite
  ) throws(ModelDocumentError) -> [Float] {
    let numbers = try numbers(name, count: count)
    let singles = numbers.map { Float($0) }
    guard singles.allSatisfy(isValid) else { throw damaged(name, "a list of \(expected)") }
    return singles
  }

  /// A column of whole numbers in `range`.
  func integers<Integer: FixedWidthInteger>(
    _ name: String, count: Int? = nil, in range: ClosedRange<Integer>
  ) throws(ModelDocumentError) -> [Integer] {
    let numbers = try numbers(name, count: count)
    let low = Double(range.lowerBound)
    let high = Double(range.upperBound)
    var isWhole = true
    let integers = numbers.map { number -> Integer in
      guard number >= low, number <= high else {
        isWhole = false
        return range.lowerBound
      }
      let integer = Integer(number)
      isWhole = isWhole && Double(integer) == number
      return integer
    }
    guard isWhole else {
      throw damaged(
        name, "a list of whole numbers from \(range.lowerBound) to \(range.upperBound)")
    }
    return integers
  }

  func damaged(_ name: String, _ expected: String) -> ModelDocumentError {
    .damaged(member: "\(path).\(name)", expected: expected)
  }

  /// The configuration that `make` accepts.
  func configuration<Value>(
    _ make: () throws(ConfigurationError) -> Value
  ) throws(ModelDocumentError) -> Value {
    do throws(ConfigurationError) {
      return try make()
    } catch {
      throw damaged("configuration", "possible: \(error)")
    }
  }
}

extension JSONValue {
  /// A column of numbers.
  static func column(_ values: some Sequence<some BinaryInteger>) -> JSONValue {
    .numbers(values.map { Double($0) })
  }

  /// A column of single-precision numbers, each as the double whose shortest decimal is that of the
  /// single, so that documents stay short; rounding it to single precision gives the number back.
  static func column(_ values: some Sequence<Float>) -> JSONValue {
    .numbers(values.map(shortestDouble))
  }

  private static func shortestDouble(_ value: Float) -> Double {
    // JSON has no infinity; a double beyond single precision rounds to it.
    guard value.isFinite else { return value < 0 ? -3.5e38 : 3.5e38 }
    let exact = Double(value)
    guard exact != exact.rounded() else { return exact }
    guard let short = Double(value.description), Float(short) == value else { return exact }
    return short
  }
}
