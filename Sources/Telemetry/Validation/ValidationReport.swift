public import Documents
public import GridModel

/// What is in a telemetry file and what is wrong with it.
public struct ValidationReport: Equatable, Sendable {
  /// A measured column.
  public struct Column: Equatable, Sendable {
    /// The name.
    public let name: String
    /// The rows without a value.
    public internal(set) var missing = 0
    /// The rows with one.
    public private(set) var present = 0
    /// The smallest value; infinite if there is none.
    public private(set) var minimum = Double.infinity
    /// The largest value; minus infinite if there is none.
    public private(set) var maximum = -Double.infinity
    /// The mean of the values; 0 if there is none.
    public private(set) var mean = 0.0

    init(name: String) {
      self.name = name
    }

    mutating func add(_ value: Double) {
      present += 1
      minimum = min(minimum, value)
      maximum = max(maximum, value)
      let difference = value - mean
      // Halves, where the difference of the largest numbers is none any more.
      mean +=
        difference.isFinite
        ? difference / Double(present) : (value / 2 - mean / 2) / Double(present) * 2
    }
  }

  /// The number of rows.
  public internal(set) var rowCount = 0
  /// The meters.
  public internal(set) var meterIDs: [String] = []
  /// The first moment.
  public internal(set) var start: Timestamp?
  /// The last moment.
  public internal(set) var end: Timestamp?
  /// The typical time between two rows of a meter, in seconds.
  public internal(set) var intervalS: Double?
  /// The measured columns.
  public internal(set) var columns: [Column] = []
  /// How often each kind was found.
  public internal(set) var counts: [Finding.Kind: Int] = [:]
  /// What was found: of each kind the first hundred.
  public internal(set) var findings: [Finding] = []

  init() {}

  /// Whether nothing was found.
  public var isClean: Bool { findings.isEmpty }

  /// The report as a document.
  public var document: JSONValue {
    .object([
      "rows": .integer(Int64(rowCount)),
      "meters": .array(meterIDs.map { .string($0) }),
      "start": start.map { .string($0.description) } ?? .null,
      "end": end.map { .string($0.description) } ?? .null,
      "interval_s": intervalS.map { .number($0) } ?? .null,
      "columns": .object(
        Dictionary(uniqueKeysWithValues: columns.map { ($0.name, Self.document(of: $0)) })),
      "counts": .object(
        Dictionary(
          uniqueKeysWithValues: Finding.Kind.allCases.map {
            ($0.rawValue, .integer(Int64(counts[$0] ?? 0)))
          })),
      "findings": .array(findings.map(Self.document)),
    ])
  }

  private static func document(of column: Column) -> JSONValue {
    .object([
      "missing": .integer(Int64(column.missing)),
      "minimum": column.present > 0 ? .number(column.minimum) : .null,
      "maximum": column.present > 0 ? .number(column.maximum) : .null,
      "mean": column.present > 0 ? .number(column.mean) : .null,
    ])
  }

  private static func document(of finding: Finding) -> JSONValue {
    .object([
      "kind": .string(finding.kind.rawValue),
      "meter_id": finding.meterID.map { .string($0) } ?? .null,
      "column": finding.column.map { .string($0) } ?? .null,
      "start": finding.start.map { .string($0.description) } ?? .null,
      "end": finding.end.map { .string($0.description) } ?? .null,
      "rows": .integer(Int64(finding.rowCount)),
      "message": .string(finding.message),
    ])
  }
}
