/// Samples of one meter that follow one another, and the rows of intermediate values made of them.
struct SampleRun: ~Copyable {
  /// The number of samples.
  var count = 0 {
    didSet { precondition(count <= capacity, "\(count) samples in a run of \(capacity)") }
  }
  /// When they were taken.
  let times: UnsafeMutablePointer<Int64>
  /// The values: all samples of the first eight columns, then of the next.
  let lanes: UnsafeMutablePointer<SIMD8<Double>>
  /// Rows of intermediate values, one after another.
  let results: UnsafeMutablePointer<Double>
  private let capacity: Int
  private let rowLength: Int

  init(capacity: Int, plan: FeaturePlan) {
    self.capacity = capacity
    rowLength = plan.rowLength
    times = .allocate(capacity: capacity)
    times.initialize(repeating: 0, count: capacity)
    lanes = .allocate(capacity: capacity * plan.groupCount)
    lanes.initialize(repeating: .zero, count: capacity * plan.groupCount)
    results = .allocate(capacity: capacity * plan.rowLength)
    results.initialize(repeating: 0, count: capacity * plan.rowLength)
  }

  deinit {
    times.deallocate()
    lanes.deallocate()
    results.deallocate()
  }

  /// Sets the values of one column, that of the sample in row r being `value(r)`; `count` has been
  /// set before.
  @inline(__always)
  func setColumn(_ lane: Int, _ value: (_ row: Int) -> Double) {
    let width = FeaturePlan.laneCount
    let first = lanes + lane / width * count
    for row in 0..<count { first[row][lane % width] = value(row) }
  }

  /// Copies one intermediate value of every sample to `column`, that of row r to `rows(r)`.
  @inline(__always)
  func copy<Scalar: BinaryFloatingPoint>(
    slot: Int, to column: UnsafeMutablePointer<Scalar>, _ rows: (_ row: Int) -> Int
  ) {
    var place = results + slot
    for row in 0..<count {
      (column + rows(row)).initialize(to: Scalar(place.pointee))
      place += rowLength
    }
  }
}
