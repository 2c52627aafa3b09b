public import Documents

/// How a telemetry file writes what Kilowatch's own files write after their contract.
public struct TelemetryFormat: Equatable, Sendable {
  /// Delimiter, decimal mark, missing marker.
  public var delimited: DelimitedFormat
  /// The file's names of columns, by Kilowatch's: `["active_power_kw": "Global_active_power"]`.
  public var columnNames: [String: String]
  /// The column of the moment, or the columns of date and time whose texts make it with a space
  /// between.
  public var timestampColumns: [String]
  /// How moments are written.
  public var timeFormat: TimeFormat
  /// The zone of times without an offset; nil refuses them.
  public var assumedZone: AssumedZone?
  /// Columns of numbers beyond the standard channels that are to be measured too.
  public var extraChannels: [String]

  /// The contract: RFC 4180, RFC 3339, standard names.
  public static let contract = TelemetryFormat()

  /// A format; what is not given is as in the contract.
  public init(
    delimited: DelimitedFormat = .csv, columnNames: [String: String] = [:],
    timestampColumns: [String] = ["timestamp"], timeFormat: TimeFormat = .rfc3339,
    assumedZone: AssumedZone? = nil, extraChannels: [String] = []
  ) {
    self.delimited = delimited
    self.columnNames = columnNames
    self.timestampColumns = timestampColumns
    self.timeFormat = timeFormat
    self.assumedZone = assumedZone
    self.extraChannels = extraChannels
  }

  /// The name of the file's column for `name`.
  func column(_ name: String) -> String { columnNames[name] ?? name }

  /// The name for the file's `column`; nil if another column has taken its own.
  func name(ofColumn column: String) -> String? {
    columnNames.first { $0.value == column }?.key ?? (columnNames[column] == nil ? column : nil)
  }
}
