import Glibc

// A file is read in blocks that end with a row, a block is cut into pieces that end with a row, and
// pieces are parsed in parallel. Cuts depend on the bytes alone, so the table does not depend on the
// number of workers; memory holds one block and what it gave.

/// Reads a delimited text file: RFC 4180 with any delimiter, decimal mark and missing marker.
///
/// Quotes, doubled quotes, line ends inside quotes, a byte order mark, CRLF and blank lines are
/// understood, gzip and Zstandard unpacked. Numbers may have blanks around them; `nan` is missing.
public struct DelimitedReader: ~Copyable {
  /// The names of the columns.
  public let header: [String]
  private let path: String
  private let format: DelimitedFormat
  private var input: PackedInput
  private var buffer: [UInt8]
  /// The bytes of `buffer` that wait to be parsed.
  private var filled: Int
  private var isAtEnd: Bool
  private var lineCount: Int
  /// What pieces are parsed into, one after another block.
  private var words: [WordBuffer] = []
  /// The bytes parsed so far, to foresee how many rows will come.
  private var parsedBytes = 0

  private static let blockSize = 1 << 22
  private static let pieceSize = 1 << 19
  private static let longestRow = 1 << 28

  /// Opens the file at `path` (`-` is standard input) and reads its header.
  ///
  /// - Throws: ``DelimitedError`` if there is no such file, or it does not begin with a header.
  public init(path: String, format: DelimitedFormat = .csv) throws(DelimitedError) {
    try self.init(path, format, isDetected: false)
  }

  /// Opens the file at `path` (`-` is standard input), whatever its layout.
  ///
  /// Lines that begin with `#` before the first row are left out; the delimiter is the one of
  /// `format`, or else the comma, semicolon or tab that the first row has; a first row of only
  /// numbers is data, and the columns are then called `1`, `2`, `3` …
  ///
  /// - Throws: ``DelimitedError`` if there is no such file, or nothing in it.
  public init(detectingLayoutOf path: String, format: DelimitedFormat) throws(DelimitedError) {
    try self.init(path, format, isDetected: true)
  }

  private init(
    _ path: String, _ format: DelimitedFormat, isDetected: Bool
  ) throws(DelimitedError) {
    var format = format
    var input = try Self.open(path)
    let expected = (input.size ?? Self.blockSize) * (input.isPacked ? 8 : 1) + 16
    var buffer = [UInt8](repeating: 0, count: min(Self.blockSize, max(1 << 12, expected)))
    var filled = try Self.fill(&buffer, from: 0, &input)
    var isAtEnd = filled < buffer.count
    var start = buffer.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    if filled >= 2,
      buffer[0] | buffer[1] >= 0xfe && (buffer[0] ^ buffer[1] == 1)
        || buffer[..<min(filled, 64)].contains(0)
    {
      throw .wrongEncoding(path: path)
    }
    if isDetected { start = Self.endOfComments(buffer[start..<filled]) }
    var boundary = Self.rowEnd(buffer[start..<filled])
    while boundary == nil, !isAtEnd, buffer.count < Self.longestRow {
      buffer += [UInt8](repeating: 0, count: buffer.count)
      filled += try Self.fill(&buffer, from: filled, &input)
      isAtEnd = filled < buffer.count
      boundary = Self.rowEnd(buffer[start..<filled])
    }
    var end = boundary ?? filled
    let line = Array(buffer[start..<end])
    if isDetected { format.delimiter = format.detectedDelimiter(in: line) }
    let names = try Self.names(line, path: path, format: format)
    if isDetected, names.allSatisfy({ Double($0) != nil }) {
      header = names.indices.map { "\($0 + 1)" }
      end = start
    } else {
      var seen = Set<String>()
      for name in names where !seen.insert(name).inserted {
        throw .repeatedColumn(path: path, name: name)
      }
      header = names
    }
    lineCount = buffer[..<end].count { $0 == 0x0a }
    buffer.withUnsafeMutableBytes { bytes in
      if let base = bytes.baseAddress { _ = memmove(base, base + end, filled - end) }
    }
    self.path = path
    self.format = format
    self.input = input
    self.buffer = buffer
    self.filled = filled - end
    self.isAtEnd = isAtEnd
  }

  private static func open(_ path: String) throws(DelimitedError) -> PackedInput {
    do throws(FileFailure) {
      return try PackedInput(path: path)
    } catch {
      throw .file(error)
    }
  }

