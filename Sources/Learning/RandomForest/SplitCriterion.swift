/// How a tree grower judges splits: sums over rows, and the search for the best place to cut.
protocol SplitCriterion {
  /// What is summed over the rows of a node.
  associatedtype Sums: Sendable
  /// How records hold levels.
  associatedtype Level: RecordLevel

  /// The last eight bytes of a record.
  func tail(weight: Float, target: Float) -> SIMD2<Float>

  /// The sums over `count` records.
  mutating func sums(of records: UnsafeRawPointer, count: Int) -> Sums

  /// The weight of the rows.
  func weight(of sums: Sums) -> Double

  /// The score that a node has before it is split, in the unit of a cut's score.
  func score(of sums: Sums) -> Double

  /// The mean target, if targets have one.
  func value(of sums: Sums) -> Float

  /// Whether no split can make the node any purer.
  func isPure(_ sums: Sums, records: UnsafeRawPointer, count: Int) -> Bool

  /// Called before and after the features of a node are tried.
  mutating func enter(records: UnsafeRawPointer, count: Int)
  mutating func leave(records: UnsafeRawPointer, count: Int)

  /// The best cut of a node by one feature; nil if the feature cannot be cut there.
  mutating func bestCut(
    by feature: Int, records: UnsafeRawPointer, count: Int, sums: Sums
  ) -> Cut<Sums>?

  /// Whether, in nodes of so many rows, it is worth summing four features together.
  func sumsFour(count: Int) -> Bool

  /// Sums the rows of a node by the levels of four features.
  mutating func sumFour(_ features: SIMD4<UInt16>, records: UnsafeRawPointer, count: Int)

  /// The best cut by one of the features that were summed together.
  mutating func bestCut(by feature: Int, summedIn slot: Int, sums: Sums) -> Cut<Sums>?

  /// Adds the rows of a node to histograms, or takes them away where `factor` is −1.
  func add(
    _ records: UnsafeRawPointer, count: Int, times factor: Double, to histograms: NodeHistograms)

  /// The best cut of a node by one feature of its histograms.
  mutating func bestCut(
    by feature: Int, of histograms: NodeHistograms, count: Int, sums: Sums
  ) -> Cut<Sums>?

  /// Adds to `tree` what a leaf knows beyond the mean of its targets.
  mutating func describe(
    leaf: Int, records: UnsafeRawPointer, count: Int, in tree: inout GrownTree)
}

extension SplitCriterion {
  func sumsFour(count: Int) -> Bool { false }

  func sumFour(_ features: SIMD4<UInt16>, records: UnsafeRawPointer, count: Int) {}

  func bestCut(by feature: Int, summedIn slot: Int, sums: Sums) -> Cut<Sums>? { nil }
}

/// A place to cut a node in two.
struct Cut<Sums> {
  /// The levels of the node's rows between which the cut lies.
  let lower: Int
  let upper: Int
  /// How good the cut is; cuts of one node can be compared.
  let score: Double
  /// The sums over the rows that go left, and over those that go right.
  let left: Sums
  let right: Sums
}
