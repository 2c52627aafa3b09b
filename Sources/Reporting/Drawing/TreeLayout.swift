/// Places for the nodes of a network: as deep as their distance from the root, leaves in rows of
/// their own, every other node on the row of its first child, so that the trunk runs straight.
struct TreeLayout {
  /// The column of each node, the root in column 0.
  private(set) var columns: [Int]
  /// The row of each node.
  private(set) var rows: [Double]
  /// How many rows there are.
  private(set) var rowCount = 0

  /// The last column.
  var depth: Int { columns.max() ?? 0 }

  init(nodeCount: Int, edges: [(from: Int, to: Int)], root: Int) {
    columns = [Int](repeating: 0, count: nodeCount)
    rows = [Double](repeating: 0, count: nodeCount)
    var neighbours = [[Int]](repeating: [], count: nodeCount)
    for edge in edges {
      neighbours[edge.from].append(edge.to)
      neighbours[edge.to].append(edge.from)
    }
    var isPlaced = [Bool](repeating: false, count: nodeCount)
    let roots = (nodeCount > 0 ? [min(max(root, 0), nodeCount - 1)] : []) + Array(0..<nodeCount)
    for root in roots where !isPlaced[root] {
      place(treeOf: root, neighbours, &isPlaced)
    }
  }

  /// Breadth first for the columns, so that a meshed network has its shortest depth; then rows from
  /// the last node to the first, leaves in the order of a walk along the deepest branch first.
  private mutating func place(treeOf root: Int, _ neighbours: [[Int]], _ isPlaced: inout [Bool]) {
    var order = [root]
    var children: [Int: [Int]] = [:]
    isPlaced[root] = true
    var next = 0
    while next < order.count {
      let node = order[next]
      next += 1
      for neighbour in neighbours[node] where !isPlaced[neighbour] {
        isPlaced[neighbour] = true
        columns[neighbour] = columns[node] + 1
        children[node, default: []].append(neighbour)
        order.append(neighbour)
      }
    }
    var size: [Int: Int] = [:]
    for node in order.reversed() {
      size[node] = 1 + (children[node] ?? []).reduce(0) { $0 + (size[$1] ?? 0) }
    }
    var stack = [root]
    var isTrunk: Set<Int> = []
    while let node = stack.popLast() {
      let sorted = (children[node] ?? []).sorted { (size[$0] ?? 0, $1) > (size[$1] ?? 0, $0) }
      if !isTrunk.contains(node) {
        rows[node] = Double(rowCount)
        rowCount += 1
      }
      if let first = sorted.first {
        rows[first] = rows[node]
        isTrunk.insert(first)
      }
      // The trunk goes on first: it is pushed last.
      stack += sorted.reversed()
    }
  }
}
