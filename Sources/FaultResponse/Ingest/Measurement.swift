public import GridModel

/// One sample of one meter, with a place for every ``Signal``; what is missing is not a number.
public struct Measurement: Equatable, Sendable {
  /// When it was taken.
  public var time: Timestamp
  /// The meter, as a small number.
  public var meter: Int
  /// The signals, by ``Signal/index``; the places above are not used.
  public var values: SIMD16<Double>

  /// A sample without values.
  @inlinable
  public init(time: Timestamp, meter: Int) {
    self.time = time
    self.meter = meter
    values = SIMD16(repeating: .nan)
  }

  /// The value of `signal`.
  @inlinable
  public subscript(signal: Signal) -> Double {
    get { values[signal.index] }
    set { values[signal.index] = newValue }
  }

  /// Whether both say the same, missing values included.
  public static func == (left: Measurement, right: Measurement) -> Bool {
    left.time == right.time && left.meter == right.meter
      && left.values.bits == right.values.bits
  }
}

extension SIMD16<Double> {
  fileprivate var bits: SIMD16<UInt64> { unsafeBitCast(self, to: SIMD16<UInt64>.self) }
}
