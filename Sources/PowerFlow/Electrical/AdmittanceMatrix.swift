public import Numerics

/// The nodal admittance matrix of a network: i = Y·v, sparse, in rows.
///
/// Its pattern is symmetric and has every diagonal entry; columns of a row are in increasing order.
public struct AdmittanceMatrix: Sendable {
  /// Where each row starts in `columns`; one more entry than rows.
  public let rowStarts: [Int]
  /// The column of each entry.
  public let columns: [Int]
  /// Where each row's diagonal entry is.
  public let diagonal: [Int]
  /// The value of each entry.
  public let values: [Complex]
  /// Where the four admittances of each branch are added: start–start, start–end, end–start, end–end.
  let branchEntries: [(Int, Int, Int, Int)]

  /// The admittance matrix of `model`.
  ///
  /// - Complexity: O(nodes + branches), with a sort of each row.
  public init(of model: PerUnitNetwork) {
    let graph = Adjacency(
      nodeCount: model.nodeCount, edges: model.branches.map { ($0.start, $0.end) })
    var rowStarts = [0]
    var columns: [Int] = []
    var diagonal: [Int] = []
    for node in 0..<model.nodeCount {
      var row = graph.neighbours[graph.starts[node]..<graph.starts[node + 1]].filter { $0 != node }
      row.append(node)
      row.sort()
      var previous = -1
      for column in row where column != previous {
        if column == node { diagonal.append(columns.count) }
        columns.append(column)
        previous = column
      }
      rowStarts.append(columns.count)
    }
    self.rowStarts = rowStarts
    self.columns = columns
    self.diagonal = diagonal
    var values = [Complex](repeating: .zero, count: columns.count)
    branchEntries = model.branches.map { branch in
      let (start, end) = (branch.start, branch.end)
      return (
        diagonal[start],
        AdmittanceMatrix.find(end, from: rowStarts[start], to: rowStarts[start + 1], in: columns),
        AdmittanceMatrix.find(start, from: rowStarts[end], to: rowStarts[end + 1], in: columns),
        diagonal[end]
      )
    }
    for (branch, entries) in zip(model.branches, branchEntries) {
      values[entries.0] += branch.admittance.startStart
      values[entries.1] += branch.admittance.startEnd
      values[entries.2] += branch.admittance.endStart
      values[entries.3] += branch.admittance.endEnd
    }
    for node in 0..<model.nodeCount { values[diagonal[node]] += model.shuntAdmittance[node] }
    self.values = values
  }

  /// The largest sum of magnitudes in a row.
  var largestRowSum: Double {
    (0..<diagonal.count).reduce(0) { largest, row in
      max(largest, (rowStarts[row]..<rowStarts[row + 1]).reduce(0) { $0 + values[$1].magnitude })
    }
  }

  /// Where the entry at `row` and `column` is, which the pattern must have.
  func entry(row: Int, column: Int) -> Int {
    AdmittanceMatrix.find(column, from: rowStarts[row], to: rowStarts[row + 1], in: columns)
  }

  private static func find(_ column: Int, from: Int, to: Int, in columns: [Int]) -> Int {
    var low = from
    var high = to
    while high - low > 1 {
      let middle = (low + high) / 2
      if columns[middle] <= column { low = middle } else { high = middle }
    }
    return low
  }
}
