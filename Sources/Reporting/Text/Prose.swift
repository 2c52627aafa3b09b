public import GridModel

/// A sentence whose numbers are still numbers: they are shown rounded, written whole into the page,
/// and repeated in the page's JSON twin.
///
///     let verdict: Prose = "\(events, .integer) events found, \(recall, .percent(1)) of the true ones"
public struct Prose: Equatable, Sendable, ExpressibleByStringInterpolation {
  /// A piece of a sentence.
  public enum Piece: Equatable, Sendable {
    /// Words.
    case text(String)
    /// A name as files spell it, set in a fixed-width face.
    case code(String)
    /// A number, and how to show it.
    case number(Double, NumberStyle)
    /// A moment.
    case time(Timestamp)
  }

  /// The pieces in order.
  public var pieces: [Piece]

  /// A sentence of `pieces`.
  public init(pieces: [Piece]) {
    self.pieces = pieces
  }

  /// A sentence without numbers.
  public init(_ text: String) {
    pieces = [.text(text)]
  }

  /// A sentence without numbers.
  public init(stringLiteral value: String) {
    self.init(value)
  }

  /// A sentence of words and what is interpolated between them.
  public init(stringInterpolation: StringInterpolation) {
    pieces = stringInterpolation.pieces
  }

  /// The sentence as plain text.
  public var text: String { pieces.map(\.shown).joined() }

  /// The numbers of the sentence, in order.
  public var numbers: [Double] {
    pieces.compactMap { if case .number(let value, _) = $0 { value } else { nil } }
  }

  /// This sentence followed by `other`.
  public static func + (left: Prose, right: Prose) -> Prose {
    Prose(pieces: left.pieces + right.pieces)
  }

  /// The pieces of an interpolated sentence while the compiler hands them over.
  public struct StringInterpolation: StringInterpolationProtocol {
    var pieces: [Piece] = []

    /// Room for a sentence of `interpolationCount` values.
    public init(literalCapacity: Int, interpolationCount: Int) {
      pieces.reserveCapacity(2 * interpolationCount + 1)
    }

    /// Adds words of the source code.
    public mutating func appendLiteral(_ literal: String) {
      if !literal.isEmpty { pieces.append(.text(literal)) }
    }

    /// Adds words that are data.
    public mutating func appendInterpolation(_ text: String) {
      pieces.append(.text(text))
    }

    /// Adds a name as files spell it.
    public mutating func appendInterpolation(code name: String) {
      pieces.append(.code(name))
    }

    /// Adds a number shown in `style`.
    public mutating func appendInterpolation(_ value: Double, _ style: NumberStyle) {
      pieces.append(.number(value, style))
    }

    /// Adds a count.
    public mutating func appendInterpolation(_ value: Int) {
      pieces.append(.number(Double(value), .integer))
    }

    /// Adds a moment.
    public mutating func appendInterpolation(_ time: Timestamp) {
      pieces.append(.time(time))
    }

    /// Adds a sentence.
    public mutating func appendInterpolation(_ prose: Prose) {
      pieces += prose.pieces
    }
  }
}

extension Prose.Piece {
  /// The piece as it is read.
  var shown: String {
    switch self {
    case .text(let text), .code(let text): text
    case .number(let value, let style): style.text(value)
    case .time(let time): time.minuteText
    }
  }
}
