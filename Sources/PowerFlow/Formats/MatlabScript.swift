import Foundation

// MATPOWER cases are MATLAB functions: tables assigned to fields of one struct, and now and then code at
// the end that turns ohms into per unit or kilowatts into megawatts. This runs the part of MATLAB that
// they use: assignments to variables, fields and blocks of a field's table, arithmetic element by
// element, the usual functions. What it does not know it refuses, with the line, and never guesses.

/// Runs the assignments of a MATLAB function and keeps what they assign.
struct MatlabScript {
  /// The variables, fields as "mpc.bus".
  private(set) var values: [String: MatlabValue] = [:]

  private let bytes: [UInt8]
  private var position = 0

  /// Runs `text`.
  init(_ text: [UInt8]) throws(NetworkFileError) {
    bytes = text
    while skipBlanks(newLines: true) { try statement() }
  }
}

// MARK: - Statements

extension MatlabScript {
  private mutating func statement() throws(NetworkFileError) {
    if peek == UInt8(ascii: ";") || peek == UInt8(ascii: ",") {
      position += 1
      return
    }
    if peek == UInt8(ascii: "[") { return try constants() }
    let name = try identifier()
    switch name {
    case "function", "return", "end": return skipLine()
    case "define_constants":
      for (name, column) in MatpowerColumns.all { values[name] = MatlabValue(Double(column)) }
      return
    case "if", "for", "while", "switch", "try":
      throw unsupported("\"\(name)\" is code that is not supported")
    default: break
    }
    var block: (rows: [Int]?, columns: [Int]?)?
    if take("(") {
      let rows = try indices()
      guard take(",") else { throw unsupported("expected \",\"") }
      block = (rows, try indices())
      guard take(")") else { throw unsupported("expected \")\"") }
    }
    guard take("=") else { throw unsupported("expected \"=\"") }
    skipBlanks(newLines: false)
    if peek == UInt8(ascii: "'") || peek == UInt8(ascii: "\"") || peek == UInt8(ascii: "{") {
      return skipTextOrCells()
    }
    let value = try expression(inBrackets: false)
    if let block {
      try assign(value, to: name, rows: block.rows, columns: block.columns)
    } else {
      values[name] = value
    }
  }

  /// Names columns, as `[PQ, PV] = idx_bus;` does.
  private mutating func constants() throws(NetworkFileError) {
    while let byte = peek, byte != UInt8(ascii: "]") { advance(over: byte) }
    position += 1
    guard take("=") else { throw unsupported("expected \"=\"") }
    let function = try identifier()
    guard let columns = MatpowerColumns.functions[function] else {
      throw unsupported("\"\(function)\" is a function that is not supported")
    }
    for (name, column) in columns { values[name] = MatlabValue(Double(column)) }
  }

  private mutating func assign(
    _ value: MatlabValue, to name: String, rows: [Int]?, columns: [Int]?
  ) throws(NetworkFileError) {
    guard var table = values[name] else { throw unsupported("\"\(name)\" has no value yet") }
    let rows = try check(rows, below: table.rows)
    let columns = try check(columns, below: table.columns)
    guard value.scalar != nil || (value.rows == rows.count && value.columns == columns.count) else {
      throw unsupported("the sides of the assignment have different sizes")
    }
    values[name] = nil
    for (i, row) in rows.enumerated() {
      for (j, column) in columns.enumerated() {
        table[row, column] = value.scalar ?? value[i, j]
      }
    }
    values[name] = table
  }

  private func check(_ indices: [Int]?, below count: Int) throws(NetworkFileError) -> [Int] {
    guard let indices else { return Array(0..<count) }
    guard indices.allSatisfy({ (0..<count).contains($0) }) else {
      throw unsupported("an index is outside of its table")
    }
    return indices
  }
}

// MARK: - Expressions

extension MatlabScript {
  /// Indices from 0; nil for all (":").
  private mutating func indices() throws(NetworkFileError) -> [Int]? {
    if take(":") { return nil }
    let value = try expression(inBrackets: false)
    if take(":") {
      guard let first = value.scalar, let last = try expression(inBrackets: false).scalar,
        abs(first) < 1e9, abs(last) < 1e9, first <= last
      else { throw unsupported("a range needs two numbers") }
      return Array(Int(first) - 1...Int(last) - 1)
    }
    return value.numbers.map { abs($0) < 1e9 ? Int($0) - 1 : -1 }
  }

