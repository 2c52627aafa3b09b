public import Documents

/// A drawing of data that answers a question, with the data behind it.
///
/// A chart is a value: it draws itself at any size as SVG, hands over the table behind the drawing,
/// and describes itself as a Vega-Lite specification. All three come from the same numbers.
public protocol Chart: Sendable {
  /// What the chart shows, as a heading.
  var title: String { get }
  /// What is to be seen in it, for those who read it and those who cannot see it.
  var summary: Prose { get }
  /// The sizes at which it is drawn in a page.
  var shape: ChartShape { get }
  /// What its colours and marks mean; empty where the chart says it itself.
  var legend: [LegendEntry] { get }
  /// The data behind the drawing, at a length that people read.
  var table: DataTable { get }
  /// The chart as a Vega-Lite 5 specification with its data inside.
  var vegaLite: JSONValue { get }
  /// The drawing at `size`, as the inside of an `svg` element.
  func drawing(_ size: ChartSize) -> MarkupBuffer
}

/// A width and a height in pixels.
public struct ChartSize: Equatable, Sendable {
  /// From left to right.
  public let width: Double
  /// From top to bottom.
  public let height: Double

  /// A size of `width` by `height` pixels.
  public init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }
}

/// How much of a page's width a chart takes, and how high it is.
public enum ChartShape: Equatable, Sendable {
  /// The whole width.
  case wide(height: Double)
  /// Half of the width, two beside each other where there is room.
  case half(height: Double)

  /// The size on wide screens.
  var regular: ChartSize {
    switch self {
    case .wide(let height): ChartSize(width: 960, height: height)
    case .half(let height): ChartSize(width: 460, height: height)
    }
  }

  /// The size on phones, which get a drawing of their own so that no text shrinks.
  var compact: ChartSize {
    switch self {
    case .wide(let height):
      ChartSize(width: Self.phoneWidth, height: max(min(height, 260), height * 0.8))
    case .half(let height): ChartSize(width: Self.phoneWidth, height: height)
    }
  }

  private static let phoneWidth = 360.0
}

/// What a colour or a mark of a chart means.
public struct LegendEntry: Equatable, Sendable {
  /// What the mark looks like.
  public enum Mark: Equatable, Sendable {
    /// A line.
    case line
    /// A dashed line.
    case dashed
    /// A filled area.
    case area
    /// A pale area.
    case wash
    /// A dot.
    case dot
  }

  /// What it means.
  public let label: String
  /// Its colour.
  public let color: ColorRole
  /// Its look.
  public let mark: Mark

  /// A mark of `color` that means `label`.
  public init(_ label: String, _ color: ColorRole, _ mark: Mark = .line) {
    self.label = label
    self.color = color
    self.mark = mark
  }
}

extension Chart {
  /// The chart as an SVG file of its own, with title, legend and description inside.
  public func standaloneSVG(theme: Theme = .light) -> [UInt8] {
    let size = shape.regular
    let legendRows = LegendLayout(entries: legend, width: size.width - 24)
    let top = 34 + legendRows.height
    var svg = MarkupBuffer()
    svg.markup("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"")
    svg.length(size.width)
    svg.markup("\" height=\"")
    svg.length(size.height + top + 6)
    svg.markup("\" viewBox=\"0 0 ")
    svg.length(size.width)
    svg.markup(" ")
    svg.length(size.height + top + 6)
    svg.markup("\"><title>")
    svg.text(title)
    svg.markup("</title><desc>")
    svg.text(summary.text)
    svg.markup("</desc><style>")
    svg.trusted(DrawingStyle.standalone(theme))
    svg.markup("</style><rect class=\"sf\" width=\"100%\" height=\"100%\"/>")
    var head = SVGCanvas()
    head.text(title, x: 12, y: 22, style: .heading)
    legendRows.draw(on: &head, x: 12, y: 34)
    svg.append(head.markup)
    svg.markup("<g transform=\"translate(0 ")
    svg.length(top)
    svg.markup(")\">")
    svg.append(drawing(size))
    svg.markup("</g></svg>\n")
    return svg.bytes
  }
}
