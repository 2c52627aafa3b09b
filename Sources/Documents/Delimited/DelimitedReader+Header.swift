// What is read before the rows: comments, the header, and where its line ends.

extension DelimitedReader {
  /// The index behind the lines at the start of `bytes` that begin with `#`.
  static func endOfComments(_ bytes: ArraySlice<UInt8>) -> Int {
    var start = bytes.startIndex
    while start < bytes.endIndex, bytes[start] == UInt8(ascii: "#") {
      let end = bytes[start...].firstIndex(of: 0x0a)
      start = end.map { $0 + 1 } ?? bytes.endIndex
    }
    return start
  }

  /// The index behind the first row of `bytes`; nil if it does not end.
  static func rowEnd(_ bytes: ArraySlice<UInt8>) -> Int? {
    var isQuoted = false
    for index in bytes.indices {
      if bytes[index] == 0x22 { isQuoted.toggle() }
      if bytes[index] == 0x0a && !isQuoted { return index + 1 }
    }
    return nil
  }

  /// The names in the header `line`, without blanks around them.
  static func names(
    _ line: [UInt8], path: String, format: DelimitedFormat
  ) throws(DelimitedError) -> [String] {
    var row = line
    while let last = row.last, last == 0x0a || last == 0x0d { row.removeLast() }
    guard !row.isEmpty else { throw .empty(path: path) }
    var columns = 1
    var isQuoted = false
    for byte in row {
      if byte == 0x22 { isQuoted.toggle() }
      if byte == format.delimiter && !isQuoted { columns += 1 }
    }
    let parser = RowParser(
      format: format, kinds: [DelimitedColumnKind](repeating: .text, count: columns))
    let words = WordBuffer(count: row.count + 1)
    let piece = row.withUnsafeBufferPointer { parser.parse($0, into: words.base) }
    switch piece.failure {
    case nil: break
    case .strayQuote(let column):
      throw .strayQuote(path: path, line: 1, column: "\(column + 1)")
    case .wrongEncoding: throw .wrongEncoding(path: path)
    default: throw .openQuote(path: path, line: 1)
    }
    return piece.interners.map { interner in
      let name = interner.texts.first ?? ""
      let first = name.firstIndex { $0 != " " } ?? name.endIndex
      let last = name.lastIndex { $0 != " " } ?? name.startIndex
      return first <= last && first < name.endIndex ? String(name[first...last]) : ""
    }
  }
}
