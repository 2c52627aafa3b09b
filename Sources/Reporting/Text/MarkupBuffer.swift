/// Bytes of HTML or SVG in the making.
///
/// Markup and text enter through different doors: a literal is
/// markup, everything else is text and is escaped, so no value read from a file can become markup.
public struct MarkupBuffer: Sendable {
  /// What has been written so far, UTF-8.
  public private(set) var bytes: [UInt8] = []

  /// An empty buffer.
  public init() {}

  /// Writes markup that stands in the source code as a literal.
  public mutating func markup(_ literal: StaticString) {
    literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// Writes `value` as text or as the inside of a double-quoted attribute.
  ///
  /// Characters that HTML or XML would read as markup become references. Control characters and
  /// those that reorder the text around them become U+FFFD, so that a name cannot hide what it is.
  public mutating func text(_ value: some StringProtocol) {
    for scalar in value.unicodeScalars {
      switch scalar {
      case "&": markup("&amp;")
      case "<": markup("&lt;")
      case ">": markup("&gt;")
      case "\"": markup("&quot;")
      case "'": markup("&#39;")
      case "`": markup("&#96;")
      case "\n", "\t": bytes.append(UInt8(ascii: " "))
      case _ where scalar.isDeceptive: markup("\u{FFFD}")
      default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
  }

  /// Writes a whole number.
  public mutating func integer(_ value: Int) {
    bytes.append(contentsOf: String(value).utf8)
  }

  /// Writes a length in pixels to a tenth, as short as SVG allows.
  public mutating func length(_ value: Double) {
    tenths(Int((value * 10).rounded()))
  }

  /// Writes `value` tenths: `-3` as `-.3`, `120` as `12`.
  mutating func tenths(_ value: Int) {
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    let magnitude = abs(value)
    let (whole, tenth) = magnitude.quotientAndRemainder(dividingBy: 10)
    if whole > 0 || tenth == 0 { unsigned(whole) }
    if tenth > 0 {
      bytes.append(UInt8(ascii: "."))
      bytes.append(UInt8(ascii: "0") + UInt8(tenth))
    }
  }

  /// Writes markup that this module composed from literals of its own, such as style rules.
  mutating func trusted(_ markup: String) {
    bytes.append(contentsOf: markup.utf8)
  }

  /// Writes the bytes of markup that another buffer holds.
  public mutating func append(_ other: MarkupBuffer) {
    bytes.append(contentsOf: other.bytes)
  }

  private mutating func unsigned(_ value: Int) {
    if value >= 10 { unsigned(value / 10) }
    bytes.append(UInt8(ascii: "0") + UInt8(value % 10))
  }
}

extension Unicode.Scalar {
  /// Whether the character is invisible and changes what is shown around it.
  var isDeceptive: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0: true
    case 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB: true
    case 0xFFFE...0xFFFF, 0xE0000...0xE0FFF: true
    default: false
    }
  }
}
