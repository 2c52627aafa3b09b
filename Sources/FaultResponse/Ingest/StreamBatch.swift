/// Samples, and operators' actions among them, in an order.
public struct StreamBatch: Sendable {
  /// The samples.
  public internal(set) var samples: [Measurement] = []
  /// The actions, each with the number of samples before it.
  public internal(set) var actions: [(samplesBefore: Int, action: OperatorAction)] = []

  /// Nothing.
  public init() {}

  /// Whether there is neither a sample nor an action.
  public var isEmpty: Bool { samples.isEmpty && actions.isEmpty }

  /// Adds a sample at the end.
  public mutating func append(_ sample: Measurement) {
    samples.append(sample)
  }

  /// Adds an action at the end.
  public mutating func append(_ action: OperatorAction) {
    actions.append((samples.count, action))
  }

  /// Takes everything out, and keeps the room.
  public mutating func removeAll() {
    samples.removeAll(keepingCapacity: true)
    actions.removeAll(keepingCapacity: true)
  }

  /// Calls one of two functions with each sample, by its number, and each action, in their order.
  public func forEach(sample: (Int) -> Void, action: (OperatorAction) -> Void) {
    var next = actions.startIndex
    for index in 0...samples.count {
      while next < actions.endIndex, actions[next].samplesBefore == index {
        action(actions[next].action)
        next += 1
      }
      if index < samples.count { sample(index) }
    }
  }
}
