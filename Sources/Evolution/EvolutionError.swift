/// Why a search cannot be set up.
public enum EvolutionError: Error, Equatable, Sendable {
  /// A generation needs at least two candidates to breed.
  case populationTooSmall(size: Int)
  /// The elite must leave room for children.
  case eliteTooLarge(elite: Int, populationSize: Int)
  /// A probability lies outside 0 ... 1.
  case probabilityOutOfRange(name: String, value: Double)
  /// A parameter that must be positive is not.
  case parameterNotPositive(name: String, value: Double)
  /// The initial candidates do not fill the population.
  case wrongNumberOfInitialGenomes(expected: Int, found: Int)
  /// The range of a gene is empty or not finite.
  case badBounds(gene: Int, lower: Double, upper: Double)
  /// More emigrants leave an island than it has inhabitants to spare.
  case tooManyEmigrants(emigrants: Int, populationSize: Int)
}

extension EvolutionError: CustomStringConvertible {
  /// The failure in one sentence.
  public var description: String {
    switch self {
    case .populationTooSmall(let size):
      "a population needs at least 2 candidates, got \(size)"
    case .eliteTooLarge(let elite, let populationSize):
      "an elite of \(elite) leaves no room for children in a population of \(populationSize)"
    case .probabilityOutOfRange(let name, let value):
      "\(name) must be between 0 and 1, got \(value)"
    case .parameterNotPositive(let name, let value):
      "\(name) must be positive, got \(value)"
    case .wrongNumberOfInitialGenomes(let expected, let found):
      "a population of \(expected) needs as many initial genomes, got \(found)"
    case .badBounds(let gene, let lower, let upper):
      "gene \(gene) cannot range from \(lower) to \(upper)"
    case .tooManyEmigrants(let emigrants, let populationSize):
      "\(emigrants) emigrants cannot leave an island of \(populationSize)"
    }
  }
}
