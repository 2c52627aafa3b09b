/// What a handler works on.
///
/// Handlers of one resource run one at a time.
public struct Resource: Hashable, Sendable {
  /// A small number that names the resource, from 0.
  public let index: Int

  /// Resource number `index`.
  public init(index: Int) {
    precondition(index >= 0, "a resource's index is at least 0, got \(index)")
    self.index = index
  }
}
