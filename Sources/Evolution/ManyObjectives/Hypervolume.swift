/// The volume that `points` dominate below `reference`: the quality of a front in one number.
///
/// All objectives are minimised; points that are not better than the reference in every one count
/// nothing. Two objectives are swept once; more are sliced along the last objective, each slice
/// having one objective less (While, Hingston, Barone and Huband 2006, "A faster algorithm for
/// calculating hypervolume").
///
/// - Complexity: O(*n* · log *n*) for two objectives, a factor *n* more for each further one.
public func hypervolume(of points: [[Double]], below reference: [Double]) -> Double {
  for point in points {
    precondition(
      point.count == reference.count,
      "a point of \(point.count) objectives for a reference of \(reference.count)")
  }
  let inside = points.filter { zip($0, reference).allSatisfy { $0 < $1 } }
  return slicedVolume(of: inside, below: reference, dimensions: reference.count)
}

/// The volume in the first `dimensions` objectives.
private func slicedVolume(
  of points: [[Double]], below reference: [Double], dimensions: Int
) -> Double {
  guard !points.isEmpty, dimensions > 0 else { return 0 }
  let last = dimensions - 1
  if dimensions == 1 { return reference[0] - (points.map { $0[0] }.min() ?? reference[0]) }
  let sorted = points.sorted { $0[last] < $1[last] }
  if dimensions == 2 {
    var volume = 0.0
    var reached = reference[0]
    for point in sorted where point[0] < reached {
      volume += (reached - point[0]) * (reference[1] - point[1])
      reached = point[0]
    }
    return volume
  }
  var volume = 0.0
  var slice: [[Double]] = []
  for (index, point) in sorted.enumerated() {
    // A point that another of the slice dominates adds nothing to any later slice.
    if !slice.contains(where: { covers($0, point, dimensions: last) }) {
      slice.removeAll { covers(point, $0, dimensions: last) }
      slice.append(point)
    }
    let ceiling = index + 1 < sorted.count ? sorted[index + 1][last] : reference[last]
    if ceiling > point[last] {
      volume +=
        (ceiling - point[last]) * slicedVolume(of: slice, below: reference, dimensions: last)
    }
  }
  return volume
}

private func covers(_ point: [Double], _ other: [Double], dimensions: Int) -> Bool {
  for index in 0..<dimensions where point[index] > other[index] { return false }
  return true
}
