public import Documents

/// Why a demand profile could not be read.
public enum DemandProfileError: Error, Equatable, Sendable {
  /// The file as such.
  case file(FileFailure)
  /// The table as such.
  case table(DelimitedError)
  /// The document is no JSON.
  case notJSON(path: String, JSONError)
  /// A column that every profile needs.
  case missingColumn(path: String, name: String)
  /// A row or entry without a demand.
  case missingDemand(path: String, row: Int)
  /// A node that lacks an interval of another, or has it twice.
  case unevenNode(path: String, node: String, intervals: Int, expected: Int)
}

extension DemandProfileError: CustomStringConvertible {
  /// What, where, and what to do, in one line.
  public var description: String {
    switch self {
    case .file(let failure): failure.description
    case .table(let error): error.description
    case .notJSON(let path, let error): "\(path): not a JSON document: \(error)"
    case .missingColumn(let path, let name):
      "\(path): no '\(name)'; a demand profile has timestamp, node and demand_kw"
    case .missingDemand(let path, let row): "\(path): row \(row): demand_kw is missing"
    case .unevenNode(let path, let node, let intervals, let expected):
      "\(path): node \(node) has \(intervals) intervals where the profile has \(expected)"
    }
  }
}
