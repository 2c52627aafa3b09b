import CProcessor
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

  /// Takes the next samples and writes their features as the first rows of a table, as models read
  /// them.
  ///
  /// The same bits as one sample at a time, several times as fast if there are many.
  ///
  /// - Parameters:
  ///   - times: When the samples were taken, in order, the first not before the last one.
  ///   - values: A column for each channel of the set in its order, one after another; not a number
  ///     where a value is missing.
  ///   - table: Where the features go: number *f* of sample *i* to `f * columnLength + i`.
  ///   - columnLength: The number of rows of the whole table.
  /// - Complexity: O(samples · channels · windows), whatever the windows' lengths.
  public mutating func append(
    _ times: UnsafeBufferPointer<Timestamp>, _ values: UnsafeBufferPointer<Double>,
    to table: UnsafeMutablePointer<Float>, columnLength: Int
  ) {
    precondition(
      values.count == set.channels.count * times.count && times.count <= columnLength,
      "\(values.count) values for \(times.count) rows of \(columnLength)")
    guard times.count >= Self.samplesWorthARun else {
      return appendSingly(times, values, table, columnLength)
    }
    var stage = ColumnStage(
      plan, kernels, kernels.floats, before: table, columnLength: columnLength)
    SampleRun.withRoom(for: times.count, plan) { run in
      var run = run
      for first in stride(from: 0, to: times.count, by: run.stride) {
        run.count = min(run.stride, times.count - first)
        for row in 0..<run.count { run.times[row] = times[first + row].millisecondsSinceEpoch }
        for channel in set.channels.indices {
          let column = run.column(channel)
          let start = channel * times.count + first
          for row in 0..<run.count { column[row] = values[start + row] }
        }
        take(run)
        stage.store(
          run, at: first, isFirst: first == 0, isLast: first + run.count == times.count)
      }
    }
    finish_lines_past_caches()
  }

  /// Fewer samples are not worth the room for a run.
  private static let samplesWorthARun = 8

  private mutating func appendSingly(
    _ times: UnsafeBufferPointer<Timestamp>, _ values: UnsafeBufferPointer<Double>,
    _ table: UnsafeMutablePointer<Float>, _ columnLength: Int
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: set.channels.count) { sample in
      for row in times.indices {
        for channel in sample.indices {
          sample.initializeElement(at: channel, to: values[channel * times.count + row])
        }
        take(times[row], UnsafeBufferPointer(sample)) { results, slots in
          for (feature, slot) in slots.enumerated() {
            table[feature * columnLength + row] = Float(results[slot])
          }
        }
      }
    }
  }

  /// Takes one sample in a run of its own and lends its slots.
  @inline(__always)
  private mutating func take<Value>(
    _ time: Timestamp, _ values: UnsafeBufferPointer<Double>,
    _ body: (UnsafePointer<Double>, UnsafeBufferPointer<Int>) -> Value
  ) -> Value {
    // The room is taken out while it is lent, so that it is not copied.
    var lanes: [Lanes] = []
    swap(&lanes, &ownSlots)
    defer { swap(&lanes, &ownSlots) }
    var milliseconds = time.millisecondsSinceEpoch
    return withUnsafeMutablePointer(to: &milliseconds) { times in
      lanes.withUnsafeMutableBufferPointer { lanes in
        guard let base = lanes.baseAddress else { preconditionFailure("a run without room") }
        let slots = UnsafeMutableRawPointer(base).assumingMemoryBound(to: Double.self)
        let run = SampleRun(
          columnCount: plan.columnCount, count: 1, stride: 1, times: times, slots: slots)
        for lane in 0..<values.count { slots[lane] = values[lane] }
        take(run)
        for vectors in plan.statistics {
          kernels.finishRow(
            base + vectors.group, run.vector(vectors.means), run.vector(vectors.deviations),
            vectors.scores.map { run.vector($0) })
        }
        return plan.slots.withUnsafeBufferPointer { body(slots, $0) }
      }
    }
  }
}
