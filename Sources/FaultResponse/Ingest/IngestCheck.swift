/// The check that every sample passes as it arrives, in constant time.
///
/// It completes the sample's signals and compares them, all at once, with the envelope of the rules:
/// for each signal the lowest upper and the highest lower limit of any rule. Only a sample outside
/// the envelope has to be looked at by the alarms.
public struct IngestCheck: Sendable {
  private let lowest: SIMD16<Double>
  private let highest: SIMD16<Double>
  private let memoryS: Double
  private var meters: [RunningPower] = []

  /// A check against `rules`, for which power's past fades to 1/e in `memoryS` seconds.
  public init(rules: [AlarmRule], memoryS: Double = 1_800) {
    var lowest = SIMD16<Double>(repeating: -.infinity)
    var highest = SIMD16<Double>(repeating: .infinity)
    for rule in rules {
      let index = rule.signal.index
      if let below = rule.below { lowest[index] = max(lowest[index], below) }
      if let above = rule.above { highest[index] = min(highest[index], above) }
    }
    self.lowest = lowest
    self.highest = highest
    self.memoryS = memoryS
  }

  /// Completes the signals of `measurement`, which must not be older than the last of its meter.
  ///
  /// - Returns: Whether any rule's limit is crossed.
  public mutating func check(_ measurement: inout Measurement) -> Bool {
    while meters.count <= measurement.meter { meters.append(RunningPower(memoryS: memoryS)) }
    meters[measurement.meter].assess(&measurement)
    let apparent = measurement[.voltageV] * measurement[.currentA] * 1e-3
    let expected = apparent * measurement[.powerFactor]
    if expected > 0 {
      measurement[.powerMismatchPercent] =
        (measurement[.activePowerKW] - expected) / expected * 100
    }
    return isOutside(measurement)
  }

  /// Completes the signals of all samples of `batch`, in order.
  ///
  /// - Returns: For each sample, whether any rule's limit is crossed.
  public mutating func check(_ batch: inout StreamBatch) -> [Bool] {
    var isOutside = [Bool](repeating: false, count: batch.samples.count)
    for index in isOutside.indices { isOutside[index] = check(&batch.samples[index]) }
    return isOutside
  }

  /// Whether a signal of `measurement` is outside the envelope; a missing one never is.
  @inline(__always)
  public func isOutside(_ measurement: Measurement) -> Bool {
    any((measurement.values .> highest) .| (measurement.values .< lowest))
  }
}
