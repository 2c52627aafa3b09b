public import Numerics

/// Partially mapped crossover of permutations: a child takes a segment of the other parent in place
/// and keeps its own genes elsewhere, those displaced following the mapping that the segments give.
///
/// Genomes are permutations of 0 ..< *n*. Source: Goldberg and Lingle (1985), "Alleles, loci, and
/// the traveling salesman problem".
public struct PartiallyMappedCrossover: Crossover {
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
    implant(segment, of: second, into: &first)
    implant(segment, of: mother, into: &second)
  }

  /// Swaps each gene of the donor's segment to its place: the gene that stood there goes where the
  /// donor's gene came from, which is what following the mapping amounts to.
  private func implant(_ segment: Range<Int>, of donor: [Int], into child: inout [Int]) {
    var place = [Int](repeating: 0, count: child.count)
    for index in child.indices { place[child[index]] = index }
    for index in segment {
      let from = place[donor[index]]
      place[child[index]] = from
      place[donor[index]] = index
      child.swapAt(index, from)
    }
  }
}
