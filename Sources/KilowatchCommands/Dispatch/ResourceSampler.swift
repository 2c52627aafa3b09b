import Documents
import Foundation
import Synchronization

/// Looks at this process and the graphics processors every few milliseconds.
final class ResourceSampler: Sendable {
  /// What some work used.
  struct Use: Sendable {
    /// The share of one processor, in percent.
    var processorPercent = 0.0
    /// The most memory that was resident, in MiB.
    var memoryMiB = 0.0
    /// How busy the busiest graphics processor was, in percent; nil if the machine has none.
    var graphicsPercent: Double?
  }

  private struct State {
    var memoryMiB = 0.0
    var graphicsSum = 0.0
    var samples = 0
    var isStopped = false
  }

  private let graphics = GraphicsProcessors()
  private let state = Mutex(State())

  /// Samples until ``stop()``.
  init() {
    Thread.detachNewThread { [self] in
      while !state.withLock({ $0.isStopped }) {
        sample()
        usleep(5_000)
      }
    }
  }

  /// Ends the sampling.
  func stop() {
    state.withLock { $0.isStopped = true }
  }

  /// Does `work`, and says what it used.
  func use<Failure>(during work: () throws(Failure) -> Void) throws(Failure) -> Use {
    state.withLock { $0 = State() }
    let start = monotonicNanoseconds()
    let used = processorNanoseconds()
    try work()
    let elapsed = Double(monotonicNanoseconds() - start)
    let processor = Double(processorNanoseconds() - used)
    sample()
    return state.withLock { state in
      Use(
        processorPercent: processor / elapsed * 100, memoryMiB: state.memoryMiB,
        graphicsPercent: graphics.isEmpty ? nil : state.graphicsSum / Double(state.samples))
    }
  }

  private func sample() {
    let memory = residentMiB()
    let busy = graphics.busyPercent ?? 0
    state.withLock { state in
      state.memoryMiB = max(state.memoryMiB, memory)
      state.graphicsSum += busy
      state.samples += 1
    }
  }

  /// Memory that is resident now.
  private func residentMiB() -> Double {
    guard let bytes = try? DocumentFile.read("/proc/self/statm") else { return 0 }
    let fields = String(decoding: bytes, as: UTF8.self).split(separator: " ")
    return (fields.count > 1 ? Double(fields[1]) ?? 0 : 0) * Double(sysconf(Int32(_SC_PAGESIZE)))
      / 1_048_576
  }
}
