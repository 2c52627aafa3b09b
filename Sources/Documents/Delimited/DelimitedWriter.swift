// Rows are formatted in slices, a wave of slices in parallel, and written in order, while the next
// wave is formatted. Slices have a fixed number of rows and a packed file is a chain of members, one
// a slice: the bytes do not depend on the number of workers.

/// A column that is to be written.
public enum DelimitedOutput: Sendable {
  /// Numbers as the shortest decimals that read back the same; nothing for what is not finite.
  case numbers([Double])
  /// Whole numbers below 256, such as labels.
  case bytes([UInt8])
  /// Text, quoted where it has to be.
  case text(TextColumn)
  /// What `write` puts at `output` for a row, at most 64 bytes that need no quotes; it gives their
  /// number.
  case written(
    @Sendable (_ row: Int, _ output: UnsafeMutablePointer<UInt8>) -> Int)

  /// The rows `range` of the column.
  public func rows(_ range: Range<Int>) -> DelimitedOutput {
    switch self {
    case .numbers(let values): .numbers(Array(values[range]))
    case .bytes(let values): .bytes(Array(values[range]))
    case .text(let text): .text(text.rows(range))
    case .written(let write): .written { write(range.lowerBound + $0, $1) }
    }
  }
}

/// Writes a delimited text file, a block of rows after another; the file appears whole or not at all.
public struct DelimitedWriter: ~Copyable {
  private let format: DelimitedFormat
  private let compression: Compression?
  private var file: AtomicFile
  private let columnCount: Int

  private static let sliceLength = 1 << 13
  private static let slicesInFlight = 16

  /// The number of rows nearest to `wanted` that blocks may have, all but the last, so that the bytes
  /// of a packed file are those of one block.
  public static func rows(inBlocksOf wanted: Int) -> Int {
    max(1, wanted / sliceLength) * sliceLength
  }

  /// Begins the file at `path` (`-` is standard output) with a header; `.gz` and `.zst` are packed.
  ///
  /// - Throws: ``FileFailure`` if the file cannot be made.
  public init(
    path: String, header: [String], format: DelimitedFormat = .csv
  ) throws(FileFailure) {
    let compression = Compression(extensionOf: path)
    var file = try AtomicFile(path: path)
    var line: [UInt8] = []
    for (index, name) in header.enumerated() {
      if index > 0 { line.append(format.delimiter) }
      line += Self.quoted(name, format)
    }
    line.append(0x0a)
    try file.append(compression?.pack(line) ?? line)
    self.format = format
    self.compression = compression
    self.file = file
    columnCount = header.count
  }

  /// Writes the rows of `columns`, all of which have `rowCount`.
  ///
  /// - Parameters:
  ///   - columns: One for each name of the header.
  ///   - rowCount: The number of rows.
  ///   - loop: Runs the slices.
  /// - Throws: ``FileFailure`` if the disk is full, say.
  public mutating func append(
    _ columns: [DelimitedOutput], rowCount: Int, in loop: ParallelLoop
  ) throws(FileFailure) {
    precondition(
      columns.count == columnCount, "\(columns.count) columns under \(columnCount) names")
    let formatter = RowFormatter(columns, rowCount: rowCount, format: format)
    let compression = compression
    let output = file.output
    var formatted: [[UInt8]] = []
    var first = 0
    while first < rowCount {
      let waveStart = first
      let waveEnd = min(rowCount, first + Self.slicesInFlight * Self.sliceLength)
      let count = (waveEnd - waveStart + Self.sliceLength - 1) / Self.sliceLength
      let waiting = formatted
      let slices = map(count + 1, in: loop) { index -> Result<[UInt8], FileFailure> in
        guard index > 0 else { return output.append(waiting).map { [] } }
        let start = waveStart + (index - 1) * Self.sliceLength
        let bytes = formatter.format(start..<min(start + Self.sliceLength, waveEnd))
        return .success(compression?.pack(bytes) ?? bytes)
      }
      formatted = []
      for slice in slices { formatted.append(try slice.get()) }
      first = waveEnd
    }
    try output.append(formatted).get()
  }

  /// Makes the file appear under its name.
  ///
  /// - Throws: ``FileFailure`` if it cannot.
  public consuming func commit() throws(FileFailure) {
    try file.commit()
  }

  /// `text` as a field.
  static func quoted(_ text: String, _ format: DelimitedFormat) -> [UInt8] {
    let bytes = Array(text.utf8)
    let needsQuotes = bytes.contains {
      $0 == format.delimiter || $0 == 0x22 || $0 == 0x0a || $0 == 0x0d
    }
    guard needsQuotes else { return bytes }
    return [0x22] + bytes.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] } + [0x22]
  }
}

/// Formats rows of columns.
private struct RowFormatter: Sendable {
  private enum Column: Sendable {
    case numbers([Double])
    case bytes([UInt8])
    case text(fields: [[UInt8]], indices: [Int32])
    case written(@Sendable (Int, UnsafeMutablePointer<UInt8>) -> Int)
  }

