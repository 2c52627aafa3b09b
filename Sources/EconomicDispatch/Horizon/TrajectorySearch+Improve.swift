extension TrajectorySearch {
  /// The cheapest trajectory of two or three units on a grid.
  ///
  /// - Returns: what it saves.
  mutating func improve(_ group: (Int, Int, Int?), _ grid: GroupGrid) -> Double {
    var old = 0.0
    stages.clear()
    for hour in 0..<hours {
      old += fill(hour, group, grid)
      stages.close(ramps(hour, group))
    }
    guard var place = stages.cheapestEnd, stages.choices[place].cost < old - 1e-9 else { return 0 }
    let saved = old - stages.choices[place].cost
    for hour in (0..<hours).reversed() {
      let choice = stages.choices[place]
      power[hour * count + group.0] = choice.first
      power[hour * count + group.1] = choice.second
      if let third = group.2 { power[hour * count + third] = choice.third }
      place = Int(choice.before)
    }
    return saved
  }

  private func ramps(_ hour: Int, _ group: (Int, Int, Int?)) -> GroupStages.Ramps {
    func own(_ unit: Int?) -> (up: Double, down: Double) {
      guard let unit, hour > 0, running[hour][unit] && running[hour - 1][unit] else {
        return (.infinity, .infinity)
      }
      return (traits[unit].rampUp, traits[unit].rampDown)
    }
    let (a, b, c) = (own(group.0), own(group.1), own(group.2))
    return .init(up: (a.up, b.up, c.up), down: (a.down, b.down, c.down))
  }

  /// Opens an hour with its candidates.
  ///
  /// - Returns: what the hour costs as it stands.
  private mutating func fill(
    _ hour: Int, _ group: (Int, Int, Int?), _ grid: GroupGrid
  ) -> Double {
    let row = hour * count
    let (one, two) = (group.0, group.1)
    let three = group.2
    let isFixed =
      !(running[hour][one] && running[hour][two])
      || !(three.map { running[hour][$0] } ?? true)
    let stage = GroupStage(
      group, power: power[row..<row + count], demandMW: netDemandMW[hour], isFixed: isFixed,
      losses: units.losses)
    func own(_ unit: Int?, _ value: Double) -> Double {
      guard let unit, running[hour][unit] else { return 0 }
      return price(unit, value) + tilt[row + unit] * value
    }
    let now = (power[row + one], power[row + two], three.map { power[row + $0] } ?? 0)
    let standing = own(one, now.0) + own(two, now.1) + own(three, now.2)
    stages.append(
      .init(first: now.0, second: now.1, third: now.2, cost: standing, before: -1))
    guard !isFixed else { return standing }
    if let three {
      fillTriple(row, one, two, three, stage)
    } else {
      fillPair(row, one, two, stage, grid)
    }
    if hour == 0 { dropUnreachable(group) }
    return standing
  }

  private mutating func fillPair(
    _ row: Int, _ one: Int, _ two: Int, _ stage: GroupStage, _ grid: GroupGrid
  ) {
    let (a, b) = (traits[one], traits[two])
    let (now, partner) = (power[row + one], power[row + two])
    let (tiltOne, tiltTwo) = (tilt[row + one], tilt[row + two])
    func consider(_ first: Double, _ second: Double) {
      guard a.allows(first), b.allows(second) else { return }
      let cost = price(one, first) + tiltOne * first + price(two, second) + tiltTwo * second
      stages.append(.init(first: first, second: second, third: 0, cost: cost, before: -1))
    }
    switch grid {
    case .coarse(let phase):
      for point in anchors[one] { consider(point, stage.second(point)) }
      for point in anchors[two] { consider(stage.first(point), point) }
      let low = max(a.lower, stage.first(b.upper))
      let high = min(a.upper, stage.first(b.lower))
      guard low < high else { return }
      let step = (high - low) / 24
      for index in 0..<24 {
        let first = low + (Double(index) + phase) * step
        consider(first, stage.second(first))
      }
    case .around(let step):
      for index in 1...8 {
        for first in [now - Double(index) * step, now + Double(index) * step] {
          consider(first, stage.second(first))
        }
      }
      for point in anchors[one] where abs(point - now) < 8 * step {
        consider(point, stage.second(point))
      }
      for point in anchors[two] where abs(point - partner) < 8 * step {
        consider(stage.first(point), point)
      }
    }
  }

  /// Two of the three at their valve points or where they stand, the other one in balance.
  private mutating func fillTriple(
    _ row: Int, _ one: Int, _ two: Int, _ three: Int, _ stage: GroupStage
  ) {
    let group = (one, two, three)
    let limits = (traits[one], traits[two], traits[three])
    func points(_ unit: Int) -> [(power: Double, cost: Double)] {
      (anchors[unit] + [power[row + unit]]).map { ($0, price(unit, $0)) }
    }
    let (first, second, third) = (points(one), points(two), points(three))
    func consider(_ a: Double, _ b: Double, _ c: Double, _ cost: Double) {
      stages.append(
        .init(
          first: a, second: b, third: c,
          cost: cost + tilt[row + one] * a + tilt[row + two] * b + tilt[row + three] * c,
          before: -1))
    }
    for a in first {
      for b in second {
        let free = stage.third(a.power, b.power)
        guard limits.2.allows(free) else { continue }
        consider(a.power, b.power, free, a.cost + b.cost + price(group.2, free))
      }
      for c in third {
        let free = stage.second(a.power, c.power)
        guard limits.1.allows(free) else { continue }
        consider(a.power, free, c.power, a.cost + c.cost + price(group.1, free))
      }
    }
    for b in second {
      for c in third {
        let free = stage.first(b.power, c.power)
        guard limits.0.allows(free) else { continue }
        consider(free, b.power, c.power, b.cost + c.cost + price(group.0, free))
      }
    }
  }

  /// Drops what cannot be reached from before the first hour.
  private mutating func dropUnreachable(_ group: (Int, Int, Int?)) {
    for (place, unit) in [group.0, group.1, group.2].enumerated() {
      guard let unit else { continue }
      let limits = units.units[unit].limits(inFirstHour: true)
      stages.removeOpen { choice in
        let power = place == 0 ? choice.first : place == 1 ? choice.second : choice.third
        return power > limits.upper + 1e-8 || power < limits.lower - 1e-8
      }
    }
  }
}
