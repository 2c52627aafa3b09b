import Documents
import Learning
import LoadForecasting
import Numerics

/// `forecast backtest --table`: every row is forecast by a model that learnt other rows.
///
/// Rows are dealt to folds at random (k-fold cross-validation, Stone 1974). The interval of a row
/// comes from the errors in the other folds (cross-conformal, Vovk 2015).
struct TableBacktest: ForecastJob {
  private let task: TableTask
  private let folds: Int
  private let out: String

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    task = try TableTask(arguments)
    folds = try arguments.integer("folds", in: 2...100) ?? 5
    out = try arguments.required("out")
  }

  func run(_ console: Console) throws(CommandFailure) {
    let (features, targets) = try task.read()
    if let row = targets.firstIndex(where: { !$0.isFinite }) {
      throw .badData("\(task.data): row \(row + 1): column \(task.label): is not a number")
    }
    guard targets.count >= 10 * folds else {
      throw .badData(
        "\(task.data): \(targets.count) rows are too few for \(folds) folds of 10 and more")
    }
    let fold = foldOfRow(count: targets.count)
    var expected = targets
    var baselines = ["mean": targets, "ridge": targets]
    let progress = console.progress("folds", total: folds)
    for number in 0..<folds {
      let learnt = fold.indices.filter { fold[$0] != number }
      let asked = fold.indices.filter { fold[$0] == number }
      let (table, truth) = (features.selecting(rows: learnt), learnt.map { targets[$0] })
      let test = features.selecting(rows: asked)
      let model = try task.fit(table, truth)
      let (predicted, ridge): ([Double], [Double])
      do {
        predicted = try model.predictions(of: test, execution: task.execution)
        ridge = try RidgeRegression(table, targets: truth).predict(test)
      } catch {
        throw .badData("\(task.data): \(error)")
      }
      let mean = truth.mean
      for (place, row) in asked.enumerated() {
        expected[row] = predicted[place]
        baselines["ridge"]?[row] = ridge[place]
        baselines["mean"]?[row] = mean
      }
      progress.advance()
    }
    progress.finish()
    let errors = quantiles(of: zip(targets, expected).map { $0 - $1 }, fold: fold)
    var members = try json(targets, expected, fold.map { errors[$0] })
    members["model"] = .string(task.kind.rawValue)
    members["target"] = .string(task.label)
    members["seed"] = JSONValue(task.seed)
    members["folds"] = JSONValue(folds)
    var references: [String: JSONValue] = [:]
    for (name, expected) in baselines {
      references[name] = .object(try json(targets, expected, []))
    }
    members["baselines"] = .object(references)
    try writeJSON(.object(members), to: out)
    console.note("\(out): \(folds) folds of \(targets.count) rows")
  }

  /// The fold that each row is dealt to.
  private func foldOfRow(count: Int) -> [Int] {
    var random = RandomSource(seed: task.seed)
    var fold = (0..<count).map { $0 % folds }
    random.shuffle(&fold)
    return fold
  }

  /// For each fold, the quantiles of the errors in the others.
  private func quantiles(of errors: [Double], fold: [Int]) -> [[Double]] {
    (0..<folds).map { number in
      let others = errors.indices.filter { fold[$0] != number }.map { errors[$0] }.sorted()
      return LoadForecast.levels.map { level in
        let rank = Int((Double(others.count + 1) * level).rounded(.up)) - 1
        return others[min(max(rank, 0), others.count - 1)]
      }
    }
  }

  /// The measures; `errors` are the quantiles of each row's error, empty if none are known.
  private func json(
    _ targets: [Double], _ expected: [Double], _ errors: [[Double]]
  ) throws(CommandFailure) -> [String: JSONValue] {
    let points = targets.indices.map { row in
      ForecastPoint(
        origin: row, step: row, actual: targets[row], expected: expected[row],
        quantiles: errors.isEmpty ? [] : errors[row].map { expected[row] + $0 })
    }
    guard let metrics = ForecastMetrics(points, naiveError: .nan) else {
      throw .badData("\(task.data): no rows")
    }
    let mean = targets.mean
    let total = targets.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(targets.count)
    var members = metrics.json
    members["mase"] = nil
    members["r2"] = total > 0 ? JSONValue(1 - metrics.rmse * metrics.rmse / total) : .null
    return members
  }
}
