import PowerFlow

/// The placements met that no other met beats in every term, feasible ones only.
struct PlacementArchive {
  private let problem: PlacementProblem
  private let terms: [PlacementFront.Term]
  /// The values of each placement; terms that are not there are 0.
  private(set) var points: [SIMD4<Double>] = []
  private(set) var placements: [Placement] = []

  init(_ problem: PlacementProblem, terms: [PlacementFront.Term]) {
    self.problem = problem
    self.terms = terms
  }

  /// The value of each term.
  func values(_ measures: PlacementMeasures) -> SIMD4<Double> {
    var values = SIMD4<Double>()
    for (index, term) in terms.enumerated() { values[index] = term.value(of: measures) }
    return values
  }

  /// Takes a placement in unless one that is there is as good in every term, and lets go of those
  /// that it beats.
  ///
  /// - Complexity: O(placements).
  mutating func offer(_ measures: SeriesMeasures, _ placement: @autoclosure () -> Placement) {
    guard measures.violation == 0 else { return }
    let values = values(problem.measures(measures))
    for point in points where all(point .<= values) { return }
    for index in points.indices.reversed() where all(values .<= points[index]) {
      points.swapAt(index, points.count - 1)
      placements.swapAt(index, placements.count - 1)
      points.removeLast()
      placements.removeLast()
    }
    points.append(values)
    placements.append(placement())
  }

  /// The placement whose weighted sum is the least.
  func best(_ weights: SIMD4<Double>) -> Placement? {
    points.indices.min { (points[$0] * weights).sum() < (points[$1] * weights).sum() }
      .map { placements[$0] }
  }

  /// The least and the largest value of each term; nil of an empty archive.
  var extent: (low: SIMD4<Double>, high: SIMD4<Double>)? {
    points.first.map { first in
      (points.reduce(first, pointwiseMin), points.reduce(first, pointwiseMax))
    }
  }

  /// Positions of at most `count` placements that lie far apart: the ends, then again and again the one farthest from
  /// those chosen (Gonzalez 1985, "Clustering to minimize the maximum intercluster distance").
  ///
  /// - Complexity: O(placements × `count`).
  func spread(_ count: Int) -> [Int] {
    guard points.count > count, let (low, high) = extent else { return Array(points.indices) }
    let width = (high - low).replacing(with: 1, where: high .== low)
    let points = points.map { ($0 - low) / width }
    var distance = [Double](repeating: .infinity, count: points.count)
    var chosen: [Int] = []
    func choose(_ index: Int) {
      chosen.append(index)
      for other in points.indices {
        let gap = points[other] - points[index]
        distance[other] = min(distance[other], (gap * gap).sum())
      }
    }
    for term in terms.indices where chosen.count < count {
      let end = points.indices.min { points[$0][term] < points[$1][term] } ?? 0
      if distance[end] > 0 { choose(end) }
    }
    while chosen.count < count,
      let farthest = points.indices.max(by: { distance[$0] < distance[$1] }), distance[farthest] > 0
    {
      choose(farthest)
    }
    return chosen
  }
}
