import CSuiteSparse

/// A sparse LU factorisation by KLU: ordered and analysed once, factorised again and again.
///
/// Source: Davis and Palamadai Natarajan (2010), "Algorithm 907: KLU, a direct sparse solver for circuit
/// simulation problems", ACM TOMS 37(3).
final class SparseFactorization {
  private let size: Int32
  private var columnStarts: [Int32]
  private var rows: [Int32]
  private var common = klu_common()
  private var symbolic: UnsafeMutablePointer<klu_symbolic>?
  private var numeric: UnsafeMutablePointer<klu_numeric>?

  /// Orders and analyses a square matrix whose columns start at `columnStarts` in `rows`; takes the
  /// order as it is if it `isOrdered`.
  init(columnStarts: [Int32], rows: [Int32], isOrdered: Bool = false) {
    size = Int32(columnStarts.count - 1)
    self.columnStarts = columnStarts
    self.rows = rows
    klu_defaults(&common)
    if isOrdered { (common.ordering, common.btf) = (2, 0) }
    symbolic = klu_analyze(size, &self.columnStarts, &self.rows, &common)
  }

  deinit {
    klu_free_numeric(&numeric, &common)
    klu_free_symbolic(&symbolic, &common)
  }

  /// Forgets the pivots of the last factorisation.
  func forget() {
    klu_free_numeric(&numeric, &common)
  }

  /// Factorises the matrix with these `values`; false if it is singular.
  func factorise(_ values: inout [Double]) -> Bool {
    guard symbolic != nil else { return false }
    if numeric != nil {
      if klu_refactor(&columnStarts, &rows, &values, symbolic, numeric, &common) == 1,
        common.status == KLU_OK, klu_rcond(symbolic, numeric, &common) == 1, common.rcond > 1e-14
      {
        return true
      }
      klu_free_numeric(&numeric, &common)
    }
    numeric = klu_factor(&columnStarts, &rows, &values, symbolic, &common)
    return numeric != nil && common.status == KLU_OK
  }

  /// Solves for `right`, which becomes the solution.
  func solve(_ right: inout [Double]) {
    klu_solve(symbolic, numeric, size, 1, &right, &common)
  }
}
