import CProcessor

/// Puts parsed pieces together.
struct TableBuilder {
  let kinds: [DelimitedColumnKind]
  private(set) var rowCount = 0
  private var columns: [Column]
  private var hasReserved = false

  init(kinds: [DelimitedColumnKind]) {
    self.kinds = kinds
    columns = kinds.map { Column(kind: $0) }
  }

  /// Makes room for `rows` rows in all, the first time that it is asked to.
  mutating func reserve(_ rows: Int) {
    guard !hasReserved else { return }
    hasReserved = true
    for index in columns.indices { columns[index].reserve(rows) }
  }

  /// Appends the rows of `pieces`, whose words are in `words`, each column by itself.
  mutating func append(_ pieces: [ParsedPiece], _ words: [WordBuffer], in loop: ParallelLoop) {
    columns.withUnsafeMutableBufferPointer { columns in
      let places = Places(base: columns.baseAddress)
      loop(columns.count) { column in
        for (piece, words) in zip(pieces, words) {
          places.base?[column].append(
            UnsafeBufferPointer(
              start: words.base + column * piece.capacity, count: piece.rowCount),
            texts: piece.interners[column])
        }
      }
    }
    rowCount += pieces.lazy.map(\.rowCount).reduce(0, +)
  }

  func table(header: [String]) -> DelimitedTable {
    DelimitedTable(header: header, columns: columns.map(\.result), rowCount: rowCount)
  }

  /// The columns under construction, of which every worker has its own.
  private struct Places: Sendable {
    nonisolated(unsafe) let base: UnsafeMutablePointer<Column>?
  }

  /// A column under construction.
  private struct Column {
    let kind: DelimitedColumnKind
    var numbers: [Double] = []
    var integers: [Int64] = []
    var indices: [Int32] = []
    var interner = TextInterner()

    init(kind: DelimitedColumnKind) {
      self.kind = kind
    }

    mutating func reserve(_ rows: Int) {
      switch kind {
      case .number: Self.reserve(rows, &numbers)
      case .scanned: Self.reserve(rows, &integers)
      case .text: Self.reserve(rows, &indices)
      case .skipped: break
      }
    }

    private static func reserve<Element>(_ rows: Int, _ values: inout [Element]) {
      values.reserveCapacity(rows)
      values.withUnsafeMutableBufferPointer {
        prefer_large_pages($0.baseAddress, rows * MemoryLayout<Element>.stride)
      }
    }

    mutating func append(_ words: UnsafeBufferPointer<UInt64>, texts: TextInterner) {
      switch kind {
      case .number: words.withMemoryRebound(to: Double.self) { numbers.append(contentsOf: $0) }
      case .scanned: words.withMemoryRebound(to: Int64.self) { integers.append(contentsOf: $0) }
      case .text:
        let places = interner.merge(texts)
        indices.append(contentsOf: words.lazy.map { places[Int($0)] })
      case .skipped: break
      }
    }

    var result: DelimitedColumn {
      switch kind {
      case .number: .numbers(numbers)
      case .scanned: .scanned(integers)
      case .text: .text(TextColumn(distinct: interner.texts, indices: indices))
      case .skipped: .skipped
      }
    }
  }
}
