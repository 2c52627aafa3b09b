extension TransportationSimplex {
  /// Takes over a feasible vertex: what arrives, and what is not served.
  ///
  /// - Returns: false if the columns in use are not independent, so that it is no vertex.
  mutating func load(vertex: HourlyAllocation, of hour: AllocationHour) -> Bool {
    load(hour)
    let sources = shape.sourceCount
    intakeNodes = []
    for node in intakeRow.indices {
      let mostSent = (0..<sources).reduce(0.0) { max($0, usage(node, $1)) } * demand[node]
      intakeRow[node] = mostSent > shape.intakeMW[node] ? sources + intakeNodes.count : -1
      if intakeRow[node] >= 0 { intakeNodes.append(node) }
    }
    var others: [(node: Int, source: Int, value: Double)] = []
    for node in 0..<shape.nodeCount {
      var columns: [(source: Int, value: Double)] = [(sources, vertex.unservedMW[node])]
      for source in 0..<sources {
        columns.append((source, vertex.sentMW[node * sources + source] / usage(node, source)))
      }
      let largest = columns.indices.max { columns[$0].value < columns[$1].value } ?? 0
      key[node] = columns[largest].source
      for (index, column) in columns.enumerated()
      where index != largest && column.value > tolerance {
        others.append((node, column.source, column.value))
      }
    }
    useSlackBasis()
    // A row whose slack is used keeps it; each further column takes a row that is exhausted.
    updateSlackUse(others)
    var open = (0..<rowCount).filter { values[$0] <= tolerance * 10 }
    for column in others {
      updateDirection(column.node, column.source)
      guard
        let place = open.indices.max(by: { abs(direction[open[$0]]) < abs(direction[open[$1]]) }),
        abs(direction[open[place]]) > 1e-9
      else { return false }
      pivot(leaving: open.remove(at: place), node: column.node, source: column.source)
    }
    return true
  }

  /// Puts what every row has left into `values`.
  private mutating func updateSlackUse(_ others: [(node: Int, source: Int, value: Double)]) {
    let sources = shape.sourceCount
    for source in 0..<sources { values[source] = supply[source] }
    for (offset, node) in intakeNodes.enumerated() {
      values[sources + offset] = shape.intakeMW[node]
    }
    var rest = demand
    for column in others { rest[column.node] -= column.value }
    let keys = key.indices.map { (node: $0, source: key[$0], value: rest[$0]) }
    for column in others + keys where column.source < sources {
      let sent = usage(column.node, column.source) * column.value
      values[column.source] -= sent
      if intakeRow[column.node] >= 0 { values[intakeRow[column.node]] -= sent }
    }
  }

  /// Moves from a feasible basis to the optimum by primal steps.
  ///
  /// - Throws: ``DispatchError/didNotConverge(hour:iterations:)``.
  mutating func solveByPrimalSteps(hour: Int) throws(DispatchError) {
    let limit = 200 * (shape.nodeCount + rowCount) + 1_000
    var steps = 0
    var degenerate = 0
    while true {
      updateValues()
      updatePrices()
      guard let (node, source) = enteringColumn(byIndex: degenerate > 20) else { return }
      guard steps < limit else { throw .didNotConverge(hour: hour, iterations: steps) }
      steps += 1
      let length = enter(node: node, source: source)
      degenerate = length > tolerance ? 0 : degenerate + 1
      if steps % 64 == 0 {
        guard refactor() else { throw .didNotConverge(hour: hour, iterations: steps) }
      }
    }
  }

  /// The column that saves the most per MW; nil at the optimum.
  ///
  /// A slack has node −1 and its row. By index it is the first column that saves anything: Bland's
  /// rule, which cannot cycle.
  private func enteringColumn(byIndex: Bool) -> (node: Int, source: Int)? {
    let scale = max(shape.unservedCost, 1) * 1e-12
    var best = -max(scale, 1e-11)
    var entering: (node: Int, source: Int)?
    for row in 0..<rowCount where -prices[row] < best {
      entering = (-1, row)
      if byIndex { return entering }
      best = -prices[row]
    }
    for node in 0..<shape.nodeCount {
      let extra = intakeRow[node] >= 0 ? prices[intakeRow[node]] : 0
      func priced(_ source: Int) -> Double {
        source == shape.sourceCount
          ? shape.unservedCost
          : cost(node, source) - (prices[source] + extra) * usage(node, source)
      }
      let keyCost = priced(key[node])
      for source in 0...shape.sourceCount where priced(source) - keyCost < best {
        entering = (node, source)
        if byIndex { return entering }
        best = priced(source) - keyCost
      }
    }
    return entering
  }

  /// Lets a column grow until another one is used up, which leaves.
  ///
  /// - Returns: how far it grew, in MW.
  private mutating func enter(node: Int, source: Int) -> Double {
    if node >= 0 {
      updateDirection(node, source)
    } else {
      updateDirection(slackOf: source)
    }
    // How a key grows with the entering column: against it in its own node, with the others.
    for other in nodeRatio.indices { nodeRatio[other] = 0 }
    for position in 0..<rowCount where columnNode[position] >= 0 {
      nodeRatio[columnNode[position]] += direction[position]
    }
    if node >= 0 { nodeRatio[node] -= 1 }
    var length = Double.infinity
    var leaving = -1
    for position in 0..<rowCount where direction[position] > 1e-10 {
      let room = max(values[position], 0) / direction[position]
      if room < length {
        length = room
        leaving = position
      }
    }
    var blockingNode = -1
    for other in nodeRatio.indices where nodeRatio[other] < -1e-10 {
      let room = max(keyValue[other], 0) / -nodeRatio[other]
      if room < length {
        length = room
        blockingNode = other
      }
    }
    if blockingNode >= 0 {
      if siblingCount[blockingNode] == 0 {
        // The key gives all it has to the entering column, and its place too.
        key[blockingNode] = source
        return length
      }
      leaving = largestSibling(of: blockingNode)
      exchangeKey(with: leaving)
      if node >= 0 {
        updateDirection(node, source)
      } else {
        updateDirection(slackOf: source)
      }
    }
    precondition(leaving >= 0, "a transportation problem has no unbounded ray")
    pivot(leaving: leaving, node: node, source: source)
    return length
  }
}
