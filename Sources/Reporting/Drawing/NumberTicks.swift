/// Round positions on an axis of numbers, after Heckbert, "Nice numbers for graph labels" (1990).
struct NumberTicks: Equatable {
  /// A domain that is narrower than this, relative to its numbers, is one number.
  private static let resolution = 1e-8

  /// The positions, in order.
  let values: [Double]
  /// How each is written: with the decimals that tell neighbours apart.
  let style: NumberStyle

  /// About `target` ticks within `domain`, only at whole numbers if `isWhole`.
  init(domain: ClosedRange<Double>, target: Int, isWhole: Bool = false) {
    let span = domain.upperBound - domain.lowerBound
    let largest = max(abs(domain.lowerBound), abs(domain.upperBound))
    guard span > largest * Self.resolution, span.isFinite else {
      values = [domain.lowerBound]
      style = .significant(4)
      return
    }
    let rough = max(span / Double(max(1, target)), isWhole ? 1 : 0)
    let order = orderOfMagnitude(rough)
    let fraction = rough / signedPowerOfTen(order)
    let candidates: [Double] = isWhole ? [1, 2, 5, 10] : [1, 2, 2.5, 5, 10]
    let nice = candidates.min { abs($0 / fraction - 1) < abs($1 / fraction - 1) } ?? 1
    let step = nice * signedPowerOfTen(order)
    let first = (domain.lowerBound / step - 1e-9).rounded(.up)
    let last = (domain.upperBound / step + 1e-9).rounded(.down)
    values = first <= last ? stride(from: first, through: last, by: 1).map { $0 * step } : []
    let decimals = max(0, (nice == 2.5 ? 1 : 0) - order)
    let digits = orderOfMagnitude(largest) - order + (nice == 2.5 ? 2 : 1)
    style = decimals > 4 || largest >= 1e7 ? .significant(max(3, digits)) : .decimals(decimals)
  }

  /// `domain` widened to the ticks around it.
  static func niceDomain(_ domain: ClosedRange<Double>, target: Int) -> ClosedRange<Double> {
    let value = domain.lowerBound
    guard domain.upperBound - value > max(abs(value), abs(domain.upperBound)) * resolution else {
      let margin = value == 0 ? 1 : abs(value) * 0.05
      return niceDomain(value - margin...value + margin, target: target)
    }
    let ticks = NumberTicks(domain: domain, target: target).values
    guard ticks.count >= 2 else { return domain }
    let step = ticks[1] - ticks[0]
    let low = (domain.lowerBound / step + 1e-9).rounded(.down) * step
    let high = (domain.upperBound / step - 1e-9).rounded(.up) * step
    return min(low, domain.lowerBound)...max(high, domain.upperBound)
  }
}
