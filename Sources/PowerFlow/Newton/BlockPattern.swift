// The Jacobian of a power flow has the pattern of the admittance matrix, with a 2 × 2 block for each
// entry: a node that holds its voltage keeps its second row and column, which hold 1 on the diagonal
// and 0 elsewhere. So elimination can go by blocks, on a graph of nodes, which has a quarter of the
// entries and no index within a block. The pattern is symmetric and diagonal blocks are the pivots, so
// the factors L and Uᵀ have one pattern, found once.
//
// Places ("unknowns") are the nodes that are not references, in order of elimination. Entry p of the
// pattern is the block (i, j) of U and, mirrored, the block (j, i) of L, with i < j.

/// Where the blocks of a power flow's Jacobian and of its factors stand.
struct BlockPattern: Sendable {
  /// The node of each place.
  let nodes: [Int32]
  /// The place of each node; −1 for a reference.
  let places: [Int32]
  /// Where each place's entries start; one more than places.
  let rowStarts: [Int32]
  /// The later place of each entry, increasing within a row.
  let columns: [Int32]
  /// Where each place's pairs start in `pairTargets`; one more than places.
  let pairStarts: [Int32]
  /// The entry (a, b) for each pair of entries (k, a), (k, b) of row k, a before b.
  let pairTargets: [Int32]
  /// Entries that elimination fills: blocks that the Jacobian does not have.
  let fill: [Int32]

  /// How many places there are.
  var count: Int { nodes.count }

  init(of admittance: AdmittanceMatrix, control: [PerUnitNetwork.Control]) {
    let (nodes, places) = BlockPattern.order(admittance, control)
    let rows = BlockPattern.eliminate(admittance, nodes: nodes, places: places)
    var rowStarts: [Int32] = [0]
    var columns: [Int32] = []
    for row in rows {
      columns.append(contentsOf: row)
      rowStarts.append(Int32(columns.count))
    }
    self.nodes = nodes
    self.places = places
    self.rowStarts = rowStarts
    self.columns = columns
    (pairStarts, pairTargets) = BlockPattern.pairs(rowStarts: rowStarts, columns: columns)
    fill = BlockPattern.fill(admittance, nodes, places, rowStarts, columns)
  }

  private static func order(
    _ admittance: AdmittanceMatrix, _ control: [PerUnitNetwork.Control]
  ) -> (nodes: [Int32], places: [Int32]) {
    let unknowns = control.indices.filter { control[$0] != .reference }
    var number = [Int32](repeating: -1, count: control.count)
    for (position, node) in unknowns.enumerated() { number[node] = Int32(position) }
    var starts: [Int32] = [0]
    var columns: [Int32] = []
    for node in unknowns {
      for entry in admittance.rowStarts[node]..<admittance.rowStarts[node + 1] {
        let neighbour = admittance.columns[entry]
        if neighbour != node && number[neighbour] >= 0 { columns.append(number[neighbour]) }
      }
      starts.append(Int32(columns.count))
    }
    let order = EliminationOrder.minimumDegree(rowStarts: starts, columns: columns)
    let nodes = order.map { Int32(unknowns[Int($0)]) }
    var places = [Int32](repeating: -1, count: control.count)
    for (place, node) in nodes.enumerated() { places[Int(node)] = Int32(place) }
    return (nodes, places)
  }

  /// The later places that each place is joined to when its turn comes, in increasing order.
  private static func eliminate(
    _ admittance: AdmittanceMatrix, nodes: [Int32], places: [Int32]
  ) -> [[Int32]] {
    var rows: [[Int32]] = []
    rows.reserveCapacity(nodes.count)
    var children = [[Int32]](repeating: [], count: nodes.count)
    var seen = [Int32](repeating: -1, count: nodes.count)
    for place in 0..<Int32(nodes.count) {
      var row: [Int32] = []
      seen[Int(place)] = place
      func add(_ other: Int32) {
        guard other > place, seen[Int(other)] != place else { return }
        seen[Int(other)] = place
        row.append(other)
      }
      let node = Int(nodes[Int(place)])
      for entry in admittance.rowStarts[node]..<admittance.rowStarts[node + 1] {
        add(places[admittance.columns[entry]])
      }
      for child in children[Int(place)] { for other in rows[Int(child)] { add(other) } }
      row.sort()
      if let parent = row.first { children[Int(parent)].append(place) }
      rows.append(row)
    }
    return rows
  }

  private static func pairs(
    rowStarts: [Int32], columns: [Int32]
  ) -> (starts: [Int32], targets: [Int32]) {
    let count = rowStarts.count - 1
    var starts: [Int32] = [0]
    starts.reserveCapacity(count + 1)
    for row in 0..<count {
      let length = rowStarts[row + 1] - rowStarts[row]
      starts.append(starts[row] + length * (length - 1) / 2)
    }
    var targets = [Int32](repeating: 0, count: Int(starts[count]))
    // Every entry (k, a), listed by a, with where its pairs start.
    var inColumn = [[(entry: Int32, rowEnd: Int32, target: Int32)]](repeating: [], count: count)
    for row in 0..<count {
      var target = starts[row]
      let end = rowStarts[row + 1]
      for entry in rowStarts[row]..<end {
        inColumn[Int(columns[Int(entry)])].append((entry, end, target))
        target += end - entry - 1
      }
    }
    var entryOf = [Int32](repeating: 0, count: count)
    for place in 0..<count {
      for entry in rowStarts[place]..<rowStarts[place + 1] {
        entryOf[Int(columns[Int(entry)])] = entry
      }
      for (entry, rowEnd, target) in inColumn[place] {
        for (offset, other) in (entry + 1..<max(entry + 1, rowEnd)).enumerated() {
          targets[Int(target) + offset] = entryOf[Int(columns[Int(other)])]
        }
      }
    }
    return (starts, targets)
  }

  private static func fill(
    _ admittance: AdmittanceMatrix, _ nodes: [Int32], _ places: [Int32], _ rowStarts: [Int32],
    _ columns: [Int32]
  ) -> [Int32] {
    var fill: [Int32] = []
    var joined = [Int32](repeating: -1, count: nodes.count)
    for place in 0..<nodes.count {
      let node = Int(nodes[place])
      for entry in admittance.rowStarts[node]..<admittance.rowStarts[node + 1] {
        let other = places[admittance.columns[entry]]
        if other >= 0 { joined[Int(other)] = Int32(place) }
      }
      for entry in rowStarts[place]..<rowStarts[place + 1]
      where joined[Int(columns[Int(entry)])] != Int32(place) {
        fill.append(entry)
      }
    }
    return fill
  }
}
