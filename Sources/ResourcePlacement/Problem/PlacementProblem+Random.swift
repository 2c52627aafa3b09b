public import Numerics

extension PlacementProblem {
  /// Movable devices at free sites, every placement as likely.
  public func randomPlacement(using random: inout RandomSource) -> Placement {
    var generationSites = generation.freeSites
    var loadSites = load.freeSites
    random.shuffle(&generationSites)
    random.shuffle(&loadSites)
    return Placement(
      generationOrder: Self.order(generation, free: generationSites),
      loadOrder: Self.order(load, free: loadSites), generationFactors: givenFactors,
      batterySites: options.batteries.map { _ in random.index(below: load.sites.count) })
  }
}