  private mutating func expression(inBrackets: Bool) throws(NetworkFileError) -> MatlabValue {
    var value = try product(inBrackets)
    while let sign = binaryOperator(["+", "-"], inBrackets) {
      let right = try product(inBrackets)
      guard let sum = value.combined(with: right, { sign == "+" ? $0 + $1 : $0 - $1 }) else {
        throw unsupported("a sum of different sizes")
      }
      value = sum
    }
    return value
  }

  private mutating func product(_ inBrackets: Bool) throws(NetworkFileError) -> MatlabValue {
    var value = try unary(inBrackets)
    while let sign = binaryOperator([".*", "./", "*", "/"], inBrackets) {
      let right = try unary(inBrackets)
      let isElementwise =
        sign.hasPrefix(".") || right.scalar != nil || (sign == "*" && value.scalar != nil)
      guard isElementwise,
        let result = value.combined(with: right, { sign.hasSuffix("*") ? $0 * $1 : $0 / $1 })
      else { throw unsupported("a product of matrices") }
      value = result
    }
    return value
  }

  private mutating func unary(_ inBrackets: Bool) throws(NetworkFileError) -> MatlabValue {
    skipBlanks(newLines: false)
    if peek == UInt8(ascii: "-") || peek == UInt8(ascii: "+") {
      let isNegative = peek == UInt8(ascii: "-")
      position += 1
      let value = try unary(inBrackets)
      return isNegative ? value.map { -$0 } : value
    }
    let base = try primary()
    guard binaryOperator([".^", "^"], inBrackets) != nil else { return base }
    let exponent = try unary(inBrackets)
    guard let power = base.combined(with: exponent, { pow($0, $1) }) else {
      throw unsupported("a power of different sizes")
    }
    return power
  }

  private mutating func primary() throws(NetworkFileError) -> MatlabValue {
    skipBlanks(newLines: false)
    guard let byte = peek else { throw unsupported("the file ends within an expression") }
    if byte == UInt8(ascii: "[") { return try matrix() }
    if take("(") {
      let value = try expression(inBrackets: false)
      guard take(")") else { throw unsupported("expected \")\"") }
      return value
    }
    if (48...57).contains(byte) || byte == UInt8(ascii: ".") { return try number() }
    let name = try identifier()
    if let value = values[name] { return take("(") ? try block(of: value) : value }
    switch name {
    case "pi": return MatlabValue(.pi)
    case "Inf", "inf": return MatlabValue(.infinity)
    case "NaN", "nan": return MatlabValue(.nan)
    default: return try call(name)
    }
  }

  private mutating func call(_ name: String) throws(NetworkFileError) -> MatlabValue {
    let functions: [String: (Double) -> Double] = [
      "sin": sin, "cos": cos, "tan": tan, "asin": asin, "acos": acos, "atan": atan,
      "sqrt": { $0.squareRoot() }, "abs": abs, "exp": exp, "log": log,
    ]
    guard let function = functions[name], take("(") else {
      throw unsupported("\"\(name)\" is neither a variable nor a function that is supported")
    }
    let argument = try expression(inBrackets: false)
    guard take(")") else { throw unsupported("expected \")\"") }
    return argument.map(function)
  }

  private mutating func block(of table: MatlabValue) throws(NetworkFileError) -> MatlabValue {
    let rowIndices = try indices()
    guard take(",") else { throw unsupported("expected \",\"") }
    let columnIndices = try indices()
    guard take(")") else { throw unsupported("expected \")\"") }
    let rows = try check(rowIndices, below: table.rows)
    let columns = try check(columnIndices, below: table.columns)
    return MatlabValue(
      rows: rows.count, columns: columns.count,
      numbers: rows.flatMap { row in columns.map { table[row, $0] } })
  }

