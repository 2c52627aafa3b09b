import Numerics
import Testing

@Suite("Linear algebra agrees with SciPy")
struct LinearAlgebraReferenceTests {
  static let cases = Result { try ReferenceCase.load("linear_algebra") }

  @Test("in every operation", arguments: try cases.get())
  func reference(_ reference: ReferenceCase) throws {
    let a = reference.a.matrix
    let b = reference.b?.matrix ?? Matrix(rowCount: 0, columnCount: 0)
    switch reference.operation {
    case "product":
      #expect(reference.accepts(a * b))
      #expect((a * b.column(1) - (a * b).column(1)).allSatisfy { abs($0) < 1e-6 })
    case "transposed_product":
      #expect(reference.accepts(a.transposedTimes(b)))
      #expect(reference.accepts(a.transposed * b))
    case "product_transposed": #expect(reference.accepts(a.timesTransposed(b)))
    case "solve":
      #expect(reference.accepts(try a.solve(b)))
      let one = try a.solve(b.column(2))
      let all = try a.solve(b)
      #expect((one - all.column(2)).allSatisfy { abs($0) <= 1e-10 * all.largestModulus })
    case "inverse": #expect(reference.accepts(try a.inverse()))
    case "determinant": #expect(reference.accepts([try a.determinant()]))
    case "condition": #expect(reference.accepts([try a.conditionEstimate()]))
    case "cholesky": #expect(reference.accepts(try CholeskyFactorization(a).lower))
    case "cholesky_solve": #expect(reference.accepts(try CholeskyFactorization(a).solve(b)))
    case "eigenvalues": #expect(reference.accepts(try SymmetricEigen(a).values))
    case "singular_values":
      #expect(reference.accepts(try SingularValueDecomposition(a).singularValues))
    case "norms":
      #expect(
        reference.accepts([a.columnSumNorm, a.rowSumNorm, a.frobeniusNorm, try a.spectralNorm()]))
    case "qr_upper": #expect(reference.accepts(try QRFactorization(a).upper.map(abs)))
    case "qr_least_squares":
      #expect(
        reference.accepts(Matrix(columns: [try QRFactorization(a).leastSquares(b.column(0))])))
    case "least_squares": #expect(reference.accepts(try LeastSquares(a, b).solution))
    case "rank":
      #expect(reference.accepts([Double(try LeastSquares(a, b).rank)]))
      #expect(reference.accepts([Double(try SingularValueDecomposition(a).rank())]))
    case "least_squares_values":
      #expect(reference.accepts(try LeastSquares(a, b).singularValues))
    default: try complexReference(reference)
    }
  }

  private func complexReference(_ reference: ReferenceCase) throws {
    let a = reference.a.complex
    let b = reference.b?.complex ?? ComplexMatrix(rowCount: 0, columnCount: 0)
    switch reference.operation {
    case "complex_product": #expect(reference.accepts(a * b))
    case "complex_adjoint_product": #expect(reference.accepts(a.adjointTimes(b)))
    case "complex_solve": #expect(reference.accepts(try a.solve(b)))
    case "complex_inverse": #expect(reference.accepts(try a.inverse()))
    default: Issue.record("no such operation: \(reference.operation)")
    }
  }
}

private func - (left: [Double], right: [Double]) -> [Double] { zip(left, right).map { $0 - $1 } }
