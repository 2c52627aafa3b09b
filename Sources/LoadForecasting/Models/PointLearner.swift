import Learning
import Numerics

/// What was learnt from examples: a function from a row of features to a distance from the level.
struct PointLearner: Sendable, Equatable {
  enum Fitted: Sendable, Equatable {
    case nothing
    case networks([NeuralNetwork])
    case forest(RandomForestRegressor)
  }

  let recipe: LearnerRecipe
  /// The linear part; nil if nothing is learnt.
  let ridge: RidgeRegression?
  let fitted: Fitted

  /// The networks that are averaged: their random starts average out.
  static let networkCount = 5

  /// Learns a model of `kind` from `examples`; `light` is with fewer networks or trees, as does for
  /// choosing among recipes.
  ///
  /// Networks stop early by their loss on `validation`, if it is given.
  static func fit(
    _ kind: ForecastModelKind, recipe: LearnerRecipe, to examples: Examples,
    validation: Examples? = nil, seed: UInt64, light: Bool, execution: Execution,
    _ onEpoch: @Sendable (NeuralNetwork.Epoch) -> Void = { _ in }
  ) throws(ForecastError) -> PointLearner {
    var ridge: RidgeRegression?
    var targets = examples.targets
    if [.ridge, .network, .randomForest].contains(kind) {
      let regression = try RidgeRegression(examples.table, targets: targets)
      ridge = regression
      if recipe.correctsRidge {
        targets = zip(targets, regression.predict(examples.table)).map { $0 - $1 }
      }
    }
    // A load that never varies is its own forecast.
    if !examples.targets.contains(where: { $0 != examples.targets[0] }) {
      return PointLearner(recipe: recipe, ridge: ridge, fitted: .nothing)
    }
    switch kind {
    case .network:
      var (table, stopping) = (examples.table, NeuralNetwork.EarlyStopping?.none)
      if let validation {
        let joined = try examples.followed(by: validation)
        table = joined.table
        targets = joined.targets
        if let ridge, recipe.correctsRidge {
          targets = zip(targets, ridge.predict(table)).map { $0 - $1 }
        }
        let share = (Double(validation.sources.count) + 0.5) / Double(table.rowCount)
        stopping = .init(validationShare: min(share, 0.5), patience: LearnerRecipe.patience)
      }
      let networks = try fitNetworks(
        table, targets, recipe: recipe, stopping: stopping, seed: seed,
        count: light ? 1 : networkCount, execution: execution, onEpoch)
      return PointLearner(recipe: recipe, ridge: ridge, fitted: .networks(networks))
    case .randomForest:
      let forest = try fitForest(
        examples.table, targets, recipe: recipe, seed: seed, trees: light ? 25 : 100,
        execution: execution)
      return PointLearner(recipe: recipe, ridge: ridge, fitted: .forest(forest))
    default:
      return PointLearner(recipe: recipe, ridge: ridge, fitted: .nothing)
    }
  }

  /// Fits `count` networks; `onEpoch` hears of the first of them.
  static func fitNetworks(
    _ table: FeatureTable, _ targets: [Double], recipe: LearnerRecipe,
    loss: Loss = .huber(delta: 1), stopping: NeuralNetwork.EarlyStopping? = nil, seed: UInt64,
    count: Int, execution: Execution,
    _ onEpoch: @Sendable (NeuralNetwork.Epoch) -> Void = { _ in }
  ) throws(ForecastError) -> [NeuralNetwork] {
    do {
      let configuration = try NeuralNetwork.Configuration(
        loss: loss, epochs: recipe.epochs, schedule: .cosine,
        weightDecay: recipe.weightDecay, averaging: 0, earlyStopping: stopping)
      let answers = try FeatureTable(columns: [("load", targets)])
      let networks = parallelMap(count, execution: execution) { index in
        var random = RandomSource(seed: seed, stream: index)
        let seed = random.next()
        return Result {
          try NeuralNetwork.fit(
            inputs: table, targets: answers, configuration: configuration, seed: seed,
            onEpoch: { if index == 0 { onEpoch($0) } })
        }
      }
      return try networks.map { try $0.get() }
    } catch {
      throw .learning("\(error)")
    }
  }

  static func fitForest(
    _ table: FeatureTable, _ targets: [Double], recipe: LearnerRecipe, seed: UInt64, trees: Int,
    keepsTargets: Bool = false, execution: Execution
  ) throws(ForecastError) -> RandomForestRegressor {
    do {
      return try RandomForestRegressor.Configuration(
        trees: trees, featuresPerSplit: .count(max(1, table.columnCount / 3)),
        minimumLeafRows: recipe.leafRows, keepsTargets: keepsTargets
      ).fit(table, targets: targets, seed: seed, execution: execution)
    } catch {
      throw .learning("\(error)")
    }
  }

  /// The same learner that counts for `share`.
  func with(share: Double) -> PointLearner {
    var recipe = recipe
    recipe.share = share
    return PointLearner(recipe: recipe, ridge: ridge, fitted: fitted)
  }

  /// The losses by epoch, the mean of all networks; empty for other learners.
  var learningCurve: [NeuralNetwork.Epoch] {
    guard case .networks(let networks) = fitted else { return [] }
    let epochs = Dictionary(grouping: networks.flatMap(\.history), by: \.number)
    return epochs.keys.sorted().map { number in
      let epochs = epochs[number] ?? []
      let validation = epochs.compactMap(\.validationLoss)
      return NeuralNetwork.Epoch(
        number: number, trainingLoss: epochs.map(\.trainingLoss).mean,
        validationLoss: validation.isEmpty ? nil : validation.mean)
    }
  }

  /// The same recipe, its epochs as many as the networks had when they did best.
  var stoppedRecipe: LearnerRecipe {
    guard case .networks(let networks) = fitted else { return recipe }
    let best = networks.compactMap { network in
      network.history.min { $0.validationLoss ?? .infinity < $1.validationLoss ?? .infinity }?
        .number
    }.sorted()
    var recipe = recipe
    recipe.epochs = best[best.count / 2]
    return recipe
  }

  /// What the linear part and the learner say of each row of a table.
  struct Parts {
    let linear: [Double]
    let learnt: [Double]

    /// Their sum in the proportions of `recipe`.
    func combined(_ recipe: LearnerRecipe) -> [Double] {
      let linearShare = recipe.correctsRidge ? 1 : 1 - recipe.share
      return zip(linear, learnt).map { linearShare * $0 + recipe.share * $1 }
    }
  }

  /// The prediction that `parts` amount to.
  func combined(_ parts: Parts) -> [Double] {
    if case .nothing = fitted { return parts.linear }
    return parts.combined(recipe)
  }

  /// The two parts of the prediction for each row of `table`.
  func parts(of table: FeatureTable, execution: Execution) throws(ForecastError) -> Parts {
    let zeros = [Double](repeating: 0, count: table.rowCount)
    let linear = ridge?.predict(table) ?? zeros
    do {
      switch fitted {
      case .nothing:
        return Parts(linear: linear, learnt: zeros)
      case .networks(let networks):
        var sums = zeros
        for network in networks {
          let outputs = try network.predict(table, execution: execution)[0]
          for row in sums.indices { sums[row] += outputs[row] / Double(networks.count) }
        }
        return Parts(linear: linear, learnt: sums)
      case .forest(let forest):
        return Parts(
          linear: linear, learnt: try forest.predictions(of: table, execution: execution))
      }
    } catch {
      throw .learning("\(error)")
    }
  }
}
