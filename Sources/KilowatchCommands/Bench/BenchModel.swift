import Documents
import Glibc
import Learning
import Numerics

/// A fitted forest of any kind, as the benchmark needs it.
enum BenchModel {
  case isolation(IsolationForest)
  case classifier(RandomForestClassifier)
  case regressor(RandomForestRegressor)

  func scores(_ table: FeatureTable, _ execution: Execution) throws -> [Double] {
    switch self {
    case .isolation(let model): try model.scores(of: table, execution: execution)
    case .classifier(let model): try model.scores(of: table, execution: execution)
    case .regressor(let model): try model.predictions(of: table, execution: execution)
    }
  }

  func score(_ row: UnsafeBufferPointer<Float>) -> Double {
    switch self {
    case .isolation(let model): model.score(of: row)
    case .classifier(let model): model.score(of: row)
    case .regressor(let model): model.prediction(of: row)
    }
  }

  var json: JSONValue {
    switch self {
    case .isolation(let model): model.json
    case .classifier(let model): model.json
    case .regressor(let model): model.json
    }
  }

  var onnx: [UInt8]? {
    switch self {
    case .isolation(let model): try? model.onnx()
    case .classifier(let model): model.onnx
    case .regressor(let model): model.onnx
    }
  }

  /// Reads the model back from its document.
  func load(_ document: [UInt8]) throws -> BenchModel {
    let json = try JSONValue(parsing: document)
    switch self {
    case .isolation(let model):
      return .isolation(try IsolationForest(json, featureNames: model.featureNames))
    case .classifier(let model):
      return .classifier(try RandomForestClassifier(json, featureNames: model.featureNames))
    case .regressor(let model):
      return .regressor(try RandomForestRegressor(json, featureNames: model.featureNames))
    }
  }
}

/// The rows of a benchmark file, and the target that stands last in each.
struct BenchRows {
  let table: FeatureTable
  let target: [Float]

  init(_ path: String, columns: Int) throws(CommandFailure) {
    let bytes = try withFiles { () throws(FileFailure) in try DocumentFile.read(path) }
    let rowCount = bytes.count / (4 * (columns + 1))
    let values = [Float](unsafeUninitializedCapacity: rowCount * (columns + 1)) { values, count in
      bytes.withUnsafeBytes { bytes in
        for row in 0..<rowCount {
          for column in 0...columns {
            let cell = bytes.loadUnaligned(
              fromByteOffset: 4 * (row * (columns + 1) + column), as: UInt32.self)
            values.initializeElement(
              at: column * rowCount + row, to: Float(bitPattern: UInt32(littleEndian: cell)))
          }
        }
      }
      count = rowCount * (columns + 1)
    }
    do {
      table = try FeatureTable(
        names: (0..<columns).map { "x\($0)" }, rowCount: rowCount,
        values: Array(values[..<(rowCount * columns)]))
      target = Array(values[(rowCount * columns)...])
    } catch { throw .badData("\(path): \(error)") }
  }

  /// How good scores are: by name.
  func quality(of scores: [Double], job: BenchForestsCommand.Job) -> [String: Double] {
    if job == .regressor {
      let squares = zip(scores, target).reduce(0.0) { sum, pair in
        let error = pair.0 - Double(pair.1)
        return sum + error * error
      }
      return ["rmse": (squares / Double(scores.count)).squareRoot()]
    }
    let labels = target.map { $0 > 0 }
    let area = ScoreRanking(scores: scores, labels: labels).rocAUC ?? .nan
    guard job == .classifier else { return ["roc_auc": area] }
    var hits = 0
    var wrong = 0
    for (score, label) in zip(scores, labels) {
      if score > 0.5 && label { hits += 1 }
      if (score > 0.5) != label { wrong += 1 }
    }
    return ["roc_auc": area, "f1": Double(2 * hits) / Double(max(1, 2 * hits + wrong))]
  }
}

/// The most memory that this process ever held, in MiB.
func peakMemoryMiB() -> Double {
  var usage = rusage()
  getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
  return Double(usage.ru_maxrss) / 1024
}
