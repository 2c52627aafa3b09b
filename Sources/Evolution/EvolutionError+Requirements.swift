extension Double {
  /// The value of `range` that is nearest to this one.
  func clamped(to range: ClosedRange<Double>) -> Double {
    Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
  }
}

/// Refuses a parameter that is not a positive number.
func requirePositive(_ value: Double, name: String) throws(EvolutionError) {
  guard value > 0 && value.isFinite else {
    throw .parameterNotPositive(name: name, value: value)
  }
}

/// Refuses a probability that lies outside the unit interval.
func requireProbability(_ value: Double, name: String) throws(EvolutionError) {
  guard (0...1).contains(value) else { throw .probabilityOutOfRange(name: name, value: value) }
}

/// Refuses bounds that are not finite.
func requireFinite(_ bounds: [ClosedRange<Double>]) throws(EvolutionError) {
  for (gene, range) in bounds.enumerated()
  where !(range.lowerBound.isFinite && range.upperBound.isFinite) {
    throw .badBounds(gene: gene, lower: range.lowerBound, upper: range.upperBound)
  }
}
