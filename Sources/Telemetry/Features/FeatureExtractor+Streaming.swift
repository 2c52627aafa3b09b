public import GridModel

extension FeatureExtractor {
  /// Takes the next sample and writes its features, in the order of the set, as models read them.
  ///
  /// The same bits as `append(_:_:)`, rounded to single precision. Once the windows have been
  /// filled, nothing is allocated.
  ///
  /// - Parameters:
  ///   - time: When the sample was taken; not before the last one.
  ///   - values: The channels of the set in its order, not a number where one is missing.
  ///   - features: Room for one number for each feature.
  /// - Complexity: O(channels · windows), amortised, whatever the windows' lengths.
  public mutating func append(
    _ time: Timestamp, _ values: UnsafeBufferPointer<Double>,
    to features: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(
      values.count == set.channels.count && features.count == plan.slots.count,
      "\(values.count) values and room for \(features.count) features")
    take(time, values) { results, slots in
      for feature in 0..<features.count { features[feature] = Float(results[slots[feature]]) }
    }
  }

  /// Takes the next sample and gives its features, in the order of the set.
  ///
  /// - Parameters:
  ///   - time: When the sample was taken; not before the last one.
  ///   - values: The channels of the set in its order, not a number where one is missing.
  /// - Returns: The features.
  /// - Complexity: O(channels · windows), amortised, whatever the windows' lengths.
  public mutating func append(_ time: Timestamp, _ values: [Double]) -> [Double] {
    precondition(
      values.count == set.channels.count,
      "a sample of \(values.count) values for \(set.channels.count) channels")
    return values.withUnsafeBufferPointer { values in
      take(time, values) { results, slots in slots.map { results[$0] } }
    }
  }

  /// Takes one sample in a run of its own and lends its slots.
  @inline(__always)
  private mutating func take<Value>(
    _ time: Timestamp, _ values: UnsafeBufferPointer<Double>,
    _ body: (UnsafePointer<Double>, UnsafeBufferPointer<Int>) -> Value
  ) -> Value {
    // The room is taken out while it is lent, so that it is not copied.
    var vectors: [Lanes] = []
    swap(&vectors, &ownRun)
    defer { swap(&vectors, &ownRun) }
    var milliseconds = time.millisecondsSinceEpoch
    return withUnsafeMutablePointer(to: &milliseconds) { times in
      vectors.withUnsafeMutableBufferPointer { vectors in
        guard let base = vectors.baseAddress else { preconditionFailure("a run without room") }
        let run = SampleRun(count: 1, times: times, stride: 1, vectors: base)
        let slots = UnsafeMutableRawPointer(base).assumingMemoryBound(to: Double.self)
        for lane in 0..<values.count { slots[lane] = values[lane] }
        take(run)
        return plan.slots.withUnsafeBufferPointer { body(slots, $0) }
      }
    }
  }
}