  private let columns: [Column]
  private let format: DelimitedFormat
  /// The most bytes that a row takes.
  private let longestRow: Int

  init(_ outputs: [DelimitedOutput], rowCount: Int, format: DelimitedFormat) {
    self.format = format
    var longestRow = 0
    columns = outputs.map { output in
      var count = rowCount
      defer { precondition(count == rowCount, "a column of \(count) values for \(rowCount) rows") }
      switch output {
      case .numbers(let values):
        count = values.count
        longestRow += DecimalWriter.longest + 1
        return .numbers(values)
      case .bytes(let values):
        count = values.count
        longestRow += 4
        return .bytes(values)
      case .text(let text):
        count = text.count
        let fields = text.distinct.map { DelimitedWriter.quoted($0, format) }
        longestRow += (fields.map(\.count).max() ?? 0) + 1
        return .text(fields: fields, indices: text.indices)
      case .written(let write):
        longestRow += 65
        return .written(write)
      }
    }
    self.longestRow = longestRow + 1
  }

  func format(_ rows: Range<Int>) -> [UInt8] {
    // A long text in one row must not make room for it in all.
    var bytes: [UInt8] = []
    var row = rows.lowerBound
    while row < rows.upperBound {
      let count = max(1, min(rows.upperBound - row, (1 << 22) / longestRow))
      let part = [UInt8](unsafeUninitializedCapacity: count * longestRow) { buffer, initialized in
        if let base = buffer.baseAddress {
          initialized = write(row..<row + count, to: base)
        }
      }
      if bytes.isEmpty { bytes = part } else { bytes += part }
      row += count
    }
    return bytes
  }

  /// Where the values of a column lie, without counting a reference for every field.
  private enum Cells {
    case numbers(UnsafeBufferPointer<Double>)
    case bytes(UnsafeBufferPointer<UInt8>)
    case text(fields: UnsafeBufferPointer<[UInt8]>, indices: UnsafeBufferPointer<Int32>)
    /// A place among the columns, whose storage is not open.
    case column(Int)
  }

  /// The most columns whose storage is opened, each within that of the one before: tens of thousands
  /// would overflow the stack.
  private static let mostOpened = 512

  private func write(_ rows: Range<Int>, to start: UnsafeMutablePointer<UInt8>) -> Int {
    withCells([]) { cells in write(rows, of: cells, to: start) }
  }

  /// Opens the storage of one column after another and calls `body` within them all.
  private func withCells(
    _ opened: [Cells], _ body: (UnsafeBufferPointer<Cells>) -> Int
  ) -> Int {
    guard opened.count < min(columns.count, Self.mostOpened) else {
      let all = opened + (opened.count..<columns.count).map { .column($0) }
      return all.withUnsafeBufferPointer(body)
    }
    switch columns[opened.count] {
    case .numbers(let values):
      return values.withUnsafeBufferPointer { withCells(opened + [.numbers($0)], body) }
    case .bytes(let values):
      return values.withUnsafeBufferPointer { withCells(opened + [.bytes($0)], body) }
    case .text(let fields, let indices):
      return fields.withUnsafeBufferPointer { fields in
        indices.withUnsafeBufferPointer { indices in
          withCells(opened + [.text(fields: fields, indices: indices)], body)
        }
      }
    case .written: return withCells(opened + [.column(opened.count)], body)
    }
  }

  private func write(
    _ row: Int, of column: Column, to output: UnsafeMutablePointer<UInt8>
  ) -> Int {
    switch column {
    case .numbers(let values):
      return DecimalWriter.write(values[row], to: output, decimalMark: format.decimalMark)
    case .bytes(let values): return DecimalWriter.write(UInt64(values[row]), to: output)
    case .text(let fields, let indices):
      let field = fields[Int(indices[row])]
      output.update(from: field, count: field.count)
      return field.count
    case .written(let write): return write(row, output)
    }
  }

  private func write(
    _ rows: Range<Int>, of cells: UnsafeBufferPointer<Cells>,
    to start: UnsafeMutablePointer<UInt8>
  ) -> Int {
    let format = format
    var output = start
    for row in rows {
      for cell in cells {
        switch cell {
        case .numbers(let values):
          output += DecimalWriter.write(values[row], to: output, decimalMark: format.decimalMark)
        case .bytes(let values):
          output += DecimalWriter.write(UInt64(values[row]), to: output)
        case .text(let fields, let indices):
          fields[Int(indices[row])].withUnsafeBufferPointer { bytes in
            if let base = bytes.baseAddress { output.update(from: base, count: bytes.count) }
            output += bytes.count
          }
        case .column(let place): output += write(row, of: columns[place], to: output)
        }
        output.pointee = format.delimiter
        output += 1
      }
      output[-1] = 0x0a
    }
    return output - start
  }
}
