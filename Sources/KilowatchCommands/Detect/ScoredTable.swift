import AnomalyDetection
import Documents
import Learning
import Numerics

/// A plain table and what a detector says of its rows, to be written beside each other.
struct ScoredTable {
  let file: TableFile
  let features: FeatureTable
  let detector: AnomalyDetector
  let execution: Execution

  /// The most classes whose probabilities are written, each in a column of its own.
  private static let mostProbabilities = 1_000

  /// Writes every column of the table, then what the detector says; returns the number of anomalies.
  func write(to path: String) throws(CommandFailure) -> Int {
    let answers = try withDetection(file.path) { () throws(DetectorFailure) in
      try detector.model.answers(of: features, execution: execution)
    }
    let decisions = detector.decisions(answers.scores)
    var added: [(name: String, output: DelimitedOutput)] = [
      ("score", .numbers(answers.scores)), ("is_anomaly", .bytes(decisions.map { $0 ? 1 : 0 })),
    ]
    let classes = detector.model.classNames ?? []
    if let predictions = answers.predictions {
      added.append(
        ("predicted", .text(TextColumn(distinct: classes, indices: predictions.map { Int32($0) }))))
    }
    let named = classes.count <= Self.mostProbabilities ? classes.map { "probability_\($0)" } : []
    let header = added.map(\.name) + named
    if let clash = header.first(where: { file.table.header.contains($0) }) {
      throw .badData("\(file.path): already has a column '\(clash)'")
    }
    try write(file.outputs + added.map(\.output), header: header, classCount: named.count, to: path)
    return decisions.count { $0 }
  }

  /// Writes `outputs` and the probabilities of `classCount` classes, which are made for a block of
  /// rows at a time: of all rows they may be more than memory holds.
  private func write(
    _ outputs: [DelimitedOutput], header: [String], classCount: Int, to path: String
  ) throws(CommandFailure) {
    let rowCount = file.table.rowCount
    let rowsPerBlock =
      classCount == 0 ? rowCount : DelimitedWriter.rows(inBlocksOf: (1 << 23) / classCount)
    var writer = try withFiles { () throws(FileFailure) in
      try DelimitedWriter(path: path, header: file.table.header + header)
    }
    for start in stride(from: 0, to: rowCount, by: rowsPerBlock) {
      let rows = start..<min(start + rowsPerBlock, rowCount)
      var block = outputs.map { $0.rows(rows) }
      if classCount > 0 {
        let probabilities = try withDetection(file.path) { () throws(DetectorFailure) in
          try detector.model.classProbabilities(
            of: features.selecting(rows: Array(rows)), execution: execution)
        }
        block += (0..<classCount).compactMap { label in
          probabilities.map { .numbers($0.column(label)) }
        }
      }
      try withFiles { () throws(FileFailure) in
        try writer.append(block, rowCount: rows.count, in: execution.loop)
      }
    }
    do throws(FileFailure) {
      try writer.commit()
    } catch {
      throw CommandFailure(error)
    }
  }
}
