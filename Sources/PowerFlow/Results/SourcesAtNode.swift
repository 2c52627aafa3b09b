/// How sources at one node share what the node needs.
///
/// Active power: equally among the references. Reactive power: in proportion to the range of each
/// generator; external grids take it where there is no generator.
struct SourcesAtNode {
  /// How many sources hold the angle.
  private(set) var references: [Int]
  private var externalGrids: [Int]
  private var generators: [Int]
  private var least: [Double]
  private var range: [Double]
  /// What stands for "unlimited" when ranges are compared.
  private static let unlimitedMVAr = 1e9

  init(of model: PerUnitNetwork) {
    references = [Int](repeating: 0, count: model.nodeCount)
    externalGrids = references
    generators = references
    least = [Double](repeating: 0, count: model.nodeCount)
    range = least
    for grid in model.network.externalGrids where grid.isInService {
      guard let node = model.nodeOfBus[grid.bus] else { continue }
      references[node] += 1
      externalGrids[node] += 1
    }
    for generator in model.network.elements.voltageSources where generator.isInService {
      guard let node = model.nodeOfBus[generator.bus] else { continue }
      if generator.isReference { references[node] += 1 }
      generators[node] += 1
      least[node] += SourcesAtNode.least(of: generator)
      range[node] += SourcesAtNode.range(of: generator)
    }
  }

  private static func least(of generator: Generator) -> Double {
    max(generator.minimumReactivePowerMVAr, -unlimitedMVAr)
  }

  private static func range(of generator: Generator) -> Double {
    min(generator.maximumReactivePowerMVAr, unlimitedMVAr) - least(of: generator)
  }

  func externalGridShare(at node: Int, of reactiveMVAr: Double) -> Double {
    if generators[node] == 0 { return reactiveMVAr / Double(externalGrids[node]) }
    return range[node] > 0
      ? 0 : reactiveMVAr / Double(externalGrids[node] + generators[node])
  }

  func share(of generator: Generator, at node: Int, outOf reactiveMVAr: Double) -> Double {
    if generators[node] == 1 && range[node] > 0 { return reactiveMVAr }
    let isUnlimited = range[node] >= 2 * SourcesAtNode.unlimitedMVAr * Double(generators[node])
    guard range[node] > 0 && !isUnlimited else {
      return reactiveMVAr / Double((range[node] > 0 ? 0 : externalGrids[node]) + generators[node])
    }
    let position = (reactiveMVAr - least[node]) / range[node]
    return SourcesAtNode.least(of: generator) + position * SourcesAtNode.range(of: generator)
  }
}
