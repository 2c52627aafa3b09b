/// The fronts of `candidates`: nobody in front *k* is dominated once the fronts before it are gone.
///
/// Candidates are taken in lexicographic order, so that none can be dominated by a later one, and
/// each enters the first front in which nobody dominates it, found by bisection: whoever is
/// dominated by a front is dominated by all fronts before it. Source: Zhang, Tian, Cheng and Jin
/// (2015), "An efficient approach to nondominated sorting for evolutionary multiobjective
/// optimization" (ENS-BS); the fronts are those of Deb et al. (2002).
///
/// - Returns: indices into `candidates`, front by front.
/// - Complexity: O(*m* · *n*²) at worst, O(*m* · *n* · log *n*) where fronts are many.
public func nondominatedFronts(of candidates: [Objectives]) -> [[Int]] {
  let order = candidates.indices.sorted { left, right in
    let (first, second) = (candidates[left], candidates[right])
    if first.violation != second.violation { return first.violation < second.violation }
    for (a, b) in zip(first.values, second.values) where a != b { return a < b }
    return left < right
  }
  var fronts: [[Int]] = []
  for index in order {
    var low = 0
    var high = fronts.count
    while low < high {
      let middle = (low + high) / 2
      // The latest members are the nearest in the first objective: the likeliest to dominate.
      if fronts[middle].reversed().contains(where: { candidates[$0].dominates(candidates[index]) })
      {
        low = middle + 1
      } else {
        high = middle
      }
    }
    if low == fronts.count { fronts.append([]) }
    fronts[low].append(index)
  }
  return fronts
}
