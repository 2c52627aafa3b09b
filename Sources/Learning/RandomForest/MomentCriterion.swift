/// The criterion for regression and for two classes: the sum of squared differences from the mean.
///
/// With W = Σw and S = Σwy over the rows of a side, the sum of squares within the two sides falls by
/// S²/W (left) + S²/W (right) − S²/W (both). For y in {0, 1} this is half the decrease of the Gini
/// impurity, so two classes need nothing of their own.
struct MomentCriterion<Level: RecordLevel>: SplitCriterion {
  /// (Σw, Σwy).
  typealias Sums = SIMD2<Double>

  let featureCount: Int
  let stride: Int
  let tail: Int
  let minimumLeafRows: Int
  /// Whether targets are only 0 and 1, so that the sums tell when a node is pure.
  let isBinary: Bool
  /// Whether leaves remember their rows' targets.
  let keepsTargets: Bool
  /// What products of weight and target are rounded to, so that nodes can have histograms; nil if
  /// they have none.
  let productGrid: SummationGrid?
  let histogramWidth: Int
  /// The number of levels of each feature.
  let levelCounts: UnsafePointer<Int>
  /// The sums at each level, of up to four features; all zero between calls.
  let cells: UnsafeMutablePointer<SIMD2<Double>>
  /// Room for the sums behind each occupied level.
  let prefixes: UnsafeMutablePointer<SIMD2<Double>>
  /// The rows at each level; all zero between calls.
  let rowCounts: UnsafeMutablePointer<Int32>
  /// Room to sort rows.
  let sorting: RowSorting

  @inline(__always)
  func moments(_ record: UnsafeRawPointer) -> SIMD2<Double> {
    SIMD2<Double>(record.load(fromByteOffset: tail, as: SIMD2<Float>.self))
  }

  @inline(__always)
  func level(of record: UnsafeRawPointer, _ feature: Int) -> Int {
    Int(record.load(fromByteOffset: feature * MemoryLayout<Level>.size, as: Level.self))
  }

  func sums(of records: UnsafeRawPointer, count: Int) -> Sums {
    var sums = Sums.zero
    for row in 0..<count { sums += moments(records + row * stride) }
    return sums
  }

  func tail(weight: Float, target: Float) -> SIMD2<Float> {
    let product = weight * target
    return [weight, productGrid?.rounded(product) ?? product]
  }

  func weight(of sums: Sums) -> Double { sums[0] }

  func score(of sums: Sums) -> Double { sums[1] * sums[1] / sums[0] }

  func value(of sums: Sums) -> Float { Float(sums[1] / sums[0]) }

  func enter(records: UnsafeRawPointer, count: Int) {}

  func leave(records: UnsafeRawPointer, count: Int) {}

  func describe(leaf: Int, records: UnsafeRawPointer, count: Int, in tree: inout GrownTree) {
    guard keepsTargets else { return }
    tree.members.append(leaf: leaf)
    for row in 0..<count {
      let sums = moments(records + row * stride)
      tree.members.append(target: Float(sums[1] / sums[0]), weight: Float(sums[0]))
    }
  }

  func isPure(_ sums: Sums, records: UnsafeRawPointer, count: Int) -> Bool {
    if isBinary { return sums[1] == 0 || sums[1] == sums[0] }
    let first = records.load(fromByteOffset: tail, as: SIMD2<Float>.self)
    for row in 1..<count {
      let other = records.load(fromByteOffset: row * stride + tail, as: SIMD2<Float>.self)
      if other[1] * first[0] != first[1] * other[0] { return false }
    }
    return true
  }

  func bestCut(
    by feature: Int, records: UnsafeRawPointer, count: Int, sums: Sums
  ) -> Cut<Sums>? {
    if Level.bitWidth > 8 && sorting.isFaster(rows: count, levels: levelCounts[feature]) {
      return bestCutInOrder(by: feature, records: records, count: count, sums: sums)
    }
    if minimumLeafRows > 1 {
      return bestGuardedCut(by: feature, records: records, count: count, sums: sums)
    }
    if count <= FeatureLevels.byteLimit && levelCounts[feature] <= FeatureLevels.byteLimit {
      return bestCutOfFew(by: feature, records: records, count: count, sums: sums)
    }
    forEachRow(of: records, count: count) { cells[level(of: $0, feature)] += moments($0) }
    return bestCut(by: feature, summedIn: 0, sums: sums)
  }

  func sumsFour(count: Int) -> Bool {
    Level.bitWidth == 8 && minimumLeafRows == 1 && count > FeatureLevels.byteLimit
  }

  /// In one pass, since nodes of many rows lie in slow memory.
  func sumFour(_ features: SIMD4<UInt16>, records: UnsafeRawPointer, count: Int) {
    let (f0, f1) = (Int(features[0]), Int(features[1]))
    let (f2, f3) = (Int(features[2]), Int(features[3]))
    let (c0, c1) = (cells, cells + FeatureLevels.byteLimit)
    let (c2, c3) = (c1 + FeatureLevels.byteLimit, c1 + 2 * FeatureLevels.byteLimit)
    forEachRow(of: records, count: count) { record in
      let moments = moments(record)
      c0[level(of: record, f0)] += moments
      c1[level(of: record, f1)] += moments
      c2[level(of: record, f2)] += moments
      c3[level(of: record, f3)] += moments
    }
  }

