/// The choice of edges between the values of a column.
///
/// Numbers: levels hold about equally many rows, but grow from a single value at both ends, where few
/// rows can decide. Classes: no cut between rows of one class is ever the best (Fayyad and Irani 1992),
/// so edges lie where the class changes. If these are few, no cut of any node is lost, and the edges
/// left go to the values next to them: which of these a tree has drawn differs. Else half of the
/// edges part equally many rows, and half lie at changes, as often for each class.
struct LevelEdges {
  /// Values that ascend; equal ones lie class by class.
  let values: [SampledValue]
  let sample: LevelSample
  let areNumbers: Bool
  /// The most edges.
  let limit: Int

  /// The edges, ascending.
  var edges: [Float] {
    let boundaries = values.indices.dropFirst().filter { values[$0 - 1].key != values[$0].key }
    let chosen =
      boundaries.count <= limit
      ? boundaries : areNumbers ? dividingEnds(boundaries) : dividingClasses(boundaries)
    return chosen.map { place in
      let below = values[place - 1].key.value
      let above = values[place].key.value
      let middle = below + (above - below) / 2
      return middle >= below && middle < above ? middle : below
    }
  }

  /// Chooses the boundaries at which the class changes and what is next to them or, if they are too
  /// many, some of them for the classes alike beside as many for all rows.
  private func dividingClasses(_ boundaries: [Int]) -> [Int] {
    let changes = boundaries.indices.filter { index in
      let first = index == 0 ? 0 : boundaries[index - 1]
      let end = index + 1 < boundaries.count ? boundaries[index + 1] : values.count
      let place = boundaries[index]
      let label = values[place].label
      return values[first].label != label || values[place - 1].label != label
        || values[end - 1].label != label
    }
    guard changes.count <= limit else {
      let even = evenlyFilled(
        boundaries, from: 0, to: values.count, sums { $0.amongRows }, limit: limit / 2)
      let alike = evenlyFilled(
        changes.map { boundaries[$0] }, from: 0, to: values.count, sums { $0.amongClasses },
        limit: limit - even.count)
      return Set(even).union(alike).sorted()
    }
    var chosen = changes.map { $0..<$0 + 1 }
    for reach in 1...limit {
      var end = 0
      let wider = changes.map { change in
        let range = max(end, change - reach)..<min(change + reach + 1, boundaries.count)
        end = range.upperBound
        return range
      }
      guard wider.reduce(0, { $0 + $1.count }) <= limit else { break }
      chosen = wider
    }
    return chosen.flatMap { $0.map { boundaries[$0] } }
  }

  /// Chooses boundaries that come ever closer together at both ends.
  private func dividingEnds(_ boundaries: [Int]) -> [Int] {
    let count = values.count
    let low = atEnd(boundaries)
    let first = low.last ?? 0
    let high = atEnd(boundaries.reversed().map { count - $0 })
      .map { count - $0 }.filter { $0 > first }
    let end = high.last ?? count
    let middle = evenlyFilled(
      boundaries.filter { $0 > first && $0 < end }, from: first, to: end, sums { $0.amongRows },
      limit: limit - low.count - high.count)
    return low + middle + high.reversed()
  }

  /// Chooses boundaries, given as ascending distances from one end: the level next to the end has one
  /// value, and each other at least half as many as lie behind it, until an even share is reached.
  private func atEnd(_ distances: [Int]) -> [Int] {
    var chosen: [Int] = []
    var last = 0
    for distance in distances {
      let width = max(1, last / 2)
      guard width < values.count / limit, chosen.count < limit / 8 else { break }
      guard distance - last >= width else { continue }
      chosen.append(distance)
      last = distance
    }
    return chosen
  }

  /// The weight of the values before each, and of all.
  private func sums(_ weight: (LevelSample.RowWeight) -> Double) -> [Double] {
    var sums = [0.0]
    sums.reserveCapacity(values.count + 1)
    var sum = 0.0
    for value in values {
      sum += weight(sample.weights[Int(value.label)])
      sums.append(sum)
    }
    return sums
  }

  /// Chooses `limit` of the boundaries so that equal weights lie between them; a value that alone fills
  /// a level gets one, and the rest is divided anew.
  private func evenlyFilled(
    _ boundaries: [Int], from first: Int, to end: Int, _ sums: [Double], limit: Int
  ) -> [Int] {
    var chosen: [Int] = []
    var start = sums[first]
    for (index, boundary) in boundaries.enumerated() {
      let levelsLeft = limit + 1 - chosen.count
      guard levelsLeft > 1 else { break }
      let wanted = (sums[end] - start) / Double(levelsLeft)
      let here = sums[boundary] - start
      let next = sums[index + 1 < boundaries.count ? boundaries[index + 1] : end] - start
      if here >= wanted || next - wanted > wanted - here {
        chosen.append(boundary)
        start = sums[boundary]
      }
    }
    return chosen
  }
}
