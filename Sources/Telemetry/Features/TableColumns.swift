/// The columns of a table, and how pieces of them that were made elsewhere are moved there.
struct TableColumns<Scalar: BinaryFloatingPoint & Sendable> {
  /// The first number of the first column; the next column begins `length` numbers later.
  private let base: UnsafeMutablePointer<Scalar>
  private let length: Int
  private let isPastCaches: Bool
  private let moveColumn: FeatureKernelSet.MoveColumn

  /// The numbers of a cache line, which the room for a piece has before the piece itself: what is
  /// left of one line waits there for the next piece.
  static var lineLength: Int { 64 / MemoryLayout<Scalar>.stride }

  /// Tables of more bytes go past the caches.
  private static var cachedSize: Int { 1 << 24 }

  /// The `count` columns at `base`, each `length` numbers long.
  init(
    at base: UnsafeMutablePointer<Scalar>, count: Int, length: Int, _ kernels: FeatureKernelSet
  ) {
    self.base = base
    self.length = length
    isPastCaches = length * count * MemoryLayout<Scalar>.stride > Self.cachedSize
    moveColumn = kernels.moveColumn
  }

  /// Moves the piece of `count` numbers to column number `column` from `row` on.
  ///
  /// Pieces that are neither the first nor the last are whole cache lines and follow on the one
  /// before.
  @inline(__always)
  func move(
    _ piece: UnsafeMutablePointer<Scalar>, _ count: Int, to column: Int, at row: Int, isFirst: Bool,
    isLast: Bool
  ) {
    let place = base + (column * length + row)
    if isPastCaches {
      moveColumn(piece, count * MemoryLayout<Scalar>.stride, place, isFirst, isLast)
    } else {
      place.update(from: piece, count: count)
    }
  }

  /// Copies number i of the piece to row `rows(i)` of column number `column`.
  @inline(__always)
  func scatter(
    _ piece: UnsafeMutablePointer<Scalar>, _ count: Int, to column: Int, at rows: (Int) -> Int
  ) {
    let column = base + column * length
    for index in 0..<count { column[rows(index)] = piece[index] }
  }
}
