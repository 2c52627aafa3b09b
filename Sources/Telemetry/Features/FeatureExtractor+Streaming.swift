public import GridModel

extension FeatureExtractor {
  /// Takes the next sample and writes its features, in the order of the set, as models read them.
  ///
  /// The same bits as `append(_:_:)`, rounded to single precision; only scratch memory is allocated.
  ///
  /// - Parameters:
  ///   - time: When the sample was taken; not before the last one.
  ///   - values: The channels of the set in its order, not a number where one is missing.
  ///   - features: Room for one number for each feature.
  public mutating func append(
    _ time: Timestamp, _ values: UnsafeBufferPointer<Double>,
    to features: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(
      values.count == set.channels.count && features.count == plan.slots.count,
      "\(values.count) values and room for \(features.count) features")
    var run = SampleRun(capacity: 1, plan: plan)
    run.count = 1
    run.times[0] = time.millisecondsSinceEpoch
    for lane in 0..<values.count { run.setColumn(lane) { _ in values[lane] } }
    take(run)
    for feature in 0..<features.count {
      features[feature] = Float(run.results[plan.slots[feature]])
    }
  }
}
