public import Numerics

/// What less emission costs: schedules of which none is both cheaper and cleaner than another.
///
/// Emission is priced, from nothing to so much that cost hardly counts, and every price is
/// dispatched; where costs and emissions are convex, that gives every point of the front exactly.
/// Prices follow weights w: (1 − w) · cost + w · κ · emission, κ the slope between the front's ends.
public struct EmissionFront: Equatable, Sendable {
  /// One schedule of the front.
  public struct Point: Equatable, Sendable {
    /// The price of emission that leads to it.
    public let emissionPrice: Double
    /// Cost without priced emission.
    public let cost: Double
    /// Emission of all hours.
    public let emission: Double
    /// The schedule, and how sure it is.
    public let dispatch: UnitDispatch
  }

  /// The schedules, from the cheapest to the cleanest.
  public let points: [Point]

  /// The front of `units` at `count` weights.
  ///
  /// - Throws: ``DispatchError``; ``DispatchError/missingField(field:)`` if no unit emits.
  public init(
    _ units: UnitCase, count: Int, seed: UInt64, execution: Execution = .serial
  ) throws(DispatchError) {
    guard units.units.contains(where: { $0.emission.contains { $0 != 0 } }) else {
      throw .missingField(field: "emission of every unit")
    }
    func point(_ price: Double) throws(DispatchError) -> Point {
      let found = try UnitDispatch(
        try units.replacing(emissionPrice: price), seed: seed, execution: execution)
      let emission = found.schedule.emission
      return Point(
        emissionPrice: price, cost: found.schedule.cost - price * emission, emission: emission,
        dispatch: found)
    }
    let cheapest = try point(0)
    // At a thousand times the average cost of a unit of emission, cost hardly counts.
    let cleanest = try point(1e3 * cheapest.cost / max(abs(cheapest.emission), 1e-9))
    let spread = cheapest.emission - cleanest.emission
    var found = [cheapest]
    if spread > 1e-9 * abs(cheapest.emission) {
      let slope = (cleanest.cost - cheapest.cost) / spread
      for place in 1..<max(count - 1, 1) {
        let weight = Double(place) / Double(max(count - 1, 1))
        found.append(try point(slope * weight / (1 - weight)))
      }
      found.append(cleanest)
    }
    points = found.enumerated().filter { place, one in
      !found.enumerated().contains { other, two in
        let cost = Self.order(two.cost, one.cost)
        let emission = Self.order(two.emission, one.emission)
        return cost <= 0 && emission <= 0 && (cost < 0 || emission < 0 || other < place)
      }
    }.map(\.element).sorted { $0.cost < $1.cost }
  }

  /// Negative if `a` is less than `b` by more than solvers are exact to, positive if it is more.
  private static func order(_ a: Double, _ b: Double) -> Int {
    let difference = a - b
    return abs(difference) <= 1e-9 * max(abs(a), abs(b)) ? 0 : difference < 0 ? -1 : 1
  }
}
