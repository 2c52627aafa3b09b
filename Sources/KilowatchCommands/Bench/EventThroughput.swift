import EventEngine
import FaultResponse
import Glibc
import GridModel
import Numerics
import Telemetry

/// How much the parts of the event path can carry, on one thread.
enum EventThroughput {
  /// Takes and pushes of a queue that holds `entries` events of random priority and arrival.
  static func queueMillionsPerSecond(entries: Int) -> Double {
    var random = RandomSource(seed: 1)
    var queue = EventQueue<Int>(capacity: 2 * entries, ageingNanoseconds: 1_000_000)
    let resource = Resource(index: 0)
    let rounds = 1_000_000
    let draws = (0..<(entries + rounds)).map { _ in random.next() }
    let priorities: [EventPriority] = [.high, .normal, .low, .background]
    func push(_ index: Int) {
      _ = queue.push(
        index, priority: priorities[Int(draws[index] & 3)], resource: resource,
        nowNanoseconds: UInt64(index) * 10 + (draws[index] >> 8) % 10_000_000)
    }
    for index in 0..<entries { push(index) }
    return millionsPerSecond(rounds) {
      for index in 0..<rounds {
        _ = queue.take()
        queue.release(resource)
        push(entries + index)
      }
    }
  }

  /// Samples through the check at ingest, and also through the features of the detector.
  static func ingestMillionsPerSecond() throws(CommandFailure) -> (check: Double, features: Double)
  {
    let rules = try standardRules().rules
    let set: FeatureSet
    do throws(FeatureError) {
      set = try .detection(channels: Signal.measured.map(\.rawValue), intervalS: 60)
    } catch {
      throw .failed("\(error)")
    }
    let measurements = ordinaryMeasurements(1_000_000)
    let check = millionsPerSecond(measurements.count) { pass(measurements, rules) { _ in } }
    let features = try millionsPerSecond(measurements.count) { () throws(CommandFailure) in
      var stream: StreamFeatures
      do throws(StreamFeatures.UnknownChannel) {
        stream = try StreamFeatures(set)
      } catch {
        throw .failed("streams have no column '\(error.name)'")
      }
      pass(measurements, rules) { _ = stream.table(of: $0, .serial) }
    }
    return (check, features)
  }

  /// Checks samples as a stream brings them, as many together as `watch` answers.
  private static func pass(
    _ measurements: [Measurement], _ rules: [AlarmRule], _ body: ([Measurement]) -> Void
  ) {
    var check = IngestCheck(rules: rules)
    var batch = StreamBatch()
    for start in stride(from: 0, to: measurements.count, by: LiveWatch.rowsTogether) {
      for sample in measurements[start..<min(start + LiveWatch.rowsTogether, measurements.count)] {
        batch.append(sample)
      }
      _ = check.check(&batch)
      body(batch.samples)
      batch.removeAll()
    }
  }

  /// Voluntary context switches of the whole process while an engine of two workers has nothing to
  /// do.
  static func idleSwitchesPerSecond(seconds: Int) -> Double {
    guard seconds > 0 else { return 0 }
    let engine = EventEngine<Int>(scheduler: EventScheduler(capacity: 10), workers: 2) { _, _ in }
    usleep(100_000)
    let before = switches()
    sleep(UInt32(seconds))
    let after = switches()
    engine.stop()
    return Double(after - before) / Double(seconds)
  }

  private static func switches() -> Int {
    var usage = rusage()
    getrusage(0, &usage)  // RUSAGE_SELF
    return usage.ru_nvcsw
  }

  static func standardRules() throws(CommandFailure) -> AlarmRules {
    do throws(AlarmRuleError) {
      return try .standard()
    } catch {
      throw .failed("\(error)")
    }
  }

  private static func ordinaryMeasurements(_ count: Int) -> [Measurement] {
    var random = RandomSource(seed: 1)
    return (0..<count).map { minute in
      var measurement = Measurement(
        time: Timestamp(millisecondsSinceEpoch: Int64(minute) * 60_000), meter: 0)
      let voltage = random.normal(mean: 230, deviation: 1)
      let power = random.normal(mean: 10, deviation: 0.3)
      measurement[.voltageV] = voltage
      measurement[.currentA] = power * 1_000 / (voltage * 0.95)
      measurement[.activePowerKW] = power
      measurement[.powerFactor] = 0.95
      measurement[.frequencyHz] = random.normal(mean: 50, deviation: 0.01)
      measurement[.thdPercent] = random.normal(mean: 3, deviation: 0.2)
      return measurement
    }
  }

  /// The median of five runs of `work`, which does `count` things, in a second of this thread's
  /// processor.
  private static func millionsPerSecond<Failure>(
    _ count: Int, _ work: () throws(Failure) -> Void
  ) throws(Failure) -> Double {
    var seconds: [Double] = []
    for _ in 0..<5 {
      let begin = ThreadUsage.ofThisThread().cpuS
      try work()
      seconds.append(ThreadUsage.ofThisThread().cpuS - begin)
    }
    return Double(count) / seconds.sorted()[2] / 1e6
  }
}
