import Evolution
import Numerics
import Testing

/// What every operator owes: valid children, the same ones for the same seed, and something new.
@Suite struct OperatorContractTests {
  struct PermutationOperator: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let apply: @Sendable (inout [Int], inout [Int], inout RandomSource) -> Void
  }

  struct VectorOperator: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let apply: @Sendable (inout [Double], inout [Double], inout RandomSource) -> Void
  }

  static let permutationOperators = [
    PermutationOperator(testDescription: "order crossover") {
      OrderCrossover().cross(&$0, &$1, using: &$2)
    },
    PermutationOperator(testDescription: "partially mapped crossover") {
      PartiallyMappedCrossover().cross(&$0, &$1, using: &$2)
    },
    PermutationOperator(testDescription: "swap mutation") { first, second, random in
      SwapMutation().mutate(&first, using: &random)
      SwapMutation().mutate(&second, using: &random)
    },
    PermutationOperator(testDescription: "inversion mutation") { first, second, random in
      InversionMutation().mutate(&first, using: &random)
      InversionMutation().mutate(&second, using: &random)
    },
  ]

  static let bounds: [ClosedRange<Double>] = [-3 ... -1, 0...1, 5...5, -100...100, 0...1e-6]

  static func vectorOperators() throws -> [VectorOperator] {
    let binary = try SimulatedBinaryCrossover(bounds: bounds)
    let uniform = try UniformCrossover<Double>(exchangeProbability: 0.4)
    let polynomial = try PolynomialMutation(bounds: bounds, geneProbability: 0.7)
    return [
      VectorOperator(testDescription: "simulated binary crossover") {
        binary.cross(&$0, &$1, using: &$2)
      },
      VectorOperator(testDescription: "uniform crossover") { uniform.cross(&$0, &$1, using: &$2) },
      VectorOperator(testDescription: "polynomial mutation") { first, second, random in
        polynomial.mutate(&first, using: &random)
        polynomial.mutate(&second, using: &random)
      },
    ]
  }

  @Test("Permutations stay permutations", arguments: permutationOperators)
  func permutationsStayPermutations(_ subject: PermutationOperator) {
    for count in [0, 1, 2, 3, 17, 64] {
      for seed in 1...40 as ClosedRange<UInt64> {
        var random = RandomSource(seed: seed)
        var (first, second) = parents(count, using: &random)
        subject.apply(&first, &second, &random)
        #expect(first.sorted() == Array(0..<count))
        #expect(second.sorted() == Array(0..<count))
      }
    }
  }

  @Test("The same seed gives the same children", arguments: permutationOperators)
  func sameSeedSameChildren(_ subject: PermutationOperator) {
    func children(_ seed: UInt64) -> [[Int]] {
      var random = RandomSource(seed: seed)
      var (first, second) = parents(12, using: &random)
      subject.apply(&first, &second, &random)
      return [first, second]
    }
    for seed in 1...20 as ClosedRange<UInt64> { #expect(children(seed) == children(seed)) }
  }

  @Test("Children are mostly new", arguments: permutationOperators)
  func childrenAreNew(_ subject: PermutationOperator) {
    var new = 0
    for seed in 1...100 as ClosedRange<UInt64> {
      var random = RandomSource(seed: seed)
      let (mother, father) = parents(17, using: &random)
      var (first, second) = (mother, father)
      subject.apply(&first, &second, &random)
      if first != mother && second != father { new += 1 }
    }
    #expect(new >= 75)
  }

  @Test("Vectors stay within their bounds and the seed decides")
  func vectorsStayWithinBounds() throws {
    for subject in try Self.vectorOperators() {
      for seed in 1...200 as ClosedRange<UInt64> {
        var results: [[[Double]]] = []
        for _ in 0..<2 {
          var random = RandomSource(seed: seed)
          var first = Self.bounds.map { random.uniform(in: $0) }
          var second = Self.bounds.map { random.uniform(in: $0) }
          if seed % 5 == 0 { first = Self.bounds.map(\.lowerBound) }
          if seed % 7 == 0 { second = Self.bounds.map(\.upperBound) }
          subject.apply(&first, &second, &random)
          results.append([first, second])
          for (gene, range) in Self.bounds.enumerated() {
            #expect(range.contains(first[gene]), "\(subject.testDescription), gene \(gene)")
            #expect(range.contains(second[gene]), "\(subject.testDescription), gene \(gene)")
          }
        }
        #expect(results[0] == results[1], "\(subject.testDescription), seed \(seed)")
      }
    }
  }

  @Test("Equal parents have equal children")
  func equalParents() throws {
    var random = RandomSource(seed: 4)
    for _ in 0..<50 {
      let (parent, _) = parents(9, using: &random)
      var (first, second) = (parent, parent)
      OrderCrossover().cross(&first, &second, using: &random)
      PartiallyMappedCrossover().cross(&first, &second, using: &random)
      #expect(first == parent && second == parent)
      let vector = Self.bounds.map { random.uniform(in: $0) }
      var (mother, father) = (vector, vector)
      try SimulatedBinaryCrossover(bounds: Self.bounds).cross(&mother, &father, using: &random)
      try UniformCrossover<Double>().cross(&mother, &father, using: &random)
      #expect(mother == vector && father == vector)
    }
  }

  @Test("Partially mapped children are those of the definition for one segment")
  func partiallyMappedByDefinition() {
    /// Takes the segment from `donor`; elsewhere a gene that came with the segment is replaced by
    /// what the segment displaced, as often as it takes.
    func child(_ own: [Int], _ donor: [Int], _ segment: Range<Int>) -> [Int] {
      own.indices.map { place in
        guard !segment.contains(place) else { return donor[place] }
        var gene = own[place]
        while let taken = donor[segment].firstIndex(of: gene) { gene = own[taken] }
        return gene
      }
    }
    for seed in 1...50 as ClosedRange<UInt64> {
      var random = RandomSource(seed: seed)
      let (mother, father) = parents(11, using: &random)
      var (first, second) = (mother, father)
      PartiallyMappedCrossover().cross(&first, &second, using: &random)
      let segments = (0..<11).flatMap { start in (start + 1...11).map { start..<$0 } }
      let explaining = segments.filter {
        child(mother, father, $0) == first && child(father, mother, $0) == second
      }
      #expect(!explaining.isEmpty)
    }
  }

  @Test("Simulated binary children keep the middle of their parents on average")
  func simulatedBinaryMean() throws {
    let crossover = try SimulatedBinaryCrossover(bounds: [0...1], distributionIndex: 2)
    var random = RandomSource(seed: 11)
    var sum = 0.0
    for _ in 0..<20_000 {
      var (first, second) = ([0.4], [0.6])
      crossover.cross(&first, &second, using: &random)
      sum += first[0] + second[0]
    }
    #expect(abs(sum / 40_000 - 0.5) < 2e-3)
  }

  @Test("Gaussian moves have the deviation asked for")
  func gaussianDeviation() throws {
    let mutation = try GaussianMutation(deviation: 2, geneProbability: 0.25)
    var random = RandomSource(seed: 3)
    var genome = [Double](repeating: 0, count: 40_000)
    mutation.mutate(&genome, using: &random)
    let moved = genome.filter { $0 != 0 }
    #expect(abs(Double(moved.count) / 40_000 - 0.25) < 0.01)
    let variance = moved.reduce(0) { $0 + $1 * $1 } / Double(moved.count)
    #expect(abs(variance.squareRoot() - 2) < 0.05)
  }

  @Test("Parameters outside their range are refused with their value")
  func badParameters() {
    #expect(throws: EvolutionError.probabilityOutOfRange(name: "exchange probability", value: 1.5))
    {
      try UniformCrossover<Int>(exchangeProbability: 1.5)
    }
    #expect(throws: EvolutionError.parameterNotPositive(name: "distribution index", value: 0)) {
      try SimulatedBinaryCrossover(bounds: [0...1], distributionIndex: 0)
    }
    #expect(throws: EvolutionError.badBounds(gene: 1, lower: 0, upper: .infinity)) {
      try PolynomialMutation(bounds: [0...1, 0 ... .infinity])
    }
    #expect(throws: EvolutionError.self) {
      try GaussianMutation(deviation: .nan, geneProbability: 0.5)
    }
  }

  private func parents(_ count: Int, using random: inout RandomSource) -> ([Int], [Int]) {
    var first = Array(0..<count)
    var second = first
    random.shuffle(&first)
    random.shuffle(&second)
    return (first, second)
  }
}
