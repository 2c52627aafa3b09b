import COpenBLAS

// Row-major storage read by column-major LAPACK is the transpose, so matrices are factorised
// transposed and solved with the transposed factors: nothing is ever copied around a call.

extension Double: MatrixScalar {
  /// The number 1.
  @inlinable public static var one: Double { 1 }
  /// The modulus.
  @inlinable public var modulus: Double { abs(self) }

  /// A matrix product, by xGEMM.
  public static func multiply(
    _ shape: ProductShape, scale: Double, left: UnsafePointer<Double>,
    right: UnsafePointer<Double>, keep: Double, result: UnsafeMutablePointer<Double>
  ) {
    OneThread.begin()
    cblas_dgemm(
      CblasRowMajor, shape.leftForm.blas, shape.rightForm.blas, Int32(shape.rowCount),
      Int32(shape.columnCount), Int32(shape.innerCount), scale, left, shape.leftStride, right,
      shape.rightStride, keep, result, shape.resultStride)
  }

  /// The triangular factors, by xGETRF.
  public static func factorize(
    _ matrix: UnsafeMutablePointer<Double>, size: Int32, pivots: UnsafeMutablePointer<Int32>
  ) -> Int32 {
    OneThread.begin()
    return LAPACKE_dgetrf_work(LAPACK_COL_MAJOR, size, size, matrix, max(size, 1), pivots)
  }

  /// Solutions from the factors, by xGETRS.
  public static func solve(
    factors: UnsafePointer<Double>, size: Int32, pivots: UnsafePointer<Int32>,
    columns: UnsafeMutablePointer<Double>, count: Int32
  ) {
    OneThread.begin()
    LAPACKE_dgetrs_work(
      LAPACK_COL_MAJOR, transposedLetter, size, count, factors, max(size, 1), pivots, columns,
      max(size, 1))
  }

  /// A condition estimate from the factors, by xGECON.
  public static func reciprocalCondition(
    factors: UnsafePointer<Double>, size: Int32, norm: Double
  )
    -> Double
  {
    OneThread.begin()
    var reciprocal = 0.0
    LAPACKE_dgecon(LAPACK_COL_MAJOR, infinityLetter, size, factors, max(size, 1), norm, &reciprocal)
    return reciprocal
  }
}

extension Float: MatrixScalar {
  /// The number 1.
  @inlinable public static var one: Float { 1 }
  /// The modulus.
  @inlinable public var modulus: Float { abs(self) }

  /// A matrix product, by xGEMM.
  public static func multiply(
    _ shape: ProductShape, scale: Float, left: UnsafePointer<Float>, right: UnsafePointer<Float>,
    keep: Float, result: UnsafeMutablePointer<Float>
  ) {
    OneThread.begin()
    cblas_sgemm(
      CblasRowMajor, shape.leftForm.blas, shape.rightForm.blas, Int32(shape.rowCount),
      Int32(shape.columnCount), Int32(shape.innerCount), scale, left, shape.leftStride, right,
      shape.rightStride, keep, result, shape.resultStride)
  }

  /// The triangular factors, by xGETRF.
  public static func factorize(
    _ matrix: UnsafeMutablePointer<Float>, size: Int32, pivots: UnsafeMutablePointer<Int32>
  ) -> Int32 {
    OneThread.begin()
    return LAPACKE_sgetrf_work(LAPACK_COL_MAJOR, size, size, matrix, max(size, 1), pivots)
  }

  /// Solutions from the factors, by xGETRS.
  public static func solve(
    factors: UnsafePointer<Float>, size: Int32, pivots: UnsafePointer<Int32>,
    columns: UnsafeMutablePointer<Float>, count: Int32
  ) {
    OneThread.begin()
    LAPACKE_sgetrs_work(
      LAPACK_COL_MAJOR, transposedLetter, size, count, factors, max(size, 1), pivots, columns,
      max(size, 1))
  }

  /// A condition estimate from the factors, by xGECON.
  public static func reciprocalCondition(
    factors: UnsafePointer<Float>, size: Int32, norm: Float
  )
    -> Float
  {
    OneThread.begin()
    var reciprocal: Float = 0
    LAPACKE_sgecon(LAPACK_COL_MAJOR, infinityLetter, size, factors, max(size, 1), norm, &reciprocal)
    return reciprocal
  }
}

