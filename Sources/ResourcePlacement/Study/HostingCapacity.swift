import PowerFlow

/// How much more generation a placement leaves room for.
public struct HostingCapacity: Equatable, Sendable {
  /// The largest factor on all generation that keeps within the limits.
  public let generationFactor: Double
  /// The peak power of one more generator that each load site has room for, kW.
  public let additionalKW: [Double]
}

extension PlacementProblem {
  /// How much more generation `placement` leaves room for, within the problem's limits.
  ///
  /// A further generator has the shape of all generation together. Both answers are found by
  /// bisection to one part in a million; where `placement` itself exceeds a limit the factor is below
  /// 1 and no site has room. Batteries do what they did before.
  public func hostingCapacity(of placement: Placement) -> HostingCapacity {
    let places = places(of: placement)
    var shape = [Double](repeating: 0, count: series.stepCount)
    for (profile, factor) in zip(generation.profiles, places.factors) {
      for step in shape.indices { shape[step] += factor * profile.activePU[step] }
    }
    let peak = shape.max() ?? 0
    guard peak > 0 else {
      return HostingCapacity(
        generationFactor: .infinity, additionalKW: load.sites.map { _ in .infinity })
    }
    let extended = series.adding(
      RadialSeries.Profile(activePU: shape.map { -$0 / peak }))
    var workspace = RadialSeries.Workspace(for: extended)
    func keeps(_ places: RadialSeries.Places) -> Bool {
      workspace.measure(places, limits: limits).violation == 0
    }
    let most = Self.largest(upTo: 1_000) { factor in
      var scaled = places
      for device in generation.profiles.indices { scaled.factors[device] *= factor }
      scaled.nodes.append(0)
      scaled.factors.append(0)
      return keeps(scaled)
    }
    // No feeder carries a thousand times what its generators feed in.
    let additional = load.sites.map { site in
      Self.largest(upTo: 1_000 * peak) { power in
        var more = places
        more.nodes.append(Int32(site))
        more.factors.append(power)
        return keeps(more)
      } * basePowerKVA
    }
    return HostingCapacity(generationFactor: most, additionalKW: additional)
  }

  /// The largest value up to `ceiling` for which `holds`, which does for smaller values.
  ///
  /// First doubles from a small value, so that the trials stay near the answer.
  private static func largest(upTo ceiling: Double, _ holds: (Double) -> Bool) -> Double {
    var low = 0.0
    var high = ceiling / 1_048_576
    guard holds(0) else { return 0 }
    while high < ceiling && holds(high) { (low, high) = (high, 2 * high) }
    high = min(high, ceiling)
    while high - low > 1e-6 * high {
      let middle = (low + high) / 2
      if holds(middle) { low = middle } else { high = middle }
    }
    return low
  }
}
