import Glibc

// A piece of a file that begins and ends with whole rows. Fields go by the fast way as long as they
// are plain; quotes, blanks, missing markers and errors go by the slow one.

/// What parsing one piece gave.
struct ParsedPiece: Sendable {
  /// The words of each column begin this many after those of the column before.
  var capacity = 0
  var rowCount = 0
  /// The lines that the piece holds, or those before the failure.
  var lineCount = 0
  var interners: [TextInterner] = []
  var failure: RowFailure?
}

/// Why a row could not be parsed.
enum RowFailure: Error, Equatable, Sendable {
  case ragged(fields: Int)
  case openQuote
  case strayQuote(column: Int)
  case unreadable(column: Int, text: String)
  case wrongEncoding
}

/// Parses the rows of pieces.
struct RowParser: Sendable {
  let format: DelimitedFormat
  let kinds: [DelimitedColumnKind]
  /// The number that stands for a missing value; not a number if none does.
  private let missingNumber: Double

  init(format: DelimitedFormat, kinds: [DelimitedColumnKind]) {
    self.format = format
    self.kinds = kinds
    missingNumber = format.number(format.missingMarker) ?? .nan
  }

  private static let quote = UInt8(ascii: "\"")
  private static let newline: UInt8 = 0x0a
  private static let carriageReturn: UInt8 = 0x0d

  /// Parses all rows of `bytes` into columns of words: doubles, integers and numbers of texts.
  ///
  /// A field takes a byte at least, with what follows it, so that as many words as there are bytes,
  /// and one more for an end without a line feed, are enough.
  func parse(
    _ bytes: UnsafeBufferPointer<UInt8>, into words: UnsafeMutablePointer<UInt64>
  ) -> ParsedPiece {
    var piece = ParsedPiece()
    guard let base = bytes.baseAddress else { return piece }
    piece.capacity = (bytes.count + 1) / kinds.count
    piece.interners = kinds.map { _ in TextInterner() }
    parse(base, base + bytes.count, into: words, &piece)
    return piece
  }

  private func parse(
    _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>,
    into words: UnsafeMutablePointer<UInt64>, _ piece: inout ParsedPiece
  ) {
    let delimiter = format.delimiter
    let scanner = DecimalScanner(decimalMark: format.decimalMark)
    let missingNumber = missingNumber
    let capacity = piece.capacity
    let columnCount = kinds.count
    let isNumber = kinds.map { if case .number = $0 { true } else { false } }
    var place = start
    var row = 0
    var lines = 0
    var rowLine = 0
    do throws(RowFailure) {
      while place < end {
        if let next = Self.afterBlankLine(place, end) {
          place = next
          lines += 1
          continue
        }
        let rowStart = place
        rowLine = lines
        for column in 0..<columnCount {
          let word = words + (column * capacity + row)
          if isNumber[column] {
            var reached = place
            if let value = scanner.scan(&reached, end), value.isFinite, value != missingNumber,
              reached == end || reached.pointee == delimiter || reached.pointee == Self.newline
            {
              word.pointee = value.bitPattern
              place = reached
            } else {
              word.pointee = try slowNumber(&place, end, column, scanner, &lines).bitPattern
            }
          } else {
            word.pointee = try other(&place, end, column, &piece.interners[column], &lines)
          }
          if column + 1 < columnCount {
            guard place < end, place.pointee == delimiter else {
              throw ragged(rowStart, end)
            }
            place += 1
          }
        }
        if place < end {
          guard place.pointee == Self.newline else { throw ragged(rowStart, end) }
          place += 1
        }
        lines += 1
        row += 1
      }
    } catch {
      piece.failure = error
      lines = rowLine
    }
    if !piece.interners.allSatisfy(\.isUTF8) { piece.failure = piece.failure ?? .wrongEncoding }
    piece.rowCount = row
    piece.lineCount = lines
  }

  /// A number that is not written plainly: missing, quoted, with blanks around it or a carriage
  /// return behind.
  private func slowNumber(
    _ place: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ column: Int,
    _ scanner: DecimalScanner, _ lines: inout Int
  ) throws(RowFailure) -> Double {
    try withField(&place, end, column, &lines) { field throws(RowFailure) in
      let field = Self.trimmed(field)
      guard !isMissing(field), !Self.isNaN(field), let start = field.baseAddress else {
        return .nan
      }
      var reached = start
      let fieldEnd = start + field.count
      guard let value = scanner.scan(&reached, fieldEnd), reached == fieldEnd, value.isFinite else {
        throw .unreadable(column: column, text: String(decoding: field.prefix(60), as: UTF8.self))
      }
      return value == missingNumber ? .nan : value
    }
  }

