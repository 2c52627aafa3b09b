import GridModel
public import Learning
public import Numerics
public import Telemetry

extension Recording {
  /// The class of each row that a forest learns to tell.
  var classes: [String]? {
    labels.map { $0.map { $0 == 0 ? LabelledTable.normalKind : "anomaly" } }
  }
}

extension LabelledTable {
  /// The classes as a forest wants them, the normal one first.
  var classLabels: ClassLabels {
    let classes = classes ?? []
    let others = Set(classes).subtracting([normal]).sorted()
    let names = [normal] + others
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    return ClassLabels(names: names, indices: classes.map { places[$0] ?? 0 })
  }
}

extension Learning.FeatureTable {
  /// The features `set` of a recording, as a table to learn from.
  ///
  /// - Throws: `DetectorFailure.features` if the recording lacks channels or is out of order.
  public init(
    _ set: FeatureSet, of recording: Recording, execution: Execution
  ) throws(DetectorFailure) {
    let values: [Float]
    do throws(FeatureError) {
      values = try Telemetry.FeatureTable<Float>(set, of: recording, execution: execution).values
    } catch {
      throw .features(error)
    }
    do throws(TableError) {
      try self.init(
        names: set.specifications.map(\.name), rowCount: recording.count, values: values)
    } catch {
      throw .table(error)
    }
  }
}
