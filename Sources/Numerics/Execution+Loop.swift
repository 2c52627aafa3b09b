extension Execution {
  /// This execution's `parallelFor` as a value, for modules beside this one that are handed their
  /// workers.
  public var loop: @Sendable (_ count: Int, _ body: @Sendable (_ index: Int) -> Void) -> Void {
    { count, body in parallelFor(count, execution: self, body) }
  }
}
