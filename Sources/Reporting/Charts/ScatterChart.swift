public import Documents

/// Points of two measures, such as the forecast against what came.
public struct ScatterChart: Chart {
  /// A set of points.
  public struct Part: Equatable, Sendable {
    /// What the legend calls it.
    public let name: String
    /// The positions.
    public let xs: [Double]
    /// The values.
    public let ys: [Double]
    /// The colour.
    public let color: ColorRole

    /// A set called `name`.
    public init(_ name: String, xs: [Double], ys: [Double], color: ColorRole = .series1) {
      precondition(xs.count == ys.count, "\(xs.count) positions for \(ys.count) values")
      self.name = name
      self.xs = xs
      self.ys = ys
      self.color = color
    }
  }

  /// What the chart shows, as a heading.
  public let title: String
  /// What is to be seen in it.
  public let summary: Prose
  /// How much room it takes in a page.
  public let shape: ChartShape
  /// The horizontal axis.
  public let horizontal: ChartAxis
  /// The vertical axis.
  public let vertical: ChartAxis
  /// The sets, drawn in order.
  public let parts: [Part]
  /// Whether both axes have one scale and a line shows where both measures are equal.
  public let showsIdentity: Bool

  /// A chart of `parts`.
  public init(
    title: String, summary: Prose, shape: ChartShape = .half(height: 320), horizontal: ChartAxis,
    vertical: ChartAxis, parts: [Part], showsIdentity: Bool = false
  ) {
    self.title = title
    self.summary = summary
    self.shape = shape
    self.horizontal = horizontal
    self.vertical = vertical
    self.parts = parts
    self.showsIdentity = showsIdentity
  }

  /// What its colours and marks mean.
  public var legend: [LegendEntry] {
    parts.count > 1 ? parts.map { LegendEntry($0.name, $0.color, .dot) } : []
  }

  /// The data behind the drawing, at a length that people read.
  public var table: DataTable {
    DataTable(
      title: title,
      columns: [
        DataTable.Column("Set"), DataTable.Column(horizontal.title),
        DataTable.Column(vertical.title),
      ],
      rows: parts.flatMap { part in
        let limit = max(2, 30 / max(1, parts.count))
        let count = part.xs.count
        let chosen =
          count <= limit ? Array(0..<count) : (0..<limit).map { $0 * (count - 1) / (limit - 1) }
        return chosen.map { index -> [DataTable.Cell] in
          [.text(part.name), .rounded(part.xs[index]), .rounded(part.ys[index])]
        }
      })
  }

  private var domains: (ClosedRange<Double>, ClosedRange<Double>) {
    func ends(_ values: some Sequence<Double>) -> (low: Double, high: Double) {
      values.reduce(into: (low: Double.infinity, high: -Double.infinity)) { ends, value in
        guard value.isFinite else { return }
        ends = (min(ends.low, value), max(ends.high, value))
      }
    }
    let x = ends(parts.lazy.flatMap(\.xs))
    let y = ends(parts.lazy.flatMap(\.ys))
    guard showsIdentity else {
      return (
        horizontal.domain(low: x.low, high: x.high), vertical.domain(low: y.low, high: y.high)
      )
    }
    let both = horizontal.domain(low: min(x.low, y.low), high: max(x.high, y.high))
    return (both, both)
  }

  /// At most one point for each cell of two pixels: those beneath could not be seen.
  public func drawing(_ size: ChartSize) -> MarkupBuffer {
    let (x, y) = domains
    let frame = PlotFrame(
      size: size, horizontalAxis: horizontal, horizontalDomain: x, verticalAxis: vertical,
      verticalDomain: y)
    var canvas = SVGCanvas()
    frame.drawAxes(on: &canvas)
    if showsIdentity {
      var path = SVGPath()
      path.move(to: (frame.left, frame.bottom))
      path.line(to: (frame.right, frame.top))
      canvas.path(path, look: .stroke(.muted, .dashed))
    }
    for part in parts {
      var seen: Set<Int> = []
      var path = SVGPath()
      for (x, y) in zip(part.xs, part.ys) where x.isFinite && y.isFinite {
        let (column, row) = (frame.horizontal.pixel(x), frame.vertical.pixel(y))
        guard seen.insert(Int(column / 2) * 100_000 + Int(row / 2)).inserted else { continue }
        path.dot(at: (column, row))
      }
      canvas.path(path, look: .dots(part.color))
    }
    return canvas.markup
  }

  /// The chart as a Vega-Lite specification.
  public var vegaLite: JSONValue {
    let (x, y) = domains
    let rows = parts.flatMap { part in
      let step = max(1, part.xs.count / 2_000)
      return stride(from: 0, to: part.xs.count, by: step).map { index in
        [
          "x": VegaLite.number(part.xs[index]), "y": VegaLite.number(part.ys[index]),
          "series": JSONValue.string(part.name),
        ]
      }
    }
    return VegaLite.specification(
      of: self,
      [
        "data": VegaLite.data(rows), "width": 420,
        "mark": .object(["type": "point", "filled": true, "size": 14, "tooltip": true]),
        "encoding": .object([
          "x": VegaLite.channel("x", along: horizontal, domain: x),
          "y": VegaLite.channel("y", along: vertical, domain: y),
          "color": VegaLite.channel(
            "series", "nominal", ["scale": VegaLite.colors(parts.map(\.name), parts.map(\.color))]),
        ]),
      ])
  }
}
