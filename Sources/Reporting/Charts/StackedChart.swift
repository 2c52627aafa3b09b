public import Documents
import GridModel

/// Series on top of one another over time or a number: what a whole is made of.
public struct StackedChart: Chart {
  /// One part of the whole.
  public struct Part: Equatable, Sendable {
    /// What the legend calls it.
    public let name: String
    /// Its values, none below zero.
    public let values: [Double]
    /// Its colour.
    public let color: ColorRole

    /// A part called `name`.
    public init(_ name: String, values: [Double], color: ColorRole) {
      self.name = name
      self.values = values
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
  /// Where each value starts; it lasts until the next one.
  public let xs: [Double]
  /// The parts, from the bottom up.
  public let parts: [Part]
  /// A line to compare the whole with, such as the demand.
  public let line: LineChart.Line?

  /// A chart of `parts` at `xs`.
  public init(
    title: String, summary: Prose, shape: ChartShape = .wide(height: 300),
    horizontal: ChartAxis = .time, vertical: ChartAxis, xs: [Double], parts: [Part],
    line: LineChart.Line? = nil
  ) {
    for part in parts {
      precondition(
        part.values.count == xs.count, "\(part.values.count) values at \(xs.count) positions")
    }
    self.title = title
    self.summary = summary
    self.shape = shape
    self.horizontal = horizontal
    self.vertical = vertical
    self.xs = xs
    self.parts = parts
    self.line = line
  }

  /// What its colours and marks mean.
  public var legend: [LegendEntry] {
    parts.map { LegendEntry($0.name, $0.color, .area) }
      + (line.map { [LegendEntry($0.name, $0.color, .line)] } ?? [])
  }

  /// The data behind the drawing, at a length that people read.
  public var table: DataTable {
    let chosen = xs.count <= 48 ? Array(xs.indices) : (0..<48).map { $0 * (xs.count - 1) / 47 }
    let isTime = horizontal.kind == .time
    return DataTable(
      title: title,
      columns: [DataTable.Column(isTime ? "From (UTC)" : horizontal.title)]
        + parts.map { DataTable.Column($0.name) }
        + (line.map { [DataTable.Column($0.name)] } ?? []),
      rows: chosen.map { index in
        let position: DataTable.Cell =
          isTime
          ? .time(Timestamp(millisecondsSinceEpoch: Int64(xs[index]))) : .number(xs[index])
        let values =
          parts.map { $0.values[index] }
          + (line.map { [index < $0.ys.count ? $0.ys[index] : .nan] } ?? [])
        return [position] + values.map { .rounded($0) }
      })
  }

  private var domain: ClosedRange<Double> {
    guard let first = xs.first, let last = xs.last else { return 0...1 }
    let step = xs.count > 1 ? last - xs[xs.count - 2] : 1
    return horizontal.domain ?? first...last + step
  }

  /// The upper edge of each part.
  private var edges: [[Double]] {
    var total = [Double](repeating: 0, count: xs.count)
    return parts.map { part in
      for index in total.indices { total[index] += max(0, part.values[index]) }
      return total
    }
  }

  /// The drawing at `size`.
  public func drawing(_ size: ChartSize) -> MarkupBuffer {
    let edges = self.edges
    let highest = max(edges.last?.max() ?? 0, line?.ys.filter(\.isFinite).max() ?? 0)
    let frame = PlotFrame(
      size: size, horizontalAxis: horizontal, horizontalDomain: domain, verticalAxis: vertical,
      verticalDomain: vertical.domain(low: 0, high: highest))
    var canvas = SVGCanvas()
    frame.drawAxes(on: &canvas)
    var below = [Double](repeating: 0, count: xs.count)
    for (part, edge) in zip(parts, edges) {
      func points(_ values: [Double]) -> [(x: Double, y: Double)] {
        zip(xs, values).map { (frame.horizontal.pixel($0), frame.vertical.pixel($1)) }
      }
      var upper = SVGPath()
      upper.trace(
        Self.steps(points(edge), end: frame.right)
          + Self.steps(points(below), end: frame.right).reversed())
      upper.close()
      canvas.path(upper, look: .fill(part.color, .strong))
      below = edge
    }
    if let line {
      var path = SVGPath()
      path.traceSteps(
        zip(line.xs, line.ys).filter { $1.isFinite }
          .map { (frame.horizontal.pixel($0), frame.vertical.pixel($1)) }, end: frame.right)
      canvas.path(path, look: .stroke(line.color, isThick: true))
    }
    return canvas.markup
  }

  private static func steps(
    _ points: [(x: Double, y: Double)], end: Double
  ) -> [(x: Double, y: Double)] {
    points.indices.flatMap { index in
      let next = index + 1 < points.count ? points[index + 1].x : end
      return [points[index], (next, points[index].y)]
    }
  }

  /// The chart as a Vega-Lite specification.
  public var vegaLite: JSONValue {
    // The last interval lasts to the end of the axis.
    let end = domain.upperBound
    let rows = parts.enumerated().flatMap { order, part in
      zip(xs + [end], part.values + part.values.suffix(1)).map { x, value in
        [
          "x": VegaLite.position(x), "y": VegaLite.number(value),
          "series": JSONValue.string(part.name), "order": JSONValue(order),
        ]
      }
    }
    let position = VegaLite.channel("x", along: horizontal, domain: domain)
    var layers: [JSONValue] = [
      .object([
        "data": VegaLite.data(rows),
        "mark": .object(["type": "area", "interpolate": "step-after", "tooltip": true]),
        "encoding": .object([
          "x": position,
          "y": VegaLite.channel("y", "quantitative", title: vertical.title, ["stack": "zero"]),
          "order": VegaLite.channel("order", "quantitative"),
          "color": VegaLite.channel(
            "series", "nominal", ["scale": VegaLite.colors(parts.map(\.name), parts.map(\.color))]),
        ]),
      ])
    ]
    if let line {
      let rows = zip(line.xs + [end], line.ys + line.ys.suffix(1)).map {
        ["x": VegaLite.position($0), "y": VegaLite.number($1)]
      }
      layers.append(
        .object([
          "data": VegaLite.data(rows),
          "mark": .object([
            "type": "line", "interpolate": "step-after",
            "color": .string(Theme.light.color(line.color)),
          ]),
          "encoding": .object(["x": position, "y": VegaLite.channel("y", "quantitative")]),
        ]))
    }
    return VegaLite.specification(of: self, ["layer": .array(layers)])
  }
}
