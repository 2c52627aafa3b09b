import CProcessor
import Dispatch
import Foundation
import Synchronization

// Threads that stay, so that a loop of some microseconds is worth sharing. Goals, in order: no loop is
// lost or run twice; a loop never waits for a thread that has not begun; a hand-over costs less than
// 1 µs while loops follow one another; a pool without work uses no processor.
//
// One loop runs at a time. Its state is one atomic word:
//
//   bits 0–15   seats that helpers may still take
//   bits 16–31  helpers that have taken one and are at work
//   bit 32      whether the caller sleeps until the last of them is done
//
// The caller opens seats, works, closes the seats that are left, and waits for those at work. A helper
// takes a seat by compare-and-exchange, after which what the caller wrote before is visible to it. A
// helper that finds no seat spins for about a millisecond, because to wake a thread takes longer than
// a small loop; then it counts itself among `sleepers` and waits for a signal. The caller opens seats
// first and reads `sleepers` afterwards, the helper the other way round, so that one of them sees the
// other.

/// The threads that parallel loops of this process share.
final class WorkerPool: Sendable {
  static let shared = WorkerPool(limit: ProcessInfo.processInfo.activeProcessorCount - 1)

  /// How often a thread looks for something to change before it sleeps.
  private static let patience = 40_000
  private static let worker: UInt64 = 1 << 16
  private static let seats: UInt64 = worker - 1
  private static let workers: UInt64 = seats << 16
  private static let callerSleeps: UInt64 = 1 << 32

  private let limit: Int
  private let isTaken = Atomic<Bool>(false)
  private let state = Atomic<UInt64>(0)
  private let next = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)
  private let work = DispatchSemaphore(value: 0)
  private let done = DispatchSemaphore(value: 0)
  /// Written by the thread that has taken the pool, while no helper is at work.
  private nonisolated(unsafe) var loop: Loop?
  private nonisolated(unsafe) var helpers = 0

  private struct Loop {
    let count: Int
    let body: @Sendable (Int) -> Void
  }

  private init(limit: Int) {
    self.limit = min(limit, Int(WorkerPool.seats))
  }

  /// Calls `body` once for every index in 0 ..< `count`, with the help of at most `wanted` threads;
  /// false if there is nobody to help.
  ///
  /// While another loop has the pool, and in a loop within a loop, the system's threads help.
  func run(_ count: Int, helpers wanted: Int, _ body: @Sendable (Int) -> Void) -> Bool {
    let seats = min(wanted, limit)
    guard seats > 0 else { return false }
    guard isTaken.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
    else {
      let next = Atomic<Int>(0)
      DispatchQueue.concurrentPerform(iterations: seats + 1) { _ in
        WorkerPool.take(from: next, below: count, body)
      }
      return true
    }
    withoutActuallyEscaping(body) { body in
      while helpers < seats {
        Thread.detachNewThread { self.help() }
        helpers += 1
      }
      loop = Loop(count: count, body: body)
      next.store(0, ordering: .relaxed)
      state.store(UInt64(seats), ordering: .sequentiallyConsistent)
      wake(seats)
      WorkerPool.take(from: next, below: count, body)
      close()
      loop = nil
    }
    isTaken.store(false, ordering: .releasing)
    return true
  }

  private static func take(
    from next: borrowing Atomic<Int>, below count: Int, _ body: (Int) -> Void
  ) {
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      if index >= count { return }
      body(index)
    }
  }

  /// Signals to as many as `wanted` of those that sleep.
  private func wake(_ wanted: Int) {
    var sleeping = sleepers.load(ordering: .sequentiallyConsistent)
    while sleeping > 0 {
      let woken = min(sleeping, wanted)
      let exchange = sleepers.compareExchange(
        expected: sleeping, desired: sleeping - woken, ordering: .sequentiallyConsistent)
      guard !exchange.exchanged else {
        for _ in 0..<woken { work.signal() }
        return
      }
      sleeping = exchange.original
    }
  }

  /// Lets nobody else in, and waits for those who are.
  private func close() {
    var current = state.bitwiseAnd(~WorkerPool.seats, ordering: .acquiring).newValue
    var patience = WorkerPool.patience
    while current != 0 {
      if patience > 0 {
        patience -= 1
        processor_pause()
        current = state.load(ordering: .acquiring)
        continue
      }
      let exchange = state.compareExchange(
        expected: current, desired: current | WorkerPool.callerSleeps,
        ordering: .acquiringAndReleasing)
      current = exchange.original
      if exchange.exchanged {
        done.wait()
        state.store(0, ordering: .relaxed)
        return
      }
    }
  }
}

// MARK: - Helpers

extension WorkerPool {
  /// What a helper does for ever.
  private func help() {
    while true {
      if sit() {
        share()
        leave()
      } else {
        sleep()
      }
    }
  }

  /// Takes a seat; false if there was none for a while.
  private func sit() -> Bool {
    for _ in 0..<WorkerPool.patience {
      var current = state.load(ordering: .relaxed)
      while current & WorkerPool.seats > 0 {
        let exchange = state.weakCompareExchange(
          expected: current, desired: current - 1 + WorkerPool.worker, ordering: .acquiring)
        if exchange.exchanged { return true }
        current = exchange.original
      }
      processor_pause()
    }
    return false
  }

  /// Not inlined: the loop's closure must be let go before the seat is.
  @inline(never)
  private func share() {
    if let loop { WorkerPool.take(from: next, below: loop.count, loop.body) }
  }

  private func leave() {
    let left = state.wrappingSubtract(WorkerPool.worker, ordering: .acquiringAndReleasing).newValue
    if left == WorkerPool.callerSleeps { done.signal() }
  }

  private func sleep() {
    sleepers.wrappingAdd(1, ordering: .sequentiallyConsistent)
    // Whoever opened seats before that may not have seen this thread: it takes itself off the list,
    // unless a signal is already on its way.
    while state.load(ordering: .sequentiallyConsistent) & WorkerPool.seats > 0 {
      let sleeping = sleepers.load(ordering: .sequentiallyConsistent)
      guard sleeping > 0 else { break }
      let isOff = sleepers.compareExchange(
        expected: sleeping, desired: sleeping - 1, ordering: .sequentiallyConsistent)
      if isOff.exchanged { return }
    }
    work.wait()
  }
}
