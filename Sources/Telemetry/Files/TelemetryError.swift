public import Documents
import GridModel

/// Why a telemetry file could not be read.
public enum TelemetryError: Error, Equatable, Sendable {
  /// The table as such.
  case table(DelimitedError)
  /// A column that every telemetry file needs.
  case missingColumn(path: String, name: String, available: [String])
  /// A column that the format maps and the file does not have.
  case unknownMappedColumn(path: String, name: String, mappedTo: String)
  /// A name that the format gives a column and Kilowatch does not use.
  case unknownName(String, known: [String])
  /// A column that the format gives two names.
  case mappedTwice(column: String, names: [String])
  /// A time, joined from several columns, that is not written as the format says.
  case unreadableTime(path: String, row: Int, text: String)
  /// A local time that the zone's clocks never show.
  case nonexistentTime(path: String, row: Int, zone: String)
  /// An anomaly of a kind that there is not.
  case unknownAnomaly(path: String, row: Int, text: String)
}

extension TelemetryError: CustomStringConvertible {
  /// What, where, and what to do, in one line.
  public var description: String {
    switch self {
    case .table(let error): error.description
    case .missingColumn(let path, let name, let available):
      "\(path): no column '\(name)' among \(available.joined(separator: ", ")); "
        + "name the column that holds it, say --map \(name)=COLUMN"
    case .unknownMappedColumn(let path, let name, let mappedTo):
      "\(path): no column '\(mappedTo)', which is to be \(name)"
    case .unknownName(let name, let known):
      "there is no '\(name)' to map a column to; the names are \(known.joined(separator: ", ")), "
        + "and those that --channels adds"
    case .mappedTwice(let column, let names):
      "column '\(column)' cannot be both \(names.joined(separator: " and "))"
    case .unreadableTime(let path, let row, let text):
      "\(path): row \(row): '\(text)' is not a time in the given format"
    case .nonexistentTime(let path, let row, let zone):
      "\(path): row \(row): this time does not exist in \(zone), where clocks were set forward; "
        + "give a fixed offset such as +01:00 if the meter's clock was not"
    case .unknownAnomaly(let path, let row, let text):
      "\(path): row \(row): column anomaly_type: '\(text)' is not "
        + AnomalyKindNames.joined
    }
  }
}

private enum AnomalyKindNames {
  static let joined = AnomalyKind.allCases.map(\.rawValue).joined(separator: ", ")
}
