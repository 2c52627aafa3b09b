extension TransportationSimplex {
  /// A working basis of slacks alone: every node is at its key.
  mutating func useSlackBasis() {
    let rows = shape.sourceCount + intakeNodes.count
    columnNode = [Int](repeating: -1, count: rows)
    columnSource = Array(0..<rows)
    values = [Double](repeating: 0, count: rows)
    prices = [Double](repeating: 0, count: rows)
    direction = [Double](repeating: 0, count: rows)
    inverse = [Double](repeating: 0, count: rows * rows)
    for row in 0..<rows { inverse[row * rows + row] = 1 }
    for node in siblingCount.indices { siblingCount[node] = 0 }
  }

  /// Adds `node`'s intake row; its slack becomes basic.
  mutating func addIntakeRow(of node: Int) {
    let rows = rowCount
    var border = [Double](repeating: 0, count: rows)
    for position in 0..<rows where columnNode[position] == node {
      let entry = usage(node, columnSource[position]) - usage(node, key[node])
      for row in 0..<rows { border[row] -= entry * inverse[position * rows + row] }
    }
    var wider: [Double] = []
    wider.reserveCapacity((rows + 1) * (rows + 1))
    for position in 0..<rows {
      wider += inverse[position * rows..<(position + 1) * rows]
      wider.append(0)
    }
    wider += border
    wider.append(1)
    inverse = wider
    intakeRow[node] = rows
    intakeNodes.append(node)
    columnNode.append(-1)
    columnSource.append(rows)
    values.append(0)
    prices.append(0)
    direction.append(0)
  }

  /// The values of all basic columns: W⁻¹ times what the keys leave of the right side.
  mutating func updateValues() {
    let rows = rowCount
    let sources = shape.sourceCount
    // `direction` serves as the right side here.
    for row in 0..<sources { direction[row] = supply[row] }
    for (offset, node) in intakeNodes.enumerated() {
      direction[sources + offset] = shape.intakeMW[node] - usage(node, key[node]) * demand[node]
    }
    for node in 0..<shape.nodeCount where key[node] < sources {
      direction[key[node]] -= usage(node, key[node]) * demand[node]
    }
    for node in 0..<shape.nodeCount { keyValue[node] = demand[node] }
    for position in 0..<rows {
      var value = 0.0
      for row in 0..<rows { value += inverse[position * rows + row] * direction[row] }
      values[position] = value
      if columnNode[position] >= 0 { keyValue[columnNode[position]] -= value }
    }
  }

  /// The prices of all rows: π = c W⁻¹ with the basic columns' costs less their keys'.
  mutating func updatePrices() {
    let rows = rowCount
    for row in 0..<rows { prices[row] = 0 }
    for position in 0..<rows where columnNode[position] >= 0 {
      let node = columnNode[position]
      let difference = cost(node, columnSource[position]) - cost(node, key[node])
      for row in 0..<rows { prices[row] += difference * inverse[position * rows + row] }
    }
  }

  /// Puts W⁻¹ times column `source` of `node`, less the node's key, into `direction`.
  mutating func updateDirection(_ node: Int, _ source: Int) {
    let rows = rowCount
    let entering = usage(node, source)
    let leaving = usage(node, key[node])
    let extra = intakeRow[node]
    for position in 0..<rows {
      let base = position * rows
      var value = 0.0
      if source < shape.sourceCount { value += entering * inverse[base + source] }
      if key[node] < shape.sourceCount { value -= leaving * inverse[base + key[node]] }
      if extra >= 0 { value += (entering - leaving) * inverse[base + extra] }
      direction[position] = value
    }
  }

  /// Puts W⁻¹ times the slack of `row` into `direction`.
  mutating func updateDirection(slackOf row: Int) {
    for position in 0..<rowCount { direction[position] = inverse[position * rowCount + row] }
  }

  /// Replaces the column at `leaving` by the one whose W⁻¹-image stands in `direction`.
  mutating func pivot(leaving: Int, node: Int, source: Int) {
    let rows = rowCount
    inverse.withUnsafeMutableBufferPointer { inverse in
      let scale = 1 / direction[leaving]
      for row in 0..<rows { inverse[leaving * rows + row] *= scale }
      for position in 0..<rows where position != leaving && direction[position] != 0 {
        let factor = direction[position]
        for row in 0..<rows {
          inverse[position * rows + row] -= factor * inverse[leaving * rows + row]
        }
      }
    }
    if columnNode[leaving] >= 0 { siblingCount[columnNode[leaving]] -= 1 }
    columnNode[leaving] = node
    columnSource[leaving] = source
    if node >= 0 { siblingCount[node] += 1 }
    pivotCount += 1
  }

  /// Makes the column at `position` the key of its node, and the key that column's successor.
  ///
  /// The position's column changes its sign, and the node's others are taken relative to the new
  /// key: in W⁻¹ the node's rows are added up, negated, at `position`.
  mutating func exchangeKey(with position: Int) {
    let rows = rowCount
    let node = columnNode[position]
    for row in 0..<rows {
      var sum = 0.0
      for other in 0..<rows where columnNode[other] == node { sum += inverse[other * rows + row] }
      inverse[position * rows + row] = -sum
    }
    let former = key[node]
    key[node] = columnSource[position]
    columnSource[position] = former
  }

  /// The position of the largest basic column that `node` has beside its key.
  func largestSibling(of node: Int) -> Int {
    var largest = -1
    for position in 0..<rowCount where columnNode[position] == node {
      if largest < 0 || values[position] > values[largest] { largest = position }
    }
    return largest
  }

  /// Computes W⁻¹ anew, so that rounding does not pile up.
  ///
  /// - Returns: false if the working basis is singular to working precision.
  mutating func refactor() -> Bool {
    let rows = rowCount
    let columns = (0..<rows).map { (columnNode[$0], columnSource[$0]) }
    useSlackBasis()
    var waiting = columns.filter { $0.0 >= 0 }
    let slackRows = Set(columns.filter { $0.0 < 0 }.map(\.1))
    // Slacks that are basic keep their rows; the other columns take the rows that are left.
    var open = (0..<rows).filter { !slackRows.contains($0) }
    while let (node, source) = waiting.popLast() {
      updateDirection(node, source)
      guard
        let place = open.indices.max(by: {
          abs(direction[open[$0]]) < abs(direction[open[$1]])
        }), abs(direction[open[place]]) > 1e-11
      else { return false }
      pivot(leaving: open.remove(at: place), node: node, source: source)
      pivotCount -= 1
    }
    return true
  }
}
