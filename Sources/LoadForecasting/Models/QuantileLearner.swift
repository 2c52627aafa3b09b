import Learning
import Numerics

/// What was learnt of the quantiles themselves: networks with pinball loss (Koenker and Bassett
/// 1978), or a quantile forest (Meinshausen 2006).
struct QuantileLearner: Sendable, Equatable {
  /// The linear regression whose errors were learnt; nil if the load itself was.
  let ridge: RidgeRegression?
  let fitted: PointLearner.Fitted

  /// The number of networks whose quantiles are averaged.
  static let networkCount = 3

  /// Learns the quantiles of `examples` by the recipe of `point`, whose linear part it shares.
  static func fit(
    beside point: PointLearner, to examples: Examples, seed: UInt64, execution: Execution
  ) throws(ForecastError) -> QuantileLearner? {
    let ridge = point.recipe.correctsRidge ? point.ridge : nil
    var targets = examples.targets
    if let ridge {
      targets = zip(targets, ridge.predict(examples.table)).map { $0 - $1 }
    }
    switch point.fitted {
    case .nothing:
      return nil
    case .networks:
      return QuantileLearner(
        ridge: ridge,
        fitted: .networks(
          try PointLearner.fitNetworks(
            examples.table, targets, recipe: point.recipe,
            loss: .pinball(levels: LoadForecast.levels), seed: seed, count: networkCount,
            execution: execution)))
    case .forest:
      return QuantileLearner(
        ridge: ridge,
        fitted: .forest(
          try PointLearner.fitForest(
            examples.table, targets, recipe: point.recipe, seed: seed, trees: 100,
            keepsTargets: true, execution: execution)))
    }
  }

  /// For each of `LoadForecast.levels`, the quantile of each row of `table`, moved as the expected
  /// load was.
  func predict(
    _ table: FeatureTable, moved: [Double], execution: Execution
  ) throws(ForecastError) -> [[Double]] {
    let linear = ridge.map { zip($0.predict(table), moved).map { $0 + $1 } } ?? moved
    var sums = LoadForecast.levels.map { _ in linear }
    do {
      switch fitted {
      case .nothing: break
      case .networks(let networks):
        for network in networks {
          for (level, column) in try network.predict(table, execution: execution).enumerated() {
            for row in column.indices {
              sums[level][row] += column[row] / Double(networks.count)
            }
          }
        }
      case .forest(let forest):
        let quantiles = try forest.quantiles(
          of: table, at: LoadForecast.levels, execution: execution)
        for level in sums.indices {
          for row in linear.indices { sums[level][row] += quantiles[row, level] }
        }
      }
    } catch {
      throw .learning("\(error)")
    }
    return sums
  }
}
