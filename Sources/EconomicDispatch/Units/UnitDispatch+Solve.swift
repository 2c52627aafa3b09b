extension UnitDispatch {
  /// The cheapest schedule found for `units`.
  ///
  /// - Parameters:
  ///   - units: the case.
  ///   - seed: decides every draw of the searches that draw.
  /// - Throws: ``DispatchError``.
  public init(_ units: UnitCase, seed: UInt64) throws(DispatchError) {
    self =
      units.hasCommitment
      ? try CommitmentDispatch(units: units, seed: seed).solve()
      : try CommittedDispatch(
        units, running: units.demandMW.map { _ in units.units.map { _ in true } }
      ).solve(seed: seed)
  }
}
