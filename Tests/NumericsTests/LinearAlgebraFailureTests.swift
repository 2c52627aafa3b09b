import Numerics
import Testing

@Suite("What linear algebra cannot do")
struct LinearAlgebraFailureTests {
  @Test("singular matrices are refused with the pivot, and have determinant 0")
  func singular() throws {
    let matrix = Matrix(rows: [[1, 2], [2, 4]])
    #expect(throws: LinearAlgebraFailure.singular(pivot: 1, size: 2)) { try matrix.inverse() }
    #expect(try matrix.determinant() == 0)
    #expect(try matrix.conditionEstimate() == .infinity)
    let complex = matrix.map { Complex($0, $0) }
    #expect(throws: LinearAlgebraFailure.singular(pivot: 1, size: 2)) {
      try complex.solve([1.0, 2.0])
    }
  }

  @Test("indefinite matrices have no Cholesky factor")
  func indefinite() {
    #expect(throws: LinearAlgebraFailure.notPositiveDefinite(order: 2, size: 2)) {
      try CholeskyFactorization(Matrix(rows: [[1, 2], [2, 1]]))
    }
  }

  @Test("dependent columns have no QR solution, but a shortest one through singular values")
  func dependent() throws {
    let matrix = Matrix(rows: [[1, 2], [2, 4], [3, 6]])
    #expect(throws: LinearAlgebraFailure.rankDeficient(rank: 1, columns: 2)) {
      try QRFactorization(matrix).leastSquares([1, 2, 3])
    }
    let fit = try LeastSquares(matrix, [1, 2, 3])
    #expect(fit.rank == 1)
    #expect(abs(fit.solution[0, 0] - 0.2) < 1e-15 && abs(fit.solution[1, 0] - 0.4) < 1e-15)
  }

  @Test(
    "elements that are not finite are refused with their place", arguments: [Double.nan, .infinity])
  func notFinite(element: Double) {
    let matrix = Matrix(rows: [[1, 2], [element, 4]])
    let failure = LinearAlgebraFailure.notFinite(row: 1, column: 0)
    #expect(throws: failure) { try LUFactorization(matrix) }
    #expect(throws: failure) { try QRFactorization(matrix) }
    #expect(throws: failure) { try CholeskyFactorization(matrix) }
    #expect(throws: failure) { try SymmetricEigen(matrix) }
    #expect(throws: failure) { try SingularValueDecomposition(matrix) }
    #expect(throws: failure) { try LeastSquares(matrix, [1, 2]) }
  }

  @Test("failures are told in one sentence")
  func sentences() {
    #expect(
      "\(LinearAlgebraFailure.singular(pivot: 1, size: 2))"
        == "the 2 × 2 matrix is singular: pivot 1 is zero")
    #expect(
      "\(LinearAlgebraFailure.notFinite(row: 3, column: 0))"
        == "the matrix element in row 3, column 0 is not finite")
  }

  @Test("a product of shapes that do not fit stops the program and names both")
  func productShapes() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Matrix(rowCount: 2, columnCount: 3) * Matrix(rowCount: 4, columnCount: 5)
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("cannot multiply 2 × 3 by 4 × 5"))
  }

  @Test("a right-hand side of another height stops the program and names both")
  func solveShapes() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = try Matrix.identity(3).solve(Matrix(rowCount: 2, columnCount: 1))
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("a matrix of 3 × 3 cannot be solved for 2 × 1"))
  }
}