  private mutating func matrix() throws(NetworkFileError) -> MatlabValue {
    position += 1
    var numbers: [Double] = []
    var width: Int?
    var row = 0
    var rows = 0
    func endRow() throws(NetworkFileError) {
      guard row > 0 else { return }
      guard width == nil || width == row else {
        throw unsupported("a row of \(row) numbers in a table of \(width ?? 0) columns")
      }
      width = row
      rows += 1
      row = 0
    }
    while true {
      skipBlanks(newLines: false)
      guard let byte = peek else { throw unsupported("the file ends within a table") }
      switch byte {
      case UInt8(ascii: "]"):
        position += 1
        try endRow()
        return MatlabValue(rows: rows, columns: width ?? 0, numbers: numbers)
      case UInt8(ascii: ";"), 0x0a:
        position += 1
        try endRow()
      case UInt8(ascii: ","):
        position += 1
      default:
        let value = try expression(inBrackets: true)
        numbers.append(contentsOf: value.numbers)
        row += value.numbers.count
      }
    }
  }
}

// MARK: - Characters

extension MatlabScript {
  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Skips blanks, comments and continued lines; false at the end of the text.
  @discardableResult
  private mutating func skipBlanks(newLines: Bool) -> Bool {
    while let byte = peek {
      switch byte {
      case 0x20, 0x09, 0x0d: position += 1
      case 0x0a where newLines: position += 1
      case UInt8(ascii: "%"), UInt8(ascii: "#"):
        while let byte = peek, byte != 0x0a { advance(over: byte) }
      case UInt8(ascii: ".") where bytes[position...].starts(with: "...".utf8):
        skipLine()
      default: return true
      }
    }
    return false
  }

  private mutating func advance(over _: UInt8) { position += 1 }

  private mutating func skipLine() {
    while let byte = peek, byte != 0x0a { advance(over: byte) }
    position += 1
  }

  private mutating func take(_ word: String) -> Bool {
    skipBlanks(newLines: false)
    guard bytes[position...].starts(with: word.utf8) else { return false }
    position += word.utf8.count
    return true
  }

  /// Takes one of `operators`.
  ///
  /// Within brackets "a -b" is two elements, "a - b" and "a-b" are one.
  private mutating func binaryOperator(_ operators: [String], _ inBrackets: Bool) -> String? {
    let start = position
    skipBlanks(newLines: false)
    let hasSpaceBefore = position > start
    for sign in operators where bytes[position...].starts(with: sign.utf8) {
      let next = position + sign.utf8.count
      let hasSpaceAfter = next < bytes.count && (bytes[next] == 0x20 || bytes[next] == 0x09)
      if inBrackets && hasSpaceBefore && !hasSpaceAfter { break }
      position = next
      return sign
    }
    position = start
    return nil
  }

  private mutating func identifier() throws(NetworkFileError) -> String {
    skipBlanks(newLines: false)
    let start = position
    while let byte = peek,
      (byte | 0x20 >= 97 && byte | 0x20 <= 122) || byte == UInt8(ascii: "_")
        || (position > start && ((48...57).contains(byte) || byte == UInt8(ascii: ".")))
    {
      position += 1
    }
    guard position > start else {
      throw unsupported(
        "unexpected \"\(String(decoding: bytes[position...].prefix(1), as: UTF8.self))\"")
    }
    // "mpc.bus.*x" is the variable, then an operator.
    if bytes[position - 1] == UInt8(ascii: ".") { position -= 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func number() throws(NetworkFileError) -> MatlabValue {
    let start = position
    while let byte = peek, (48...57).contains(byte) || byte == UInt8(ascii: ".") {
      let isOperator =
        byte == UInt8(ascii: ".") && position + 1 < bytes.count
        && "*/^".utf8.contains(bytes[position + 1])
      if isOperator { break }
      position += 1
    }
    if let byte = peek, byte | 0x20 == UInt8(ascii: "e") {
      position += 1
      if let sign = peek, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { position += 1 }
      while let byte = peek, (48...57).contains(byte) { position += 1 }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let number = Double(text) ?? Double(text + "0") else {
      throw unsupported("\"\(text)\" is not a number")
    }
    return MatlabValue(number)
  }

  /// Skips a text, or a table of texts in braces.
  private mutating func skipTextOrCells() {
    guard peek == UInt8(ascii: "{") else { return skipLine() }
    var isText = false
    while let byte = peek {
      position += 1
      if byte == UInt8(ascii: "'") { isText.toggle() }
      if byte == UInt8(ascii: "}") && !isText { return }
    }
  }

  private func unsupported(_ what: String) -> NetworkFileError {
    let line = bytes[..<min(position, bytes.count)].count { $0 == 0x0a } + 1
    return .malformed("line \(line): \(what)")
  }
}
