import Numerics
import Testing

@Suite("Linear algebra")
struct LinearAlgebraTests {
  @Test("a matrix times its inverse is the identity, for every size up to 40")
  func inverse() throws {
    var random = RandomSource(seed: 1)
    for size in 0...40 {
      let matrix = Matrix.random(size, size, using: &random)
      let product = try matrix * matrix.inverse()
      #expect((product - .identity(size)).largestModulus < 1e-9)
    }
  }

  @Test("Q R is the matrix, Q has orthonormal columns and R is a triangle", arguments: [1, 7, 30])
  func qr(columns: Int) throws {
    var random = RandomSource(seed: 2)
    let matrix = Matrix.random(30, columns, using: &random)
    let factors = try QRFactorization(matrix)
    let gram = factors.orthogonal.transposedTimes(factors.orthogonal)
    #expect((factors.orthogonal * factors.upper - matrix).largestModulus < 1e-13)
    #expect((gram - .identity(columns)).largestModulus < 1e-14)
    for row in 0..<columns {
      for column in 0..<row { #expect(factors.upper[row, column] == 0) }
    }
  }

  @Test("U Σ Vᵀ is the matrix", arguments: [(3, 8), (8, 3), (20, 20), (1, 1)])
  func svd(rows: Int, columns: Int) throws {
    var random = RandomSource(seed: 3)
    let matrix = Matrix.random(rows, columns, using: &random)
    let svd = try SingularValueDecomposition(matrix)
    let rebuilt = svd.left * .diagonal(svd.singularValues) * svd.rightTransposed
    #expect((rebuilt - matrix).largestModulus < 1e-13)
    #expect(svd.singularValues == svd.singularValues.sorted(by: >))
    #expect(svd.rank() == min(rows, columns))
  }

  @Test("V Λ Vᵀ is the symmetric matrix, and L Lᵀ the positive definite one")
  func symmetric() throws {
    var random = RandomSource(seed: 4)
    let root = Matrix.random(12, 12, using: &random)
    let matrix = root.timesTransposed(root) + 0.1 * .identity(12)
    let eigen = try SymmetricEigen(matrix)
    let rebuilt = (eigen.vectors * .diagonal(eigen.values)).timesTransposed(eigen.vectors)
    #expect((rebuilt - matrix).largestModulus < 1e-12)
    let cholesky = try CholeskyFactorization(matrix)
    #expect((cholesky.lower.timesTransposed(cholesky.lower) - matrix).largestModulus < 1e-12)
    #expect(cholesky.lower[0, 11] == 0)
  }
}

extension Matrix {
  /// A matrix of standard normal elements.
  static func random(_ rows: Int, _ columns: Int, using random: inout RandomSource) -> Matrix {
    Matrix(
      rowCount: rows, columnCount: columns,
      elements: (0..<rows * columns).map { _ in random.normal() })
  }
}
