import Numerics

/// The rows of a table as tree growers move them about: one fixed-size record a row, the level of
/// each feature in a byte, or in two, then eight bytes for the target and the weight.
///
/// Rows lie one by one because a node looks at several features of each of its rows, and because a
/// partition then moves whole rows: every later pass over a node reads memory in order.
struct TrainingRecords: Sendable {
  let featureCount: Int
  /// Whether a level is a byte; else it is two.
  let levelsAreBytes: Bool
  /// The bytes of a record, a multiple of 16.
  let stride: Int
  let rowCount: Int
  /// The records, their tails blank.
  let bytes: [UInt8]

  /// Where the eight bytes of target and weight begin in a record.
  var tail: Int { stride - 8 }

  init(of table: FeatureTable, levels: FeatureLevels, execution: Execution) {
    let rowCount = table.rowCount
    let featureCount = table.columnCount
    let levelsAreBytes = levels.areBytes
    let stride = (featureCount * (levelsAreBytes ? 1 : 2) + 8 + 15) & ~15
    var bytes = [UInt8](repeating: 0, count: rowCount * stride)
    let blockRows = 1024
    parallelFor(
      (rowCount + blockRows - 1) / blockRows, writingTo: &bytes, execution: execution
    ) { block, bytes in
      let rows = block * blockRows..<min((block + 1) * blockRows, rowCount)
      guard let base = UnsafeMutableRawPointer(bytes.baseAddress) else { return }
      table.values.withUnsafeBufferPointer { values in
        guard let values = values.baseAddress else { return }
        for feature in 0..<featureCount {
          levels.withSearch(of: feature) { search in
            let first = values + (feature * rowCount + rows.lowerBound)
            search.forEachLevel(of: first, count: rows.count) {
              let record = base + (rows.lowerBound &+ $0) &* stride
              if levelsAreBytes {
                record.storeBytes(
                  of: UInt8(truncatingIfNeeded: $1), toByteOffset: feature, as: UInt8.self)
              } else {
                record.storeBytes(
                  of: UInt16(truncatingIfNeeded: $1), toByteOffset: 2 * feature, as: UInt16.self)
              }
            }
          }
        }
      }
    }
    self.featureCount = featureCount
    self.levelsAreBytes = levelsAreBytes
    self.stride = stride
    self.rowCount = rowCount
    self.bytes = bytes
  }

  /// Copies one record.
  @inline(__always)
  static func copy(
    _ source: UnsafeRawPointer, to target: UnsafeMutableRawPointer, byteCount: Int
  ) {
    var offset = 0
    repeat {
      target.storeBytes(
        of: source.load(fromByteOffset: offset, as: SIMD16<UInt8>.self), toByteOffset: offset,
        as: SIMD16<UInt8>.self)
      offset += 16
    } while offset < byteCount
  }
}
