public import Documents

/// Power over time, one column for each load or generator.
public struct PowerProfile: Equatable, Sendable {
  /// What each step is called in the file: a time, or its number.
  public let steps: [String]
  /// What each column is called: the number or name of an element.
  public let names: [String]
  /// The power of each column in MW (or MVAr), step by step.
  public let columns: [[Double]]

  /// A profile of columns that all have one value per step.
  public init(steps: [String], names: [String], columns: [[Double]]) {
    precondition(
      names.count == columns.count, "\(names.count) names for \(columns.count) columns")
    for column in columns {
      precondition(
        column.count == steps.count, "a column of \(column.count) values for \(steps.count) steps")
    }
    self.steps = steps
    self.names = names
    self.columns = columns
  }
}

/// Why profiles cannot drive a network.
public enum ProfileError: Error, Equatable, Sendable {
  /// The file cannot be read.
  case file(FileFailure)
  /// The file is not a table.
  case unreadable(String)
  /// There is no column beside the one that labels the steps.
  case tooFewColumns
  /// There is no row.
  case noSteps
  /// A power is missing or not finite.
  case missingValue(step: Int, column: String)
  /// The number of columns is not the number of elements that they drive.
  case wrongNumberOfColumns(columns: Int, elements: Int, kind: String)
  /// A column is called like no element.
  case unknownElement(column: String, kind: String)
  /// Two profiles have different numbers of steps.
  case differentLengths(first: Int, second: Int)
}

extension ProfileError: CustomStringConvertible {
  /// The error as one line.
  public var description: String {
    switch self {
    case .file(let failure): failure.description
    case .unreadable(let what): what
    case .tooFewColumns: "a profile has a column that labels the steps and one for each element"
    case .noSteps: "a profile needs at least one step"
    case .missingValue(let step, let column):
      "step \(step) (line \(step + 2)), column \(column): the power is missing"
    case .wrongNumberOfColumns(let columns, let elements, let kind):
      "the profile has \(columns) columns, the network has \(elements) \(kind)s"
    case .unknownElement(let column, let kind):
      "column \(column): the network has no \(kind) of that number or name"
    case .differentLengths(let first, let second):
      "profiles of \(first) and \(second) steps cannot drive one series"
    }
  }
}
