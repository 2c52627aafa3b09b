import CSuiteSparse

/// An order of elimination that keeps a symmetric sparse matrix sparse.
enum EliminationOrder {
  /// The nodes of a graph in the order of approximate minimum degree.
  ///
  /// Source: Amestoy, Davis and Duff (2004), "Algorithm 837: AMD, an approximate minimum degree ordering
  /// algorithm", ACM TOMS 30(3).
  ///
  /// - Returns: the node that is eliminated first, second, …
  static func minimumDegree(rowStarts: [Int32], columns: [Int32]) -> [Int32] {
    let count = rowStarts.count - 1
    var order = [Int32](repeating: 0, count: count)
    let status = amd_order(Int32(count), rowStarts, columns, &order, nil, nil)
    guard status == AMD_OK || status == AMD_OK_BUT_JUMBLED else {
      return (0..<Int32(count)).map { $0 }
    }
    return order
  }
}
