import AnomalyDetection
import Documents
import FaultResponse
import Glibc
import GridModel
import Learning
import Numerics
import Telemetry

/// A stream of samples through the check at ingest, the alarms, and an isolation forest of 100 trees
/// with its features.
struct StreamTrial {
  /// How long a single sample takes from its values to its score, in microseconds.
  struct Latency {
    let p50: Double
    let p99: Double
  }

  /// What a long stream left behind, in bytes.
  struct Memory {
    let samples: Int
    let afterWarmUp: Int
    let highest: Int

    var driftPercent: Double { Double(highest - afterWarmUp) / Double(afterWarmUp) * 100 }
  }

  private let recording: Recording
  private let detector: AnomalyDetector
  private let rules: AlarmRules
  private static let rowsTogether = 4_096

  /// A month of minutes, and a forest that has learned it.
  init() throws(CommandFailure) {
    do throws(SignalError) {
      let anomalies = try AnomalyConfiguration(preset: .medium)
      let signal = try SignalConfiguration(
        start: Timestamp(millisecondsSinceEpoch: 0), days: 30, anomalies: anomalies)
      recording = SignalGenerator(signal).generate(seed: 1, execution: .concurrent).recording
    } catch {
      throw .failed("\(error)")
    }
    detector = try StreamTrial.fit(recording)
    rules = try EventThroughput.standardRules().watching(score: detector.threshold.value)
  }

  private static func fit(_ recording: Recording) throws(CommandFailure) -> AnomalyDetector {
    do {
      let configuration = try DetectorConfiguration(
        algorithm: .isolationForest(try IsolationForest.Configuration()),
        thresholdRule: .contamination(0.005),
        eventRule: try EventRule())
      return try configuration.fit(recording, sha256: nil, seed: 1, execution: .concurrent)
    } catch {
      throw .failed("\(error)")
    }
  }

  /// One sample at a time.
  func latency(samples: Int) throws(CommandFailure) -> Latency {
    let scorer = try WatchScorer(detector, name: "bench", .serial)
    var times: [UInt64] = []
    for index in 0..<samples {
      let sample = [sample(index)]
      let begin = monotonicNanoseconds()
      _ = scorer.scores(of: sample)
      times.append(monotonicNanoseconds() - begin)
    }
    times.sort()
    return Latency(
      p50: Double(times[samples / 2]) / 1_000, p99: Double(times[samples * 99 / 100]) / 1_000)
  }

  /// Samples a second, alarms included, and the alarms' count, which is the same for any number of
  /// workers.
  func rate(samples: Int, _ execution: Execution) throws(CommandFailure) -> (Double, Int) {
    let begin = monotonicNanoseconds()
    let alarms = try run(samples: samples, execution) { _ in }
    return (Double(samples) / (Double(monotonicNanoseconds() - begin) * 1e-9), alarms)
  }

  /// The memory of the process after a tenth of the samples, and the most of it after that.
  func memory(samples: Int) throws(CommandFailure) -> Memory {
    var afterWarmUp = 0
    var highest = 0
    _ = try run(samples: samples, .concurrent) { done in
      guard done >= samples / 10 else { return }
      let resident = StreamTrial.residentBytes()
      if afterWarmUp == 0 { afterWarmUp = resident }
      highest = max(highest, resident)
    }
    return Memory(samples: samples, afterWarmUp: afterWarmUp, highest: highest)
  }

  private func run(
    samples: Int, _ execution: Execution, _ after: (_ done: Int) -> Void
  ) throws(CommandFailure) -> Int {
    let scorer = try WatchScorer(detector, name: "bench", execution)
    var session = FaultSession(rules: rules) { scorer.scores(of: $0) }
    _ = session.meter(named: "m")
    var batch = StreamBatch()
    for start in stride(from: 0, to: samples, by: StreamTrial.rowsTogether) {
      let end = min(start + StreamTrial.rowsTogether, samples)
      for index in start..<end { batch.append(sample(index)) }
      session.take(&batch) { _ in }
      after(end)
    }
    return session.counters.annunciations
  }

  /// The recording over and over, the time going on.
  private func sample(_ index: Int) -> Measurement {
    let row = index % recording.count
    var sample = Measurement(
      time: Timestamp(millisecondsSinceEpoch: Int64(index) * 60_000), meter: 0)
    for signal in Signal.measured {
      sample[signal] = recording.channels[signal.index].values[row]
    }
    return sample
  }

  private static func residentBytes() -> Int {
    let text = try? DocumentFile.read("/proc/self/statm")
    let fields = text.map { String(decoding: $0, as: UTF8.self).split(separator: " ") }
    guard let fields, fields.count > 1, let pages = Int(fields[1]) else { return 0 }
    return pages * Int(getpagesize())
  }
}
