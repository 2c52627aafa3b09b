public import Numerics

/// Order crossover of permutations: a child keeps a segment of one parent in place, and takes the
/// others in the order in which they follow that segment in the other parent.
///
/// Genomes are permutations of 0 ..< *n*. Source: Davis (1985), "Applying adaptive algorithms to
/// epistatic domains".
public struct OrderCrossover: Crossover {
  /// The operator has no parameters.
  public init() {}

  /// - Complexity: O(*n*).
  public func cross(
    _ first: inout [Int], _ second: inout [Int], using random: inout RandomSource
  ) {
    precondition(
      first.count == second.count, "cannot cross \(first.count) genes with \(second.count)")
    guard first.count > 1 else { return }
    let segment = randomSegment(of: first.count, using: &random)
    let mother = first
    fill(&first, keeping: segment, inOrderOf: second)
    fill(&second, keeping: segment, inOrderOf: mother)
  }

  private func fill(_ child: inout [Int], keeping segment: Range<Int>, inOrderOf donor: [Int]) {
    let count = child.count
    var isKept = [Bool](repeating: false, count: count)
    for place in segment { isKept[child[place]] = true }
    var place = segment.upperBound % count
    var source = place
    for _ in 0..<(count - segment.count) {
      while isKept[donor[source]] { source = source + 1 == count ? 0 : source + 1 }
      child[place] = donor[source]
      place = place + 1 == count ? 0 : place + 1
      source = source + 1 == count ? 0 : source + 1
    }
  }
}

/// A segment of 0 ..< `count` between two cuts that differ: never empty.
func randomSegment(of count: Int, using random: inout RandomSource) -> Range<Int> {
  let cut = random.index(below: count + 1)
  let other = random.index(below: count)
  let end = other < cut ? other : other + 1
  return min(cut, end)..<max(cut, end)
}
