public import Learning

/// Rows to learn from or to judge: features, and what is known of their classes.
public struct LabelledTable: Sendable, Equatable {
  /// The class of rows that are no anomaly, as telemetry files spell it.
  public static let normalKind = "normal"

  /// The features of each row.
  public let features: FeatureTable
  /// The class of each row; nil if nobody has said.
  public let classes: [String]?
  /// The kind of each row's anomaly, `normalKind` for none; nil if nobody has said.
  public let kinds: [String]?
  /// The class that is no anomaly.
  public let normal: String

  /// Rows with one class each, and perhaps one kind each, if these are known.
  public init(
    features: FeatureTable, classes: [String]?, normal: String, kinds: [String]? = nil
  ) {
    for values in [classes, kinds].compactMap(\.self) {
      precondition(
        values.count == features.rowCount,
        "\(values.count) classes for \(features.rowCount) rows")
    }
    self.features = features
    self.classes = classes
    self.kinds = kinds
    self.normal = normal
  }

  /// Whether each row is an anomaly; nil if nobody has said.
  public var labels: [Bool]? { classes.map { $0.map { $0 != normal } } }

  /// The rows whose indices are `rows`, in that order.
  public func selecting(rows: [Int]) -> LabelledTable {
    LabelledTable(
      features: features.selecting(rows: rows),
      classes: classes.map { classes in rows.map { classes[$0] } }, normal: normal,
      kinds: kinds.map { kinds in rows.map { kinds[$0] } })
  }
}
