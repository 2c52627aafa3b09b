extension MomentCriterion {
  /// The numbers of a level: (Σw, Σwy), and the rows where leaves have a least number of them.
  static func histogramWidth(minimumLeafRows: Int) -> Int { minimumLeafRows > 1 ? 3 : 2 }

  func add(
    _ records: UnsafeRawPointer, count: Int, times factor: Double, to histograms: NodeHistograms
  ) {
    let blockRows = NodeHistograms.rowsAtOnce
    for start in Swift.stride(from: 0, to: count, by: blockRows) {
      let block = records + start * stride
      let rowCount = min(blockRows, count - start)
      var feature = 0
      while feature + 4 <= featureCount {
        addFour(from: feature, block, count: rowCount, times: factor, to: histograms)
        feature += 4
      }
      while feature < featureCount {
        addOne(feature, block, count: rowCount, times: factor, to: histograms)
        feature += 1
      }
    }
  }

  private func addFour(
    from feature: Int, _ records: UnsafeRawPointer, count: Int, times factor: Double,
    to histograms: NodeHistograms
  ) {
    let (c0, c1) = (cells(of: feature, histograms), cells(of: feature + 1, histograms))
    let (c2, c3) = (cells(of: feature + 2, histograms), cells(of: feature + 3, histograms))
    if histogramWidth == 2 {
      forEachRow(of: records, count: count) { record in
        let moments = moments(record) * factor
        add(moments, to: c0 + 2 * level(of: record, feature))
        add(moments, to: c1 + 2 * level(of: record, feature + 1))
        add(moments, to: c2 + 2 * level(of: record, feature + 2))
        add(moments, to: c3 + 2 * level(of: record, feature + 3))
      }
    } else {
      forEachRow(of: records, count: count) { record in
        let moments = moments(record) * factor
        add(moments, factor, to: c0 + 3 * level(of: record, feature))
        add(moments, factor, to: c1 + 3 * level(of: record, feature + 1))
        add(moments, factor, to: c2 + 3 * level(of: record, feature + 2))
        add(moments, factor, to: c3 + 3 * level(of: record, feature + 3))
      }
    }
  }

  private func addOne(
    _ feature: Int, _ records: UnsafeRawPointer, count: Int, times factor: Double,
    to histograms: NodeHistograms
  ) {
    let cells = cells(of: feature, histograms)
    if histogramWidth == 2 {
      forEachRow(of: records, count: count) {
        add(moments($0) * factor, to: cells + 2 * level(of: $0, feature))
      }
    } else {
      forEachRow(of: records, count: count) {
        add(moments($0) * factor, factor, to: cells + 3 * level(of: $0, feature))
      }
    }
  }

  private func cells(of feature: Int, _ histograms: NodeHistograms) -> UnsafeMutablePointer<Double>
  {
    histograms.cells(of: feature, width: histogramWidth)
  }

  @inline(__always)
  private func add(_ moments: SIMD2<Double>, to cell: UnsafeMutablePointer<Double>) {
    let place = UnsafeMutableRawPointer(cell)
    let sums = place.loadUnaligned(as: SIMD2<Double>.self) + moments
    place.storeBytes(of: sums, as: SIMD2<Double>.self)
  }

  @inline(__always)
  private func add(
    _ moments: SIMD2<Double>, _ rows: Double, to cell: UnsafeMutablePointer<Double>
  ) {
    add(moments, to: cell)
    cell[2] += rows
  }

  func bestCut(
    by feature: Int, of histograms: NodeHistograms, count: Int, sums: Sums
  ) -> Cut<Sums>? {
    let cells = UnsafePointer(self.cells(of: feature, histograms))
    let levelCount = levelCounts[feature]
    return histogramWidth == 2
      ? bestCut(of: cells, width: 2, levelCount: levelCount, sums: sums) { _ in true }
      : bestCut(of: cells, width: 3, levelCount: levelCount, sums: sums) {
        min($0, Double(count) - $0) >= Double(minimumLeafRows)
      }
  }

  /// Walks all levels without a branch on what is found there, then those up to the best cut again.
  ///
  /// The sums of a level are `width` numbers, the third of them its rows, if there is one.
  @inline(__always)
  func bestCut(
    of cells: UnsafePointer<Double>, width: Int, levelCount: Int, sums: Sums,
    where isAllowed: (_ rowsBehind: Double) -> Bool
  ) -> Cut<Sums>? {
    var levelCount = levelCount
    while levelCount > 0, cells[width * (levelCount - 1)] == 0 { levelCount -= 1 }
    var left = Sums.zero
    var rowsBehind = 0.0
    var best = (score: -Double.infinity, level: 0)
    for level in 0..<levelCount {
      let cell = cells + width * level
      let right = sums - left
      let parts = SIMD2(left[1], right[1])
      let shares = parts * parts / SIMD2(left[0], right[0])
      // Nothing is left of the first level: its score is NaN, which is never greater.
      let score = shares[0] + shares[1]
      let isBetter = isAllowed(rowsBehind) && score > best.score
      best.score = isBetter ? score : best.score
      best.level = isBetter ? level : best.level
      left += [cell[0], cell[1]]
      if width == 3 { rowsBehind += cell[2] }
    }
    guard best.level > 0 else { return nil }
    var behind = Sums.zero
    var lower = 0
    for level in 0..<best.level where cells[width * level] > 0 {
      behind += [cells[width * level], cells[width * level + 1]]
      lower = level
    }
    var upper = best.level
    while cells[width * upper] == 0 { upper += 1 }
    return Cut(
      lower: lower, upper: upper, score: best.score, left: behind, right: sums - behind)
  }
}