  /// The word of a field that is no number.
  private func other(
    _ place: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ column: Int,
    _ interner: inout TextInterner, _ lines: inout Int
  ) throws(RowFailure) -> UInt64 {
    try withField(&place, end, column, &lines) { field throws(RowFailure) in
      switch kinds[column] {
      case .scanned(_, let scan):
        guard let value = scan(field) ?? scan(Self.trimmed(field)) else {
          throw .unreadable(
            column: column, text: String(decoding: field.prefix(60), as: UTF8.self))
        }
        return UInt64(bitPattern: value)
      case .text: return UInt64(interner.intern(field))
      case .number, .skipped: return 0
      }
    }
  }

  /// Hands the field at `place` to `body`, unquoted, and moves `place` to its end.
  @inline(__always)
  private func withField<Value>(
    _ place: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ column: Int,
    _ lines: inout Int, _ body: (UnsafeBufferPointer<UInt8>) throws(RowFailure) -> Value
  ) throws(RowFailure) -> Value {
    if place < end, place.pointee == Self.quote {
      let text = try quoted(&place, end, column, &lines)
      // The copy keeps its elements in place as long as it lives.
      return try withCopy(of: text, body)
    }
    let start = place
    let delimiter = format.delimiter
    while place < end, place.pointee != delimiter, place.pointee != Self.newline {
      if place.pointee == Self.quote { throw .strayQuote(column: column) }
      place += 1
    }
    var fieldEnd = place
    if fieldEnd > start, fieldEnd[-1] == Self.carriageReturn,
      place == end || place.pointee == Self.newline
    {
      fieldEnd -= 1
    }
    return try body(UnsafeBufferPointer(start: start, count: fieldEnd - start))
  }

  private func withCopy<Value>(
    of text: [UInt8], _ body: (UnsafeBufferPointer<UInt8>) throws(RowFailure) -> Value
  ) throws(RowFailure) -> Value {
    try text.withUnsafeBufferPointer { bytes throws(RowFailure) in try body(bytes) }
  }

  /// The text of a quoted field, doubled quotes halved.
  private func quoted(
    _ place: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ column: Int,
    _ lines: inout Int
  ) throws(RowFailure) -> [UInt8] {
    var text: [UInt8] = []
    var inside = 0
    place += 1
    while true {
      guard place < end else { throw .openQuote }
      let byte = place.pointee
      place += 1
      if byte == Self.quote {
        guard place < end, place.pointee == Self.quote else { break }
        place += 1
      }
      if byte == Self.newline { inside += 1 }
      text.append(byte)
    }
    lines += inside
    while place < end, place.pointee == Self.carriageReturn || place.pointee == 0x20 { place += 1 }
    guard place == end || place.pointee == format.delimiter || place.pointee == Self.newline else {
      throw .strayQuote(column: column)
    }
    return text
  }

  private func isMissing(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
    field.isEmpty
      || (!format.missingMarker.isEmpty && field.elementsEqual(format.missingMarker.utf8))
  }

  /// The failure of a row whose number of fields is wrong.
  private func ragged(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> RowFailure {
    var fields = 1
    var isQuoted = false
    var place = start
    while place < end {
      if place.pointee == Self.quote { isQuoted.toggle() }
      if !isQuoted {
        if place.pointee == Self.newline { break }
        if place.pointee == format.delimiter { fields += 1 }
      }
      place += 1
    }
    return .ragged(fields: fields)
  }

  /// The place behind the line end at `place`; nil if there is something on the line.
  @inline(__always)
  private static func afterBlankLine(
    _ place: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
  ) -> UnsafePointer<UInt8>? {
    if place.pointee == newline { return place + 1 }
    guard place.pointee == carriageReturn else { return nil }
    if place + 1 == end { return end }
    return place[1] == newline ? place + 2 : nil
  }

  private static func isNaN(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
    field.count == 3 && field[0] | 0x20 == 0x6e && field[1] | 0x20 == 0x61
      && field[2] | 0x20 == 0x6e
  }

  private static func trimmed(
    _ field: UnsafeBufferPointer<UInt8>
  ) -> UnsafeBufferPointer<UInt8> {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    guard let first = field.firstIndex(where: { !isBlank($0) }),
      let last = field.lastIndex(where: { !isBlank($0) })
    else { return UnsafeBufferPointer(rebasing: field[0..<0]) }
    return UnsafeBufferPointer(rebasing: field[first...last])
  }
}