extension Complex: MatrixScalar {
  /// The number 1.
  @inlinable public static var one: Complex { Complex(1, 0) }
  /// The modulus.
  public var modulus: Double { magnitude }

  /// A matrix product, by xGEMM.
  public static func multiply(
    _ shape: ProductShape, scale: Complex, left: UnsafePointer<Complex>,
    right: UnsafePointer<Complex>, keep: Complex, result: UnsafeMutablePointer<Complex>
  ) {
    OneThread.begin()
    var scale = scale
    var keep = keep
    cblas_zgemm(
      CblasRowMajor, shape.leftForm.blas, shape.rightForm.blas, Int32(shape.rowCount),
      Int32(shape.columnCount), Int32(shape.innerCount), &scale, left, shape.leftStride, right,
      shape.rightStride, &keep, result, shape.resultStride)
  }

  /// The triangular factors, by xGETRF.
  public static func factorize(
    _ matrix: UnsafeMutablePointer<Complex>, size: Int32, pivots: UnsafeMutablePointer<Int32>
  ) -> Int32 {
    OneThread.begin()
    return matrix.withMemoryRebound(to: openblas_complex_double.self, capacity: square(size)) {
      LAPACKE_zgetrf_work(LAPACK_COL_MAJOR, size, size, $0, max(size, 1), pivots)
    }
  }

  /// Solutions from the factors, by xGETRS.
  public static func solve(
    factors: UnsafePointer<Complex>, size: Int32, pivots: UnsafePointer<Int32>,
    columns: UnsafeMutablePointer<Complex>, count: Int32
  ) {
    OneThread.begin()
    let length = Int(size) * Int(count)
    factors.withMemoryRebound(to: openblas_complex_double.self, capacity: square(size)) { factors in
      columns.withMemoryRebound(to: openblas_complex_double.self, capacity: length) { columns in
        _ = LAPACKE_zgetrs_work(
          LAPACK_COL_MAJOR, transposedLetter, size, count, factors, max(size, 1), pivots, columns,
          max(size, 1))
      }
    }
  }

  /// A condition estimate from the factors, by xGECON.
  public static func reciprocalCondition(
    factors: UnsafePointer<Complex>, size: Int32, norm: Double
  ) -> Double {
    OneThread.begin()
    var reciprocal = 0.0
    factors.withMemoryRebound(to: openblas_complex_double.self, capacity: square(size)) {
      _ = LAPACKE_zgecon(
        LAPACK_COL_MAJOR, infinityLetter, size, $0, max(size, 1), norm, &reciprocal)
    }
    return reciprocal
  }
}

/// OpenBLAS works on the calling thread alone: parallelism belongs to `parallelFor`, and a product
/// then has the same bits whatever the number of processors.
enum OneThread {
  private static let limited: Void = openblas_set_num_threads(1)

  /// To be called before every call into OpenBLAS.
  @inline(__always)
  static func begin() { limited }
}

/// Ends the threads that OpenBLAS starts when it is loaded, which nothing here uses and which spin
/// for some 25 ms: for the begin of a program, before anything is computed.
public func endLinearAlgebraThreads() {
  OneThread.begin()
  openblas_end_threads()
}

let transposedLetter = CChar(UInt8(ascii: "T"))
let infinityLetter = CChar(UInt8(ascii: "I"))

private func square(_ size: Int32) -> Int { Int(size) * Int(size) }

extension ProductShape.Form {
  fileprivate var blas: CBLAS_TRANSPOSE {
    switch self {
    case .plain: CblasNoTrans
    case .transposed: CblasTrans
    case .adjoint: CblasConjTrans
    }
  }
}

extension ProductShape {
  fileprivate var leftStride: Int32 { Int32(max(leftForm == .plain ? innerCount : rowCount, 1)) }
  fileprivate var rightStride: Int32 {
    Int32(max(rightForm == .plain ? columnCount : innerCount, 1))
  }
  fileprivate var resultStride: Int32 { Int32(max(columnCount, 1)) }
}
