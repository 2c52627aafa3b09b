import Documents
import EventEngine
import Foundation
import Synchronization

/// One producer, one way of answering its critical samples.
struct ReactionTrial {
  /// How critical samples are noticed.
  enum Way {
    /// The check at ingest wakes the event engine.
    case interrupt
    /// A semaphore wakes the answering thread: what waking takes on this machine, without an engine.
    case wakeUp
    /// The answering thread looks for new samples every so often.
    case poll(milliseconds: Int)
    /// The answering thread looks for new samples without a pause.
    case spin

    var name: String {
      switch self {
      case .interrupt: "interrupt"
      case .wakeUp: "bare wake-up"
      case .poll(let milliseconds): "poll \(milliseconds) ms"
      case .spin: "spin"
      }
    }
  }

  /// What a way of answering came to.
  struct Outcome {
    let way: Way
    let reactionsNanoseconds: [UInt64]
    let cpuShare: Double
    let wakeUpsPerSecond: Double

    private func quantile(_ share: Double) -> Double {
      guard let last = reactionsNanoseconds.indices.last else { return 0 }
      return Double(reactionsNanoseconds[Int(Double(last) * share)]) / 1_000
    }

    var document: JSONValue {
      [
        "way": .string(way.name), "critical": JSONValue(reactionsNanoseconds.count),
        "p50_us": JSONValue(quantile(0.5)), "p99_us": JSONValue(quantile(0.99)),
        "max_us": JSONValue(quantile(1)), "cpu_percent": JSONValue(cpuShare * 100),
        "wake_ups_per_s": JSONValue(wakeUpsPerSecond),
      ]
    }

    var line: String {
      func column(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
      }
      func time(_ microseconds: Double) -> String {
        microseconds < 1_000
          ? "\(rounded(microseconds)) µs" : "\(rounded(microseconds / 1_000)) ms"
      }
      return way.name + column(time(quantile(0.5)), 27 - way.name.count)
        + column(time(quantile(0.99)), 13) + column(time(quantile(1)), 13)
        + column("\(rounded(cpuShare * 100)) %", 10) + column(rounded(wakeUpsPerSecond), 12)
    }
  }

  let samples: Int
  let rate: Int

  /// One in so many samples is critical.
  private static let criticalEvery = 1_000
  private static let limit = 100.0

  private struct Sample {
    var producedNanoseconds: UInt64
    var value: Double
  }

  /// What the two threads share: samples that are written once and then only read.
  private final class Shared: Sendable {
    nonisolated(unsafe) let samples: UnsafeMutablePointer<Sample>
    let written = Atomic<Int>(0)
    let reactions = Mutex([UInt64]())
    let usage = Mutex(ThreadUsage())

    init(count: Int) {
      samples = .allocate(capacity: count)
      samples.initialize(repeating: Sample(producedNanoseconds: 0, value: 0), count: count)
    }

    /// Takes the time since a critical sample was produced, where it is answered.
    func answer(producedNanoseconds: UInt64) {
      let reaction = monotonicNanoseconds() - producedNanoseconds
      reactions.withLock { $0.append(reaction) }
    }

    /// Takes what the answering thread has used, on that thread.
    func noteUsage() {
      usage.withLock { $0 = ThreadUsage.ofThisThread() }
    }

    deinit {
      samples.deallocate()
    }
  }

  func run(_ way: Way) -> Outcome {
    let shared = Shared(count: samples)
    let begin = monotonicNanoseconds()
    switch way {
    case .interrupt: runInterrupt(shared)
    case .wakeUp: runWakeUp(shared)
    case .spin: runPolling(shared, pauseMicroseconds: nil)
    case .poll(let milliseconds):
      runPolling(shared, pauseMicroseconds: UInt32(milliseconds) * 1_000)
    }
    let seconds = Double(monotonicNanoseconds() - begin) * 1e-9
    let usage = shared.usage.withLock { $0 }
    return Outcome(
      way: way, reactionsNanoseconds: shared.reactions.withLock { $0.sorted() },
      cpuShare: usage.cpuS / seconds, wakeUpsPerSecond: Double(usage.wakeUps) / seconds)
  }

  private func runInterrupt(_ shared: Shared) {
    let engine = EventEngine<UInt64>(scheduler: EventScheduler(capacity: 10_000), workers: 1) {
      job, _ in
      shared.answer(producedNanoseconds: job.payload)
      shared.noteUsage()
    }
    let resource = Resource(index: 0)
    produce(shared) { sample in
      guard sample.value > ReactionTrial.limit else { return }
      engine.submit(sample.producedNanoseconds, priority: .critical, resource: resource)
    }
    engine.stop()
  }

  private func runWakeUp(_ shared: Shared) {
    let wakeUp = DispatchSemaphore(value: 0)
    let ended = DispatchSemaphore(value: 0)
    let produced = Atomic<UInt64>(0)
    let thread = Thread {
      while true {
        wakeUp.wait()
        let start = produced.load(ordering: .acquiring)
        guard start != .max else { break }
        shared.answer(producedNanoseconds: start)
      }
      shared.noteUsage()
      ended.signal()
    }
    thread.start()
    func wake(_ stamp: UInt64) {
      produced.store(stamp, ordering: .releasing)
      wakeUp.signal()
    }
    produce(shared) { sample in
      if sample.value > ReactionTrial.limit { wake(sample.producedNanoseconds) }
    }
    wake(.max)
    ended.wait()
  }

  private func runPolling(_ shared: Shared, pauseMicroseconds: UInt32?) {
    let count = samples
    let ended = DispatchSemaphore(value: 0)
    let thread = Thread {
      var read = 0
      while read < count {
        if let pauseMicroseconds { usleep(pauseMicroseconds) }
        let written = shared.written.load(ordering: .acquiring)
        while read < written {
          if shared.samples[read].value > ReactionTrial.limit {
            shared.answer(producedNanoseconds: shared.samples[read].producedNanoseconds)
          }
          read += 1
        }
      }
      shared.noteUsage()
      ended.signal()
    }
    thread.start()
    produce(shared) { _ in }
    ended.wait()
  }

  /// Writes the samples at their rate, and calls `ingest` with each on the way.
  private func produce(_ shared: Shared, _ ingest: (Sample) -> Void) {
    let begin = monotonicNanoseconds()
    let gap = 1_000_000_000 / UInt64(rate)
    for index in 0..<samples {
      let due = begin + UInt64(index) * gap
      var now = monotonicNanoseconds()
      while now < due { now = monotonicNanoseconds() }
      let isCritical = index % ReactionTrial.criticalEvery == ReactionTrial.criticalEvery / 2
      let sample = Sample(producedNanoseconds: now, value: isCritical ? 200 : 50)
      shared.samples[index] = sample
      shared.written.store(index + 1, ordering: .releasing)
      ingest(sample)
    }
  }
}

/// What a thread has used of the machine.
struct ThreadUsage {
  var cpuS = 0.0
  var wakeUps = 0

  /// What the calling thread has used.
  static func ofThisThread() -> ThreadUsage {
    var usage = rusage()
    getrusage(1, &usage)  // RUSAGE_THREAD, which the Glibc module does not have
    let user = Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) * 1e-6
    let system = Double(usage.ru_stime.tv_sec) + Double(usage.ru_stime.tv_usec) * 1e-6
    return ThreadUsage(cpuS: user + system, wakeUps: usage.ru_nvcsw)
  }
}
