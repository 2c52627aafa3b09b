/// Samples of one meter that follow one another, and the intermediate values made of them, both in
/// memory that is lent.
///
/// A column of the plan is `stride` values long; a vector is as many rows of eight lanes. Kernels
/// take rows in eights, so that `stride` is a multiple of eight, or 1 in a run of one.
struct SampleRun {
  typealias Lanes = SIMD8<Double>

  /// The number of columns of the plan.
  let columnCount: Int
  /// The number of samples.
  var count: Int
  let stride: Int
  /// When they were taken.
  let times: UnsafeMutablePointer<Int64>
  /// Room for `stride` times the plan's number of slots, zero where no column is.
  let slots: UnsafeMutablePointer<Double>

  /// The longest run: what is made of its samples stays in the first cache.
  static let maximalCount = 32

  /// Lends a run for up to `count` samples, or for as many as a run may have.
  static func withRoom<Value>(
    for count: Int, _ plan: FeaturePlan, _ body: (SampleRun) -> Value
  ) -> Value {
    let stride = min(maximalCount, max(8, (count + 7) & ~7))
    let size = stride * plan.slotCount
    return withUnsafeTemporaryAllocation(of: Lanes.self, capacity: (stride + size) / 8) { lanes in
      lanes.initialize(repeating: .zero)
      guard let base = UnsafeMutableRawPointer(lanes.baseAddress) else {
        preconditionFailure("a run without room")
      }
      let slots = base.bindMemory(to: Double.self, capacity: size)
      let times = (base + size * MemoryLayout<Double>.stride)
        .bindMemory(to: Int64.self, capacity: stride)
      return body(
        SampleRun(
          columnCount: plan.columnCount, count: 0, stride: stride, times: times, slots: slots))
    }
  }

  /// Column number `column`.
  @inline(__always)
  func column(_ column: Int) -> UnsafeMutablePointer<Double> { slots + column &* stride }

  /// Vector number `vector` of the first sample; that of the next one follows.
  @inline(__always)
  func vector(_ vector: Int) -> UnsafeMutablePointer<Lanes> {
    UnsafeMutableRawPointer(slots + (columnCount &+ vector &* 8) &* stride)
      .assumingMemoryBound(to: Lanes.self)
  }
}
