/// How a column of a delimited text file is read.
public enum DelimitedColumnKind: Sendable {
  /// Numbers; what is missing becomes not a number.
  case number
  /// Text, as it stands.
  case text
  /// Whole numbers that `scan` makes of the bytes of a field, or nil if it cannot; `expected` says
  /// what it understands.
  ///
  /// A field that is missing is refused.
  case scanned(
    expected: String, scan: @Sendable (_ field: UnsafeBufferPointer<UInt8>) -> Int64?)
  /// Not read.
  case skipped
}

/// A column that was read.
public enum DelimitedColumn: Equatable, Sendable {
  /// Numbers, not a number where one is missing.
  case numbers([Double])
  /// Text.
  case text(TextColumn)
  /// What a scanner made of the fields.
  case scanned([Int64])
  /// Nothing was asked for.
  case skipped
}

/// A column of text that keeps each distinct text once.
public struct TextColumn: Equatable, Sendable {
  /// The distinct texts, in the order of their first row.
  public private(set) var distinct: [String]
  /// For each row, the index of its text in ``distinct``.
  public private(set) var indices: [Int32]

  /// A column whose row r is `distinct[indices[r]]`.
  public init(distinct: [String], indices: [Int32]) {
    precondition(
      indices.allSatisfy { $0 >= 0 && Int($0) < distinct.count },
      "a row names a text beyond the \(distinct.count) that there are")
    self.distinct = distinct
    self.indices = indices
  }

  /// A column of `texts`.
  public init(_ texts: [String]) {
    var places: [String: Int32] = [:]
    distinct = []
    indices = []
    for text in texts {
      if let place = places[text] {
        indices.append(place)
      } else {
        let place = Int32(distinct.count)
        places[text] = place
        distinct.append(text)
        indices.append(place)
      }
    }
  }

  /// The number of rows.
  public var count: Int { indices.count }

  /// The text of row `row`.
  public subscript(row: Int) -> String { distinct[Int(indices[row])] }

  /// The rows `range`.
  public func rows(_ range: Range<Int>) -> TextColumn {
    TextColumn(distinct: distinct, indices: Array(indices[range]))
  }
}

/// A table that was read from a delimited text file.
public struct DelimitedTable: Equatable, Sendable {
  /// The names of the columns.
  public let header: [String]
  /// The columns, in the order of the file.
  public let columns: [DelimitedColumn]
  /// The number of rows.
  public let rowCount: Int
  /// The first column of each name.
  private let places: [String: Int]

  init(header: [String], columns: [DelimitedColumn], rowCount: Int) {
    self.header = header
    self.columns = columns
    self.rowCount = rowCount
    places = Dictionary(zip(header, header.indices)) { first, _ in first }
  }

  /// The numbers of the column called `name`; nil if there is no such column of numbers.
  public func numbers(_ name: String) -> [Double]? {
    guard let index = places[name], case .numbers(let values) = columns[index] else {
      return nil
    }
    return values
  }

  /// The text of the column called `name`; nil if there is no such column of text.
  public func text(_ name: String) -> TextColumn? {
    guard let index = places[name], case .text(let texts) = columns[index] else {
      return nil
    }
    return texts
  }
}
