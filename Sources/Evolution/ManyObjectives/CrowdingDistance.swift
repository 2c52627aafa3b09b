/// How far each member of `front` is from its neighbours, the extremes infinitely far.
///
/// The sum over objectives of the gap between the two neighbours, as a share of the front's range.
/// Source: Deb, Pratap, Agarwal and Meyarivan (2002), "A fast and elitist multiobjective genetic
/// algorithm: NSGA-II".
///
/// - Returns: one distance per member, in the order of `front`.
/// - Complexity: O(*m* · *n* · log *n*).
public func crowdingDistances(of front: [Objectives]) -> [Double] {
  var distances = [Double](repeating: 0, count: front.count)
  guard let objectiveCount = front.first?.values.count else { return [] }
  for objective in 0..<objectiveCount {
    let values = front.map { $0.values[objective] }
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    guard let first = order.first, let last = order.last else { continue }
    distances[first] = .infinity
    distances[last] = .infinity
    let range = values[last] - values[first]
    guard range > 0 && range.isFinite else { continue }
    for place in order.indices.dropFirst().dropLast() {
      distances[order[place]] += (values[order[place + 1]] - values[order[place - 1]]) / range
    }
  }
  return distances
}
