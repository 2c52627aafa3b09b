extension TransportationSimplex {
  /// Moves to the optimum of the loaded hour by dual steps.
  ///
  /// - Throws: ``DispatchError/didNotConverge(hour:iterations:)``.
  mutating func solveByDualSteps(hour: Int) throws(DispatchError) {
    let start = pivotCount
    let limit = 200 * (shape.nodeCount + rowCount) + 1_000
    var sinceRefactoring = 0
    while true {
      updateValues()
      updatePrices()
      guard let leaving = mostInfeasiblePosition() else {
        if addBrokenIntakeRows() { continue }
        return
      }
      guard pivotCount - start < limit else {
        throw .didNotConverge(hour: hour, iterations: pivotCount - start)
      }
      step(leaving: leaving)
      sinceRefactoring += 1
      if sinceRefactoring == 64 {
        sinceRefactoring = 0
        guard refactor() else {
          throw .didNotConverge(hour: hour, iterations: pivotCount - start)
        }
      }
    }
  }

  /// The position whose column is the most negative; a negative key changes places first.
  private mutating func mostInfeasiblePosition() -> Int? {
    var worst = -tolerance
    var leaving: Int?
    for position in 0..<rowCount where values[position] < worst {
      worst = values[position]
      leaving = position
    }
    var node = -1
    for position in 0..<rowCount where columnNode[position] >= 0 {
      if keyValue[columnNode[position]] < worst {
        worst = keyValue[columnNode[position]]
        node = columnNode[position]
      }
    }
    guard node >= 0 else { return leaving }
    let position = largestSibling(of: node)
    exchangeKey(with: position)
    swap(&values[position], &keyValue[node])
    updatePrices()
    return position
  }

  /// One dual step: some nodes change their key, then a column enters at `leaving`.
  private mutating func step(leaving: Int) {
    var infeasibility = -values[leaving]
    let slackRow = ratioTest(leaving: leaving)
    let slackRatio = slackRow.ratio
    while true {
      var node = -1
      var ratio = slackRatio
      for candidate in nodeRatio.indices where nodeRatio[candidate] < ratio {
        ratio = nodeRatio[candidate]
        node = candidate
      }
      guard node >= 0 else {
        // Unserved energy makes every hour feasible, so some column always can enter.
        precondition(slackRow.row >= 0, "an infeasible row that no column can mend")
        updateDirection(slackOf: slackRow.row)
        pivot(leaving: leaving, node: -1, source: slackRow.row)
        return
      }
      let column = nodeColumn[node]
      let slope = rowEntry(leaving, node, column) - rowEntry(leaving, node, key[node])
      let relief = -slope * demand[node]
      guard siblingCount[node] == 0 && infeasibility - relief > tolerance else {
        updateDirection(node, column)
        pivot(leaving: leaving, node: node, source: column)
        return
      }
      infeasibility -= relief
      key[node] = column
      nextBreakpoint(of: node, leaving: leaving)
    }
  }

  /// The entry of row `leaving` of the tableau at a column, before its key is taken off.
  @inline(__always)
  private func rowEntry(_ leaving: Int, _ node: Int, _ source: Int) -> Double {
    guard source < shape.sourceCount else { return 0 }
    let base = leaving * rowCount
    let extra = intakeRow[node] >= 0 ? inverse[base + intakeRow[node]] : 0
    return (inverse[base + source] + extra) * usage(node, source)
  }

  /// What a column would cost at the present prices, before its key is taken off.
  @inline(__always)
  private func pricedCost(_ node: Int, _ source: Int) -> Double {
    guard source < shape.sourceCount else { return shape.unservedCost }
    let extra = intakeRow[node] >= 0 ? prices[intakeRow[node]] : 0
    return cost(node, source) - (prices[source] + extra) * usage(node, source)
  }

  /// Finds for every node the first column that would take over from its key as prices move.
  ///
  /// - Returns: the first slack to do so.
  private mutating func ratioTest(leaving: Int) -> (row: Int, ratio: Double) {
    for node in 0..<shape.nodeCount { nextBreakpoint(of: node, leaving: leaving) }
    var first = (row: -1, ratio: Double.infinity)
    for row in 0..<rowCount {
      let entry = inverse[leaving * rowCount + row]
      guard entry < -1e-10 else { continue }
      let ratio = max(0, -prices[row]) / -entry
      if ratio < first.ratio { first = (row, ratio) }
    }
    return first
  }

  /// The breakpoint of `node` after its present key: where another column becomes as cheap.
  @inline(__always)
  private mutating func nextBreakpoint(of node: Int, leaving: Int) {
    let keyEntry = rowEntry(leaving, node, key[node])
    let keyCost = pricedCost(node, key[node])
    var best = Double.infinity
    var column = 0
    for source in 0...shape.sourceCount {
      let entry = rowEntry(leaving, node, source) - keyEntry
      guard entry < -1e-10 else { continue }
      let ratio = (pricedCost(node, source) - keyCost) / -entry
      if ratio < best {
        best = ratio
        column = source
      }
    }
    nodeRatio[node] = max(best, 0)
    nodeColumn[node] = column
  }

  /// Adds the rows of nodes that take in more than they can.
  ///
  /// - Returns: whether there were any.
  private mutating func addBrokenIntakeRows() -> Bool {
    var intake = keyValue
    for node in intake.indices { intake[node] *= usage(node, key[node]) }
    for position in 0..<rowCount where columnNode[position] >= 0 {
      let node = columnNode[position]
      intake[node] += usage(node, columnSource[position]) * values[position]
    }
    var isBroken = false
    for node in intake.indices
    where intakeRow[node] < 0 && intake[node] > shape.intakeMW[node] + tolerance {
      addIntakeRow(of: node)
      isBroken = true
    }
    return isBroken
  }
}
