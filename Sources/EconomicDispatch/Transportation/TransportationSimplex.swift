// The exact optimum of an hour: the simplex method for transportation with losses.
//
// With y what arrives, a what has to be sent per MW that arrives, and u what is not served:
//
//     minimise   Σ kᵢⱼ yᵢⱼ + v Σ uᵢ
//     so that    Σⱼ yᵢⱼ + uᵢ = Dᵢ          a row per node
//                Σᵢ aᵢⱼ yᵢⱼ + sⱼ = Sⱼ      a row per source
//                Σⱼ aᵢⱼ yᵢⱼ + tᵢ = Cᵢ      a row per node whose intake binds
//
// The node rows are "generalised upper bounds" (Dantzig and Van Slyke 1967): every basis holds at
// least one column of each node, its *key*, which the node's row expresses by the others. What is
// left is a *working basis* W with a row per source: 3 × 3 for three sources, however many nodes
// there are. Its columns are slacks and the further basic columns of nodes, less their key.
//
//  - From hour to hour only D and S change. The basis stays dual feasible, and the dual simplex
//    method starts from it; the first hour starts with every node at its cheapest source.
//  - The dual ratio test takes long steps (Fourer 1994): while a node can change its key and leave
//    the infeasible row infeasible, it does so without a pivot, and the step goes on.
//  - Intake rows are added when a solution breaks them, which leaves it dual feasible.
//  - From any vertex that is feasible the primal simplex method goes on to the optimum: this
//    polishes what a heuristic found.
//
// Goals, in order: the optimum, with prices that prove it; few pivots; cheap ones.

/// A basis of the transportation problem, moved to the optimum hour by hour.
struct TransportationSimplex {
  let shape: AllocationHour.Shape
  /// Per node, the column expressed by the node's row: a source, or `sourceCount` for unserved.
  var key: [Int]
  /// How many basic columns a node has beside its key.
  var siblingCount: [Int]
  /// The working basis: per position the node of its column, or −1 for a slack.
  var columnNode: [Int] = []
  /// Per position the source of its column (`sourceCount` for unserved), or the row of a slack.
  var columnSource: [Int] = []
  /// The value of each position's column.
  var values: [Double] = []
  /// W⁻¹, row by row.
  var inverse: [Double] = []
  /// The price of each row, π ≤ 0 at the optimum: what a MW more of the right side would change.
  var prices: [Double] = []
  /// Per node its intake row, −1 without one.
  var intakeRow: [Int]
  /// The nodes of the intake rows, which follow the sources' rows.
  var intakeNodes: [Int] = []
  /// The right side: demand per node, supply per source.
  var demand: [Double]
  var supply: [Double]
  /// How many pivots were done so far.
  var pivotCount = 0

  /// What the primal values are measured by: a MW of this many parts is nothing.
  var tolerance = 1e-9

  /// Scratch space of the size of the working basis and of the nodes.
  var direction: [Double] = []
  var nodeRatio: [Double]
  var nodeColumn: [Int]
  var keyValue: [Double]

  /// A basis with every node at its cheapest source.
  init(_ shape: AllocationHour.Shape) {
    self.shape = shape
    let nodes = shape.nodeCount
    key = [Int](repeating: shape.sourceCount, count: nodes)
    siblingCount = [Int](repeating: 0, count: nodes)
    intakeRow = [Int](repeating: -1, count: nodes)
    demand = [Double](repeating: 0, count: nodes)
    supply = [Double](repeating: 0, count: shape.sourceCount)
    nodeRatio = [Double](repeating: 0, count: nodes)
    nodeColumn = [Int](repeating: 0, count: nodes)
    keyValue = [Double](repeating: 0, count: nodes)
    for node in 0..<nodes {
      var cheapest = shape.unservedCost
      for source in 0..<shape.sourceCount
      where shape.costPerDelivered[node * shape.sourceCount + source] < cheapest {
        cheapest = shape.costPerDelivered[node * shape.sourceCount + source]
        key[node] = source
      }
    }
    useSlackBasis()
  }

  /// The number of rows of the working basis.
  var rowCount: Int { columnNode.count }

  /// MW sent per MW that arrives in column `source` of `node`; 0 for unserved.
  @inline(__always)
  func usage(_ node: Int, _ source: Int) -> Double {
    source == shape.sourceCount ? 0 : shape.sentPerDelivered[node * shape.sourceCount + source]
  }

  /// The cost of column `source` of `node`.
  @inline(__always)
  func cost(_ node: Int, _ source: Int) -> Double {
    source == shape.sourceCount
      ? shape.unservedCost : shape.costPerDelivered[node * shape.sourceCount + source]
  }

  /// Takes the right side of an hour.
  mutating func load(_ hour: AllocationHour) {
    demand = hour.demandMW
    supply = hour.supplyMW
    tolerance = 1e-10 * max(demand.max() ?? 0, supply.max() ?? 0, 1)
  }

  /// The allocation that belongs to the basis.
  func allocation() -> HourlyAllocation {
    let sources = shape.sourceCount
    var delivered = [Double](repeating: 0, count: shape.nodeCount * sources)
    var unserved = [Double](repeating: 0, count: shape.nodeCount)
    func put(_ node: Int, _ source: Int, _ value: Double) {
      if source == sources {
        unserved[node] = max(value, 0)
      } else {
        delivered[node * sources + source] = max(value, 0)
      }
    }
    var rest = demand
    for position in 0..<rowCount where columnNode[position] >= 0 {
      put(columnNode[position], columnSource[position], values[position])
      rest[columnNode[position]] -= max(values[position], 0)
    }
    for node in 0..<shape.nodeCount { put(node, key[node], rest[node]) }
    return HourlyAllocation(deliveredMW: delivered, unservedMW: unserved, shape: shape)
  }

  /// The prices of the rows, which prove the optimum by duality.
  func allocationPrices() -> AllocationPrices {
    let sources = shape.sourceCount
    var intake = [Double](repeating: 0, count: shape.nodeCount)
    for (offset, node) in intakeNodes.enumerated() {
      intake[node] = max(0, -prices[sources + offset])
    }
    return AllocationPrices(
      supply: prices.prefix(sources).map { max(0, -$0) }, intake: intake)
  }
}
