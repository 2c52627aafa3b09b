import Foundation

/// Calls `body` once for each of `items` and for every item that such a call adds, on the workers of
/// `execution`.
///
/// Every worker that gets an item makes a state first, which no other sees. Added items come before
/// `items`, the latest first: at any time, at most as many of `items` as there are workers have been
/// begun and not been worked off with all that they added. Which worker takes which item is not
/// determined.
public func parallelFor<Item: Sendable, State: ~Copyable>(
  growing items: [Item], execution: Execution, makingState: @Sendable () -> State,
  _ body: @Sendable (_ item: Item, _ state: inout State, _ add: (Item) -> Void) -> Void
) {
  let list = WorkList(items)
  parallelFor(execution.workers, execution: execution) { _ in
    guard var item = list.next() else { return }
    var state = makingState()
    while true {
      body(item, &state, list.add)
      list.finishOne()
      guard let other = list.next() else { return }
      item = other
    }
  }
}

/// The items of one loop that nobody has taken yet.
private final class WorkList<Item: Sendable>: Sendable {
  /// Signals that an item was added, or that none will be any more; guards what follows.
  private let changed = NSCondition()
  /// The item to take next is the last.
  private nonisolated(unsafe) var items: [Item]
  /// The items that were taken and are not finished.
  private nonisolated(unsafe) var running = 0

  init(_ items: [Item]) {
    self.items = items.reversed()
  }

  func add(_ item: Item) {
    changed.withLock {
      items.append(item)
      changed.signal()
    }
  }

  func finishOne() {
    changed.withLock {
      running -= 1
      if running == 0 { changed.broadcast() }
    }
  }

  /// Waits for an item; nil if there are none, nor can any be added.
  func next() -> Item? {
    changed.withLock {
      while items.isEmpty && running > 0 { changed.wait() }
      guard let item = items.popLast() else { return nil }
      running += 1
      return item
    }
  }
}
