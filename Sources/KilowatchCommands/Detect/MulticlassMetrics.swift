import AnomalyDetection
import Documents
import Learning

/// The judgement of more than two classes, from the columns that 'detect score' adds for them.
struct MulticlassMetrics {
  private let names: [String]
  private let metrics: ClassificationMetrics
  private let macroROCAUC: Double?

  init(
    _ file: TableFile, classes: [String], predicted: TextColumn
  ) throws(CommandFailure) {
    let prefix = "probability_"
    let known = file.table.header.filter { $0.hasPrefix(prefix) }.map {
      String($0.dropFirst(prefix.count))
    }
    // Without columns of probabilities, for very many classes, rows alone name the classes.
    let named = Set(classes).union(known.isEmpty ? predicted.distinct : [])
    let names = known + named.subtracting(known).sorted()
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    let truth = classes.map { places[$0] ?? 0 }
    var decisions: [Int] = []
    for row in 0..<predicted.count {
      guard let place = places[predicted[row]] else {
        throw .badData("\(file.path): row \(row + 1): column predicted: no class of the model")
      }
      decisions.append(place)
    }
    self.names = names
    metrics = ClassificationMetrics(
      classes: truth, decisions: decisions, classCount: names.count)
    let probabilities = known.compactMap { file.table.numbers(prefix + $0) }
    macroROCAUC =
      probabilities.count == names.count
      ? ClassificationMetrics.macroROCAUC(probabilities: probabilities, classes: truth) : nil
  }

  /// The metrics document: macro averages in the places of the binary metrics.
  func json(over report: DetectionReport) -> JSONValue {
    let counts = names.indices.map { metrics.counts(ofClass: $0) }
    func mean(_ value: (ConfusionCounts) -> Double) -> JSONValue {
      JSONValue(counts.reduce(0) { $0 + value($1) } / Double(max(counts.count, 1)))
    }
    var members = report.json.object ?? [:]
    members["average"] = "macro"
    members["precision"] = mean(\.precision)
    members["recall"] = mean(\.recall)
    members["f1"] = JSONValue(metrics.macroF1)
    members["accuracy"] = JSONValue(metrics.accuracy)
    members["roc_auc"] = macroROCAUC.map { JSONValue($0) } ?? .null
    members["average_precision"] = .null
    members["classes"] = .array(names.map { .string($0) })
    members["confusion"] = .array(
      metrics.confusion.map { .numbers($0.map { Double($0) }) })
    return .object(members)
  }
}
