/// Samples of one meter that follow one another, and the intermediate values made of them, both in
/// memory that is lent.
///
/// Intermediate values are vectors of eight lanes: all samples of the first vector, then, `stride`
/// samples later, of the next. The first vectors are the values of the columns.
struct SampleRun {
  typealias Lanes = SIMD8<Double>

  /// The number of samples.
  let count: Int
  /// When they were taken.
  let times: UnsafeMutablePointer<Int64>
  let stride: Int
  /// Room for `stride` times the plan's number of vectors, zero where no column is.
  let vectors: UnsafeMutablePointer<Lanes>

  /// The lane `slot % 8` of vector `slot / 8` of the sample in `row`.
  @inline(__always)
  subscript(row: Int, slot: Int) -> Double {
    get { scalars[place(row, slot)] }
    nonmutating set { scalars[place(row, slot)] = newValue }
  }

  /// Vector number `vector` of the first sample; that of the next one follows.
  @inline(__always)
  func vector(_ vector: Int) -> UnsafeMutablePointer<Lanes> { vectors + vector &* stride }

  @inline(__always)
  private var scalars: UnsafeMutablePointer<Double> {
    UnsafeMutableRawPointer(vectors).assumingMemoryBound(to: Double.self)
  }

  @inline(__always)
  private func place(_ row: Int, _ slot: Int) -> Int {
    let width = FeaturePlan.laneCount
    return (slot / width &* stride &+ row) &* width &+ slot % width
  }
}
