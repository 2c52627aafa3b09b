extension EvolutionarySearch {
  /// Rates generation after generation until `termination` says that it is enough.
  ///
  /// - Parameters:
  ///   - termination: the limits, the first of which stops the search.
  ///   - evaluator: where candidates are rated; it may learn from what rating costs.
  ///   - evaluate: rates neighbouring candidates of a generation, one fitness each; called from
  ///     several workers at once. What it returns for a candidate may depend on nothing else.
  ///   - observe: called after every generation.
  /// - Returns: the limit that stopped the search.
  @discardableResult
  public mutating func run(
    until termination: Termination, on evaluator: inout BatchEvaluator,
    evaluate: @Sendable (ArraySlice<Genome>) -> [Fitness],
    observe: (SearchProgress) -> Void = { _ in }
  ) -> Termination.Reason {
    let start = evaluator.elapsedSeconds()
    var stalled = 0
    while true {
      let previous = best?.fitness
      tell(evaluator.map(ask(), evaluate))
      let current = best?.fitness ?? .worst
      stalled = previous.map { current < $0 } ?? true ? 0 : stalled + 1
      let progress = SearchProgress(
        generation: generation, evaluations: evaluations, stalledGenerations: stalled,
        best: current, elapsedSeconds: evaluator.elapsedSeconds() - start)
      observe(progress)
      if let reason = termination.reason(for: progress) { return reason }
    }
  }
}
