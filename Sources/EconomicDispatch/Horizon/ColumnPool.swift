/// Hours of schedules met on the way, and the cheapest schedule that can be put together of them.
///
/// Hours are coupled by ramps alone: wherever one schedule's hour can be reached from another's hour
/// before, they can be mixed. The best mixture is found exactly, by dynamic programming.
struct ColumnPool {
  private struct Column {
    let cost: Double
    let power: ArraySlice<Double>
  }

  private let capacity: Int
  private var hours: [[Column]]

  init(hours: Int, capacity: Int) {
    self.hours = [[Column]](repeating: [], count: hours)
    self.capacity = capacity
  }

  /// Adds the hours of a schedule that are not there yet; the dearest of an hour make room.
  mutating func insert(_ power: [Double], costs: [Double]) {
    let count = power.count / hours.count
    for hour in hours.indices {
      let cost = costs[hour]
      let isKnown = hours[hour].contains { abs($0.cost - cost) < 1e-9 * abs(cost) }
      guard !isKnown else { continue }
      hours[hour].append(
        Column(cost: cost, power: power[hour * count..<(hour + 1) * count]))
      if hours[hour].count > capacity,
        let dearest = hours[hour].indices.max(by: { hours[hour][$0].cost < hours[hour][$1].cost })
      {
        hours[hour].remove(at: dearest)
      }
    }
  }

  mutating func insert(_ other: ColumnPool) {
    for hour in hours.indices {
      for column in other.hours[hour]
      where !hours[hour].contains(where: { abs($0.cost - column.cost) < 1e-9 * abs($0.cost) }) {
        hours[hour].append(column)
      }
    }
  }

  /// The cheapest mixture whose every step `canFollow` allows; nil if there is none.
  func cheapest(
    canFollow: (_ hour: Int, _ before: ArraySlice<Double>, _ now: ArraySlice<Double>) -> Bool
  ) -> [Double]? {
    var value = hours[0].map(\.cost)
    var origins: [[Int]] = []
    for hour in 1..<max(hours.count, 1) {
      let order = value.indices.sorted { value[$0] < value[$1] }
      var origin: [Int] = []
      var next: [Double] = []
      for column in hours[hour] {
        let before = order.first {
          value[$0] < .infinity && canFollow(hour, hours[hour - 1][$0].power, column.power)
        }
        origin.append(before ?? -1)
        next.append(before.map { value[$0] + column.cost } ?? .infinity)
      }
      origins.append(origin)
      value = next
    }
    guard var place = value.indices.min(by: { value[$0] < value[$1] }), value[place] < .infinity
    else { return nil }
    var columns: [ArraySlice<Double>] = []
    for hour in hours.indices.reversed() {
      columns.append(hours[hour][place].power)
      if hour > 0 { place = origins[hour - 1][place] }
    }
    return columns.reversed().flatMap { $0 }
  }
}
