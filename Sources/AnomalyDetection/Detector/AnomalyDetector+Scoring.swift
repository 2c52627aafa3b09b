public import Learning
public import Numerics
public import Telemetry

extension AnomalyDetector {
  /// The inputs of the model, one row for each of a recording.
  ///
  /// - Throws: `DetectorFailure.features` if the recording lacks channels or is out of order.
  public func features(
    of recording: Recording, execution: Execution
  ) throws(DetectorFailure) -> Learning.FeatureTable {
    guard case .telemetry(let set) = inputs else { throw .detection(.wantsTable) }
    return try Learning.FeatureTable(set, of: recording, execution: execution)
  }

  /// Whether each score counts as an anomaly.
  public func decisions(_ scores: [Double]) -> [Bool] {
    scores.map { $0 >= threshold.value }
  }

  /// The events that scores amount to, as places of `timeline`.
  public func alarms(_ scores: [Double], timeline: Timeline) -> [Range<Int>] {
    eventRule.events(scores: scores, threshold: threshold.value, timeline: timeline)
  }

  /// The class that is no anomaly.
  public var normalClass: String {
    switch (model, inputs) {
    case (.randomForest(_, let normal, _), _), (_, .table(_, let normal)): normal
    default: LabelledTable.normalKind
    }
  }
}

extension AnomalyDetector.Model {
  /// For each row the kind of anomaly that it most probably is, whatever its score; nil if the
  /// model has learned no kinds.
  ///
  /// - Throws: `DetectorFailure.table` if the table lacks columns of the model.
  public func kinds(
    of table: Learning.FeatureTable, execution: Execution
  ) throws(DetectorFailure) -> [String]? {
    guard case .randomForest(_, _, let kinds?) = self else { return nil }
    do throws(TableError) {
      return try kinds.predictions(of: table, execution: execution).map { kinds.classNames[$0] }
    } catch {
      throw .table(error)
    }
  }
}

extension Timeline {
  /// The order of a recording's rows.
  public init(_ recording: Recording) {
    self.init(
      timestamps: recording.timestamps, meterIDs: recording.meterIDs,
      meterIndices: recording.meterIndices)
  }
}

/// What a model says of the rows of a table.
public struct TableAnswers: Sendable {
  /// The score of each row; higher is more anomalous.
  public let scores: [Double]
  /// The most probable class of each row, as a place in the model's `classNames`; nil if the model
  /// does not tell more than two.
  public let predictions: [Int]?
}

extension AnomalyDetector.Model {
  /// The classes that it tells apart, if there are more than two.
  public var classNames: [String]? {
    guard case .randomForest(let forest, _, _) = self, forest.classNames.count > 2 else {
      return nil
    }
    return forest.classNames
  }

  /// The score of each row, and the class if there are more than two.
  ///
  /// - Throws: `DetectorFailure.table` if the table lacks columns of the model.
  public func answers(
    of table: Learning.FeatureTable, execution: Execution
  ) throws(DetectorFailure) -> TableAnswers {
    do throws(TableError) {
      switch self {
      case .isolationForest(let forest):
        return TableAnswers(
          scores: try forest.scores(of: table, execution: execution), predictions: nil)
      case .randomForest(let forest, let normal, _):
        if forest.classNames.count == 2, forest.classNames[0] == normal {
          return TableAnswers(
            scores: try forest.scores(of: table, execution: execution), predictions: nil)
        }
        let found = try forest.decisions(
          of: table, label: forest.classNames.firstIndex(of: normal) ?? 0, execution: execution)
        return TableAnswers(
          scores: found.probabilities.map { 1 - $0 },
          predictions: forest.classNames.count > 2 ? found.predictions : nil)
      }
    } catch {
      throw .table(error)
    }
  }

  /// The probability of each class, in the order of `classNames`, for each row; nil if there are no
  /// more than two.
  ///
  /// - Throws: `DetectorFailure.table` if the table lacks columns of the model.
  public func classProbabilities(
    of table: Learning.FeatureTable, execution: Execution
  ) throws(DetectorFailure) -> Matrix? {
    guard case .randomForest(let forest, _, _) = self, classNames != nil else { return nil }
    do throws(TableError) {
      return try forest.probabilities(of: table, execution: execution)
    } catch {
      throw .table(error)
    }
  }
}

extension AnomalyDetector.Model {
  /// The score of one row, whose values stand in the order of the inputs; the same bits as among
  /// other rows.
  public func score(of row: UnsafeBufferPointer<Float>) -> Double {
    switch self {
    case .isolationForest(let forest): return forest.score(of: row)
    case .randomForest(let forest, let normal, _):
      if forest.classNames.count == 2, forest.classNames[0] == normal {
        return forest.score(of: row)
      }
      let place = forest.classNames.firstIndex(of: normal) ?? 0
      return withUnsafeTemporaryAllocation(of: Double.self, capacity: forest.classNames.count) {
        shares in
        forest.writeProbabilities(of: row, to: shares)
        return 1 - shares[place]
      }
    }
  }
}
