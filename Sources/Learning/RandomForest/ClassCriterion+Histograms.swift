extension ClassCriterion {
  /// The most classes whose histograms are worth their memory.
  static var histogramClassLimit: Int { 32 }

  /// The numbers of a level: the weight of each class, and the rows.
  static func histogramWidth(classCount: Int) -> Int { classCount + 1 }

  private var width: Int { Self.histogramWidth(classCount: classCount) }

  func add(
    _ records: UnsafeRawPointer, count: Int, times factor: Double, to histograms: NodeHistograms
  ) {
    let blockRows = NodeHistograms.rowsAtOnce
    for start in Swift.stride(from: 0, to: count, by: blockRows) {
      for feature in 0..<featureCount {
        let cells = histograms.cells(of: feature, width: width)
        for row in start..<min(start + blockRows, count) {
          let record = records + row * stride
          let (weight, label) = load(record)
          let cell = cells + width * level(of: record, feature)
          cell[label] += weight * factor
          cell[classCount] += factor
        }
      }
    }
  }

  func bestCut(
    by feature: Int, of histograms: NodeHistograms, count: Int, sums: Sums
  ) -> Cut<Sums>? {
    var walk = ClassWalk(
      right: sums, total: total, leftOfClass: left, minimumLeafRows: minimumLeafRows,
      rowsAhead: count)
    let cells = UnsafePointer(histograms.cells(of: feature, width: width))
    for level in 0..<levelCounts[feature] {
      let cell = cells + width * level
      guard cell[classCount] > 0 else { continue }
      walk.reach(level)
      walk.move(cell, classCount: classCount, rows: Int(cell[classCount]))
    }
    left.update(repeating: 0, count: classCount)
    return walk.best
  }
}