  /// Calls `body` with each record, from the first and from the middle one on in turn: neighbours in
  /// time tend to share a level, and an addition that waits for the one before it is slow.
  @inline(__always)
  func forEachRow(
    of records: UnsafeRawPointer, count: Int, _ body: (UnsafeRawPointer) -> Void
  ) {
    let half = count / 2
    var first = records
    var second = records + half * stride
    for _ in 0..<half {
      body(first)
      body(second)
      first += stride
      second += stride
    }
    if count & 1 == 1 { body(second) }
  }

  /// Walks all levels: for nodes with more rows than there are levels.
  func bestCut(by feature: Int, summedIn slot: Int, sums: Sums) -> Cut<Sums>? {
    let levelCount = levelCounts[feature]
    let cells = cells + slot * FeatureLevels.byteLimit
    return cells.withMemoryRebound(to: Double.self, capacity: 2 * levelCount) { cells in
      defer { cells.update(repeating: 0, count: 2 * levelCount) }
      return bestCut(of: cells, width: 2, levelCount: levelCount, sums: sums) { _ in true }
    }
  }

  /// Walks only the occupied levels, which a bit for each level marks.
  ///
  /// There is no branch but the ends of the loops: in small nodes a mispredicted one costs as much
  /// as several rows.
  private func bestCutOfFew(
    by feature: Int, records: UnsafeRawPointer, count: Int, sums: Sums
  ) -> Cut<Sums>? {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 13) { words in
      let occupied = words.baseAddress.unsafelyUnwrapped
      for word in 0..<4 { (occupied + word).initialize(to: 0) }
      var record = records
      for _ in 0..<count {
        let level = level(of: record, feature)
        cells[level] += moments(record)
        occupied[level &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: level)
        record += stride
      }
      // The words that are not empty, one after the other, each with its first level.
      let bits = occupied + 4
      let firstLevels = occupied + 9
      var wordCount = 0
      var levelCount = 0
      for word in 0..<4 {
        (bits + wordCount).initialize(to: occupied[word])
        (firstLevels + wordCount).initialize(to: UInt64(truncatingIfNeeded: word &<< 6))
        wordCount += occupied[word] == 0 ? 0 : 1
        levelCount += occupied[word].nonzeroBitCount
      }
      guard levelCount > 1 else {
        let level = Int(firstLevels[0]) + bits[0].trailingZeroBitCount
        cells[level] = .zero
        return nil
      }
      var word = 0
      var left = Sums.zero
      var previous = 0
      var best = (score: -Double.infinity, place: 0, levels: 0)
      for place in 0..<levelCount {
        let level = Int(truncatingIfNeeded: firstLevels[word]) + bits[word].trailingZeroBitCount
        bits[word] &= bits[word] &- 1
        word += bits[word] == 0 ? 1 : 0
        let right = sums - left
        let parts = SIMD2(left[1], right[1])
        let shares = parts * parts / SIMD2(left[0], right[0])
        // Nothing is left of the first level: its score is NaN, which is never greater.
        let score = shares[0] + shares[1]
        let isBetter = score > best.score
        best.score = isBetter ? score : best.score
        best.place = isBetter ? place : best.place
        best.levels = isBetter ? previous &<< 16 | level : best.levels
        prefixes[place] = left
        left += cells[level]
        cells[level] = .zero
        previous = level
      }
      guard best.place > 0 else { return nil }
      let behind = prefixes[best.place]
      return Cut(
        lower: best.levels &>> 16, upper: best.levels & 0xffff, score: best.score, left: behind,
        right: sums - behind)
    }
  }

  /// Walks all levels and leaves at least `minimumLeafRows` rows on each side.
  private func bestGuardedCut(
    by feature: Int, records: UnsafeRawPointer, count: Int, sums: Sums
  ) -> Cut<Sums>? {
    var record = records
    for _ in 0..<count {
      let level = level(of: record, feature)
      cells[level] += moments(record)
      rowCounts[level] += 1
      record += stride
    }
    var search = MomentCutSearch(total: sums)
    var leftRows = 0
    for level in 0..<levelCounts[feature] where rowCounts[level] > 0 {
      if leftRows >= minimumLeafRows && count - leftRows >= minimumLeafRows {
        search.offer(before: level)
      }
      search.left += cells[level]
      search.previous = level
      leftRows += Int(rowCounts[level])
      cells[level] = .zero
      rowCounts[level] = 0
    }
    return search.best
  }
}

extension MomentCriterion {
  /// Walks the rows in the order of their levels: for features of many levels.
  private func bestCutInOrder(
    by feature: Int, records: UnsafeRawPointer, count: Int, sums: Sums
  ) -> Cut<Sums>? {
    sorting.sort(count: count) { level(of: records + $0 * stride, feature) }
    var search = MomentCutSearch(total: sums)
    for place in 0..<count {
      let (level, row) = sorting[place]
      if level != search.previous && place >= minimumLeafRows && count - place >= minimumLeafRows {
        search.offer(before: level)
      }
      search.left += moments(records + row * stride)
      search.previous = level
    }
    return search.best
  }
}