  private static func fill(
    _ buffer: inout [UInt8], from start: Int, _ input: inout PackedInput
  ) throws(DelimitedError) -> Int {
    var failure: FileFailure?
    var count = 0
    buffer.withUnsafeMutableBytes { bytes in
      do throws(FileFailure) {
        count = try input.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[start...]))
      } catch {
        failure = error
      }
    }
    if let failure { throw .file(failure) }
    return count
  }

  /// For each column whether the first rows, at most `limit` of them, hold nothing but numbers and
  /// missing values; nothing is consumed.
  public func numericColumns(amongFirst limit: Int) -> [Bool] {
    var end = 0
    for _ in 0..<limit where end < filled {
      guard let next = Self.rowEnd(buffer[end..<filled]) else {
        if isAtEnd { end = filled }
        break
      }
      end = next
    }
    let parser = RowParser(
      format: format, kinds: [DelimitedColumnKind](repeating: .text, count: header.count))
    let words = WordBuffer(count: end + 1)
    let piece = buffer[..<end].withUnsafeBufferPointer { parser.parse($0, into: words.base) }
    return piece.interners.map { interner in
      interner.texts.allSatisfy { text in
        text.isEmpty || text == format.missingMarker || format.number(text) != nil
      }
    }
  }

  /// The next rows, as many as one block holds, with columns of the given kinds; nil at the end.
  ///
  /// - Parameters:
  ///   - kinds: One for each column of the header.
  ///   - loop: Runs the pieces of a block.
  /// - Returns: The rows as a table.
  /// - Throws: ``DelimitedError`` with line and column.
  public mutating func readBlock(
    as kinds: [DelimitedColumnKind], in loop: ParallelLoop
  ) throws(DelimitedError) -> DelimitedTable? {
    precondition(
      kinds.count == header.count, "\(kinds.count) kinds for \(header.count) columns")
    while true {
      guard let end = try nextBlock() else { return nil }
      var builder = TableBuilder(kinds: kinds)
      try append(block: end, to: &builder, in: loop)
      if builder.rowCount > 0 { return builder.table(header: header) }
    }
  }

  /// All rows that are left, with columns of the given kinds.
  ///
  /// - Parameters:
  ///   - kinds: One for each column of the header.
  ///   - loop: Runs the pieces of a block.
  /// - Returns: The rows as a table.
  /// - Throws: ``DelimitedError`` with line and column.
  public mutating func readAll(
    as kinds: [DelimitedColumnKind], in loop: ParallelLoop
  ) throws(DelimitedError) -> DelimitedTable {
    precondition(
      kinds.count == header.count, "\(kinds.count) kinds for \(header.count) columns")
    var builder = TableBuilder(kinds: kinds)
    while let end = try nextBlock() {
      try append(block: end, to: &builder, in: loop)
      if let size = input.size, !input.isPacked, parsedBytes > 0 {
        // Rows of later blocks may be a little shorter than those of the first.
        let expected = Double(builder.rowCount) * Double(size) / Double(parsedBytes)
        builder.reserve(Int(expected * 1.02) + 1_000)
      }
    }
    return builder.table(header: header)
  }

  /// Fills the buffer and gives the end of its last whole row; nil if nothing is left.
  private mutating func nextBlock() throws(DelimitedError) -> Int? {
    while true {
      if !isAtEnd {
        filled += try Self.fill(&buffer, from: filled, &input)
        isAtEnd = filled < buffer.count
      }
      guard filled > 0 else { return nil }
      if isAtEnd { return filled }
      if let end = RowCuts(buffer, count: filled).last { return end }
      guard buffer.count < Self.longestRow else {
        throw .openQuote(path: path, line: lineCount + 1)
      }
      buffer += [UInt8](repeating: 0, count: buffer.count)
    }
  }

  /// Parses the rows of the buffer up to `end` and moves the rest to its front.
  private mutating func append(
    block end: Int, to builder: inout TableBuilder, in loop: ParallelLoop
  ) throws(DelimitedError) {
    let parser = RowParser(format: format, kinds: builder.kinds)
    let cuts = RowCuts(buffer, count: end).every(Self.pieceSize)
    for index in 0..<cuts.count - 1 {
      let count = cuts[index + 1] - cuts[index] + 1
      if index == words.count { words.append(WordBuffer(count: max(count, Self.pieceSize * 2))) }
      if words[index].count < count { words[index] = WordBuffer(count: count) }
    }
    let words = words
    let pieces = buffer.withUnsafeBufferPointer { bytes in
      let block = Block(bytes: bytes)
      return map(cuts.count - 1, in: loop) { index in
        parser.parse(
          UnsafeBufferPointer(rebasing: block.bytes[cuts[index]..<cuts[index + 1]]),
          into: words[index].base)
      }
    }
    for piece in pieces {
      if let failure = piece.failure {
        throw error(failure, line: lineCount + piece.lineCount + 1, builder.kinds)
      }
      lineCount += piece.lineCount
    }
    builder.append(pieces, words, in: loop)
    parsedBytes += end
    let rest = filled - end
    buffer.withUnsafeMutableBytes { bytes in
      if rest > 0, let base = bytes.baseAddress { memmove(base, base + end, rest) }
    }
    filled = rest
  }

  private func error(
    _ failure: RowFailure, line: Int, _ kinds: [DelimitedColumnKind]
  ) -> DelimitedError {
    switch failure {
    case .ragged(let fields):
      return .raggedRow(path: path, line: line, fields: fields, expected: header.count)
    case .openQuote: return .openQuote(path: path, line: line)
    case .wrongEncoding: return .wrongEncoding(path: path)
    case .strayQuote(let column):
      return .strayQuote(path: path, line: line, column: header[column])
    case .unreadable(let column, let text):
      var expected = "a number"
      if case .scanned(let kind, _) = kinds[column] { expected = kind }
      return .unreadableField(
        path: path, line: line, column: header[column], text: text, expected: expected)
    }
  }

  /// The bytes of one block, which the workers only read.
  private struct Block: Sendable {
    nonisolated(unsafe) let bytes: UnsafeBufferPointer<UInt8>
  }
}
