import Documents
import Foundation
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
}

extension BenchModel {
  /// How good the scores of rows with known targets are: by name.
  func quality(
    on rows: BenchRows, scores: [Double], _ execution: Execution
  ) throws -> [String: Double] {
    switch self {
    case .regressor:
      let squares = zip(scores, rows.target).reduce(0.0) { sum, pair in
        let error = pair.0 - Double(pair.1)
        return sum + error * error
      }
      return ["rmse": (squares / Double(scores.count)).squareRoot()]
    case .isolation:
      return ["roc_auc": Self.area(scores, rows.target.map { $0 > 0 })]
    case .classifier(let model):
      let classes = model.classNames.map { Float($0) }
      if classes.count > 2 { return try multiclassQuality(model, on: rows, execution) }
      let labels = rows.target.map { $0 == classes.last }
      let hits = zip(scores, labels).count { $0 > 0.5 && $1 }
      let wrong = zip(scores, labels).count { ($0 > 0.5) != $1 }
      return [
        "roc_auc": Self.area(scores, labels),
        "f1": Double(2 * hits) / Double(max(1, 2 * hits + wrong)),
      ]
    }
  }

  /// The mean over the classes of the area for telling each from the others, and the accuracy.
  private func multiclassQuality(
    _ model: RandomForestClassifier, on rows: BenchRows, _ execution: Execution
  ) throws -> [String: Double] {
    let shares = try model.probabilities(of: rows.table, execution: execution)
    let predicted = try model.predictions(of: rows.table, execution: execution)
    let classes = model.classNames.map { Float($0) }
    let areas = classes.indices.map { label in
      Self.area(
        (0..<rows.target.count).map { shares[$0, label] },
        rows.target.map { $0 == classes[label] })
    }
    let right = zip(predicted, rows.target).count { classes[$0] == $1 }
    return [
      "roc_auc": areas.reduce(0, +) / Double(areas.count),
      "accuracy": Double(right) / Double(rows.target.count),
    ]
  }

  private static func area(_ scores: [Double], _ labels: [Bool]) -> Double {
    ScoreRanking(scores: scores, labels: labels).rocAUC ?? .nan
  }
}

/// A line of this process's memory status, "VmRSS" or "VmHWM", in MiB; 0 where there is none.
func memoryMiB(_ name: String) -> Double {
  guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
    let line = status.split(separator: "\n").first(where: { $0.hasPrefix(name) }),
    let kibibytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({
      Double($0)
    })
  else { return 0 }
  return kibibytes / 1024
}

/// Lets the system count the peak of this process's memory from here on.
func forgetPeakMemory() {
  try? Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))
}
