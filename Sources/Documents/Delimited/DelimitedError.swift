/// Why a delimited text file could not be read.
public enum DelimitedError: Error, Equatable, Sendable {
  /// The file as such.
  case file(FileFailure)
  /// Nothing in it, not even names of columns.
  case empty(path: String)
  /// Text in UTF-16, UTF-32 or an encoding of single bytes.
  case wrongEncoding(path: String)
  /// Two columns of one name.
  case repeatedColumn(path: String, name: String)
  /// A row of fewer or more fields than the header.
  case raggedRow(path: String, line: Int, fields: Int, expected: Int)
  /// A quote that opens and never closes.
  case openQuote(path: String, line: Int)
  /// A quote inside a field that does not begin with one, or more after a closing quote.
  case strayQuote(path: String, line: Int, column: String)
  /// A field that is not what its column holds.
  case unreadableField(path: String, line: Int, column: String, text: String, expected: String)
}

extension DelimitedError: CustomStringConvertible {
  /// What, where, and what to do, in one line.
  public var description: String {
    switch self {
    case .file(let failure): failure.description
    case .empty(let path): "\(path): empty: a table begins with a line of column names"
    case .wrongEncoding(let path): "\(path): not UTF-8: convert it first, say with iconv"
    case .repeatedColumn(let path, let name): "\(path): two columns are called '\(name)'"
    case .raggedRow(let path, let line, let fields, let expected):
      "\(path):\(line): \(fields) fields where the header has \(expected); check the delimiter"
    case .openQuote(let path, let line): "\(path):\(line): a quote opens here and never closes"
    case .strayQuote(let path, let line, let column):
      "\(path):\(line): column \(column): a quote inside a field; quote the whole field and double it"
    case .unreadableField(let path, let line, let column, let text, let expected):
      "\(path):\(line): column \(column): '\(text)' is not \(expected)"
    }
  }
}
