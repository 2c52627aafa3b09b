extension BandedProgramme {
  /// The optimum; nil if the method does not settle, as where no point keeps every row.
  ///
  /// - Complexity: O(*n* *w*²) for each of some 10 … 40 iterations, *w* the width of the profile.
  func solve(tolerance: Double = 1e-10, iterations limit: Int = 80) -> Solution? {
    var iterate = InteriorPoint(self)
    for iteration in 0..<limit {
      if iterate.isOptimal(tolerance) { return iterate.solution(iteration) }
      guard iterate.step() else { break }
    }
    return iterate.isOptimal(tolerance * 1e3) ? iterate.solution(limit) : nil
  }
}

/// One run of the method: where it stands, and how it goes on.
private struct InteriorPoint {
  private let programme: BandedProgramme
  private let scale: Double
  private let size: Double
  private var x: [Double]
  private var y: [Double]
  private var s: [Double]
  private var z: [Double]
  private var dual: [Double] = []
  private var primal: [Double] = []
  private var slack: [Double] = []
  private var matrix: ProfileFactorization
  /// Where columns, then equalities, stand in the matrix.
  private let columnPlace: [Int]
  private let rowPlace: [Int]
  private static let regularization = 1e-11

  init(_ programme: BandedProgramme) {
    let steepest = programme.linear.reduce(1.0) { max($0, abs($1)) }
    var scaled = programme
    for index in scaled.linear.indices { scaled.linear[index] /= steepest }
    for index in scaled.quadratic.indices { scaled.quadratic[index].value /= steepest }
    self.programme = scaled
    scale = steepest
    size = programme.equalities.bounds.reduce(1.0) { max($0, abs($1)) }
    (columnPlace, rowPlace, matrix) = Self.layout(scaled)
    x = [Double](repeating: 0, count: programme.linear.count)
    y = [Double](repeating: 0, count: programme.equalities.count)
    // Every row has as much room as the largest bound: far enough from all of them.
    let room = max(1, programme.inequalities.bounds.reduce(0) { max($0, abs($1)) } * 0.1)
    s = programme.inequalities.bounds.map { max($0, room) }
    z = [Double](repeating: 1, count: s.count)
    measure()
  }

  private static func layout(
    _ programme: BandedProgramme
  ) -> (columns: [Int], rows: [Int], matrix: ProfileFactorization) {
    let columnCount = programme.linear.count
    let equalities = programme.equalities
    var after = [[Int]](repeating: [], count: columnCount)
    for row in 0..<equalities.count {
      let last = equalities.columns[equalities.starts[row]..<equalities.starts[row + 1]].max() ?? 0
      after[last].append(row)
    }
    var columns = [Int](repeating: 0, count: columnCount)
    var rows = [Int](repeating: 0, count: equalities.count)
    var place = 0
    for column in 0..<columnCount {
      columns[column] = place
      place += 1
      for row in after[column] {
        rows[row] = place
        place += 1
      }
    }
    var first = Array(0..<place)
    func touch(_ one: Int, _ other: Int) {
      first[max(one, other)] = min(first[max(one, other)], one, other)
    }
    for entry in programme.quadratic { touch(columns[entry.row], columns[entry.column]) }
    for row in 0..<equalities.count {
      for entry in equalities.starts[row]..<equalities.starts[row + 1] {
        touch(rows[row], columns[equalities.columns[entry]])
      }
    }
    let inequalities = programme.inequalities
    for row in 0..<inequalities.count {
      let entries = inequalities.columns[inequalities.starts[row]..<inequalities.starts[row + 1]]
      guard entries.count > 1, let least = entries.map({ columns[$0] }).min() else { continue }
      for column in entries { touch(least, columns[column]) }
    }
    return (columns, rows, ProfileFactorization(first: first))
  }

  /// The residuals where the method stands.
  private mutating func measure() {
    dual = programme.hessianProduct(x)
    for index in dual.indices { dual[index] += programme.linear[index] }
    programme.equalities.addTransposed(y, to: &dual)
    programme.inequalities.addTransposed(z, to: &dual)
    primal = programme.equalities.values(at: x)
    for row in primal.indices { primal[row] -= programme.equalities.bounds[row] }
    slack = programme.inequalities.values(at: x)
    for row in slack.indices { slack[row] += s[row] - programme.inequalities.bounds[row] }
  }

  private var complementarity: Double {
    guard !s.isEmpty else { return 0 }
    var sum = 0.0
    for row in s.indices { sum += s[row] * z[row] }
    return sum / Double(s.count)
  }

  func isOptimal(_ tolerance: Double) -> Bool {
    func largest(_ values: [Double]) -> Double { values.reduce(0) { max($0, abs($1)) } }
    return largest(primal) <= tolerance * size && largest(slack) <= tolerance * size
      && largest(dual) <= tolerance * 10 && complementarity <= tolerance * size * 1e-3
  }

