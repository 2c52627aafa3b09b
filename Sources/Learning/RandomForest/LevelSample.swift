import Numerics

/// The rows that are looked at to find levels.
struct LevelSample: Sendable {
  /// The rows, class after class, and the class of each; 0 where targets are numbers.
  let rows: [(row: Int, label: UInt32)]
  /// For each class how much one of its rows counts.
  let weights: [RowWeight]

  /// How much a row of a class stands for.
  struct RowWeight {
    /// Where all rows of the table count the same.
    let amongRows: Double
    /// Where all classes count the same.
    let amongClasses: Double
  }

  /// Takes all rows, or about `limit` if there are more.
  ///
  /// Half of these are of the classes as frequent as they are, half of each class equally many, so that
  /// all rows of a rare class are there.
  init(rowCount: Int, classes: [Float]?, limit: Int, seed: UInt64) {
    var members: [[Int]] = []
    for row in 0..<rowCount {
      let label = classes.map { Int($0[row]) } ?? 0
      while members.count <= label { members.append([]) }
      members[label].append(row)
    }
    let classCount = members.count { !$0.isEmpty }
    var random = RandomSource(seed: seed, stream: -1)
    var rows: [(row: Int, label: UInt32)] = []
    var weights: [RowWeight] = []
    for (label, members) in members.enumerated() {
      let evenShare = Double(rowCount) / Double(classCount)
      let wanted = (Double(members.count) + evenShare) * Double(limit) / Double(2 * rowCount)
      let count = rowCount <= limit ? members.count : min(members.count, Int(wanted))
      weights.append(
        RowWeight(
          amongRows: Double(members.count) / Double(count), amongClasses: evenShare / Double(count))
      )
      for index in 0..<count {
        let start = index * members.count / count
        let width = (index + 1) * members.count / count - start
        let place = width == 1 ? start : start + random.index(below: width)
        rows.append((members[place], UInt32(truncatingIfNeeded: label)))
      }
    }
    self.rows = rows
    self.weights = weights
  }
}

/// A value of a column, and the class of its row.
struct SampledValue {
  let key: OrderedKey
  let label: UInt32

  /// Sorts by value, in three passes over digits of eleven bits; equal values keep their order.
  static func sort(_ values: inout [SampledValue]) {
    let digits = 1 << 11
    var other = values
    for shift in [UInt32(0), 11, 22] {
      var places = [Int](repeating: 0, count: digits + 1)
      for value in values { places[value.key.digit(at: shift, below: digits) + 1] += 1 }
      for digit in 1...digits { places[digit] += places[digit - 1] }
      values.withUnsafeBufferPointer { values in
        other.withUnsafeMutableBufferPointer { other in
          for value in values {
            let digit = value.key.digit(at: shift, below: digits)
            other[places[digit]] = value
            places[digit] += 1
          }
        }
      }
      swap(&values, &other)
    }
  }
}
