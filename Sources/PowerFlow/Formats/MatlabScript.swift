import Foundation

// MATPOWER cases are MATLAB functions: tables assigned to fields of one struct, and now and then code at
// the end that turns ohms into per unit or kilowatts into megawatts. This runs the part of MATLAB that
// they use: assignments to variables, fields and blocks of a field's table, arithmetic element by
// element, the usual functions. What it does not know it refuses, with the line, and never guesses.

/// Runs the assignments of a MATLAB function and keeps what they assign.
struct MatlabScript {
  /// The variables, fields as "mpc.bus".
  private(set) var values: [String: MatlabValue] = [:]

  let bytes: [UInt8]
  var position = 0
  /// How many expressions the one being read stands in.
  private var depth = 0
  private static let deepest = 64

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
    case "if":
      if try !condition() { try skipAlternative() }
      return
    case "else", "elseif":
      // What comes before has been run.
      return try skipAlternative(toEnd: true)
    case "define_constants":
      for (name, column) in MatpowerColumns.all { values[name] = MatlabValue(Double(column)) }
      return
    case "for", "while", "switch", "try":
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

  /// Whether what follows on this line is a number other than 0.
  private mutating func condition() throws(NetworkFileError) -> Bool {
    guard let number = try expression(inBrackets: false).scalar else {
      throw unsupported("a condition that is no number")
    }
    skipBlanks(newLines: false)
    guard peek == nil || [0x0a, UInt8(ascii: ","), UInt8(ascii: ";")].contains(peek) else {
      throw unsupported("a condition that is not supported")
    }
    return number != 0
  }

  /// Skips statements up to the alternative that is to be run, or the end of all.
  private mutating func skipAlternative(toEnd: Bool = false) throws(NetworkFileError) {
    var depth = 0
    while skipBlanks(newLines: true) {
      let isWord = peek.map { ($0 | 0x20 >= 97 && $0 | 0x20 <= 122) } ?? false
      switch isWord ? try identifier() : "" {
      case "if", "for", "while", "switch", "try": depth += 1
      case "end" where depth == 0: return skipLine()
      case "end": depth -= 1
      case "else" where depth == 0 && !toEnd: return
      case "elseif" where depth == 0 && !toEnd: if try condition() { return }
      default: break
      }
      skipLine()
    }
  }

  /// Names columns, as `[PQ, PV] = idx_bus;` does.
  private mutating func constants() throws(NetworkFileError) {
    while let byte = peek, byte != UInt8(ascii: "]") { advance(over: byte) }
    guard take("]") else { throw unsupported("the file ends within a list of names") }
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
        abs(first) < 1e9, abs(last) < 1e9, first <= last, last - first < 1e6
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
    depth += 1
    defer { depth -= 1 }
    guard depth <= MatlabScript.deepest else { throw unsupported("an expression nested too deep") }
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