  func solution(_ iterations: Int) -> BandedProgramme.Solution {
    .init(point: x, prices: y.map { -$0 * scale }, iterations: iterations)
  }

  /// One predictor and corrector; false if numbers fail.
  mutating func step() -> Bool {
    factorize()
    let mean = complementarity
    let affine = direction(zip(s, z).map(*))
    let reach = longest(affine)
    var after = 0.0
    for row in s.indices {
      after += (s[row] + reach * affine.s[row]) * (z[row] + reach * affine.z[row])
    }
    let ratio = mean > 0 ? max(0, after / Double(s.count)) / mean : 0
    let target = ratio * ratio * ratio * mean
    var aim = [Double](repeating: 0, count: s.count)
    for row in s.indices { aim[row] = s[row] * z[row] + affine.s[row] * affine.z[row] - target }
    let corrected = direction(aim)
    let length = min(1, 0.995 * longest(corrected, limit: 2))
    for index in x.indices { x[index] += length * corrected.x[index] }
    for index in y.indices { y[index] += length * corrected.y[index] }
    for index in s.indices {
      s[index] += length * corrected.s[index]
      z[index] += length * corrected.z[index]
    }
    measure()
    return length > 1e-10 && x.allSatisfy(\.isFinite)
  }

  private mutating func factorize() {
    matrix.clear()
    for entry in programme.quadratic {
      matrix.add(entry.value, columnPlace[entry.row], columnPlace[entry.column])
    }
    let rows = programme.inequalities
    for row in 0..<rows.count {
      let weight = z[row] / s[row]
      for one in rows.starts[row]..<rows.starts[row + 1] {
        for other in rows.starts[row]...one {
          matrix.add(
            weight * rows.coefficients[one] * rows.coefficients[other],
            columnPlace[rows.columns[one]], columnPlace[rows.columns[other]])
        }
      }
    }
    let equalities = programme.equalities
    for row in 0..<equalities.count {
      for entry in equalities.starts[row]..<equalities.starts[row + 1] {
        matrix.add(
          equalities.coefficients[entry], rowPlace[row], columnPlace[equalities.columns[entry]])
      }
      matrix.add(-Self.regularization, rowPlace[row], rowPlace[row])
    }
    for place in columnPlace { matrix.add(Self.regularization, place, place) }
    matrix.factorize()
  }

  private typealias Direction = (x: [Double], y: [Double], s: [Double], z: [Double])

  /// The Newton step towards residuals of zero and products s z reduced by `aim`.
  private func direction(_ aim: [Double]) -> Direction {
    var weights = [Double](repeating: 0, count: s.count)
    for row in s.indices { weights[row] = (z[row] * slack[row] - aim[row]) / s[row] }
    var right = dual
    programme.inequalities.addTransposed(weights, to: &right)
    var goal = [Double](repeating: 0, count: matrix.count)
    for (index, place) in columnPlace.enumerated() { goal[place] = -right[index] }
    for (row, place) in rowPlace.enumerated() { goal[place] = -primal[row] }
    var found = goal
    matrix.solve(&found)
    // Two rounds of refinement take off what the regularization changed.
    for _ in 0..<2 {
      var rest = residual(found, goal)
      matrix.solve(&rest)
      for index in found.indices { found[index] += rest[index] }
    }
    let x = columnPlace.map { found[$0] }
    let moved = programme.inequalities.values(at: x)
    var ds = [Double](repeating: 0, count: s.count)
    var dz = ds
    for row in s.indices {
      ds[row] = -slack[row] - moved[row]
      dz[row] = (-aim[row] - z[row] * ds[row]) / s[row]
    }
    return (x, rowPlace.map { found[$0] }, ds, dz)
  }

  /// What the matrix without regularization leaves of `goal` at `found`.
  private func residual(_ found: [Double], _ goal: [Double]) -> [Double] {
    let x = columnPlace.map { found[$0] }
    var left = programme.hessianProduct(x)
    var weights = programme.inequalities.values(at: x)
    for row in weights.indices { weights[row] *= z[row] / s[row] }
    programme.inequalities.addTransposed(weights, to: &left)
    programme.equalities.addTransposed(rowPlace.map { found[$0] }, to: &left)
    let below = programme.equalities.values(at: x)
    var rest = goal
    for (index, place) in columnPlace.enumerated() { rest[place] -= left[index] }
    for (row, place) in rowPlace.enumerated() { rest[place] -= below[row] }
    return rest
  }

  /// How far the step can go before a slack or its price is spent.
  private func longest(_ step: Direction, limit: Double = 1) -> Double {
    var length = limit
    for row in s.indices {
      if step.s[row] < 0 { length = min(length, -s[row] / step.s[row]) }
      if step.z[row] < 0 { length = min(length, -z[row] / step.z[row]) }
    }
    return length
  }
}
