import Numerics

/// A child keeps what its parents agree on; every other place goes to the choice of one of them, or
/// to what is left over.
///
/// Parents are permutations of the same sites. What good placements agree on is the better part of
/// them (Merz and Freisleben 2000, "Fitness landscape analysis and memetic algorithms for the
/// quadratic assignment problem").
struct AgreementCrossover {
  /// - Complexity: O(*n*).
  func child(of mother: [Int], _ father: [Int], using random: inout RandomSource) -> [Int] {
    precondition(
      mother.count == father.count, "cannot cross \(mother.count) genes with \(father.count)")
    var child = mother
    var contested = mother.indices.filter { mother[$0] != father[$0] }
    random.shuffle(&contested)
    var isFree = [Bool](repeating: false, count: mother.count)
    for device in contested { isFree[mother[device]] = true }
    var homeless: [Int] = []
    for device in contested {
      let prefersMother = random.index(below: 2) == 0
      let choices =
        prefersMother ? [mother[device], father[device]] : [father[device], mother[device]]
      if let site = choices.first(where: { isFree[$0] }) {
        child[device] = site
        isFree[site] = false
      } else {
        homeless.append(device)
      }
    }
    var left = isFree.indices.filter { isFree[$0] }
    random.shuffle(&left)
    for (device, site) in zip(homeless, left) { child[device] = site }
    return child
  }
}
