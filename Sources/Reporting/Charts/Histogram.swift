public import Documents

/// How often values fall where: one or two sets of values over shared bins.
public struct Histogram: Chart {
  /// A set of values in bins.
  public struct Part: Equatable, Sendable {
    /// What the legend calls it.
    public let name: String
    /// How many values fell into each bin.
    public let counts: [Int]
    /// Its colour.
    public let color: ColorRole
  }

  /// What the chart shows, as a heading.
  public let title: String
  /// What is to be seen in it.
  public let summary: Prose
  /// How much room it takes in a page.
  public let shape: ChartShape
  /// The axis of values.
  public let axis: ChartAxis
  /// The bounds of the bins, one more than there are bins.
  public let edges: [Double]
  /// The sets, each with a count for every bin.
  public let parts: [Part]
  /// Values that matter.
  public let rules: [LineChart.Rule]
  /// Whether bars show the share of their own set rather than counts, so that a small set can be
  /// compared with a large one.
  public let showsShares: Bool

  /// A histogram of `sets` over `binCount` bins of equal width.
  public init(
    title: String, summary: Prose, shape: ChartShape = .half(height: 240), axis: ChartAxis,
    binCount: Int = 40, sets: [(name: String, values: [Double], color: ColorRole)],
    rules: [LineChart.Rule] = [], showsShares: Bool = false
  ) {
    self.title = title
    self.summary = summary
    self.shape = shape
    self.axis = axis
    self.rules = rules.map {
      LineChart.Rule($0.label, at: $0.value, color: $0.color, isVertical: true)
    }
    self.showsShares = showsShares
    var (low, high) = (Double.infinity, -Double.infinity)
    for value in sets.lazy.flatMap(\.values) where value.isFinite {
      low = min(low, value)
      high = max(high, value)
    }
    let domain = axis.domain(low: low, high: high)
    let width = (domain.upperBound - domain.lowerBound) / Double(binCount)
    edges = (0...binCount).map { domain.lowerBound + Double($0) * width }
    parts = sets.map { set in
      var counts = [Int](repeating: 0, count: binCount)
      for value in set.values where value.isFinite {
        counts[min(binCount - 1, max(0, Int((value - domain.lowerBound) / width)))] += 1
      }
      return Part(name: set.name, counts: counts, color: set.color)
    }
  }

  /// What its colours and marks mean.
  public var legend: [LegendEntry] {
    parts.count > 1 ? parts.map { LegendEntry($0.name, $0.color, .wash) } : []
  }

  private func heights(_ part: Part) -> [Double] {
    let total = showsShares ? Double(max(1, part.counts.reduce(0, +))) : 1
    return part.counts.map { Double($0) / total }
  }

  /// The data behind the drawing, at a length that people read.
  public var table: DataTable {
    let merged = max(1, (edges.count - 1 + 19) / 20)
    let starts = Array(stride(from: 0, to: edges.count - 1, by: merged))
    let shortEdges = edges.map { NumberStyle.rounded($0, significant: 6) }
    return DataTable(
      title: title,
      columns: [DataTable.Column("From"), DataTable.Column("To")]
        + parts.map { DataTable.Column("\($0.name), count", .integer) },
      rows: starts.map { start in
        let end = min(start + merged, edges.count - 1)
        return [.number(shortEdges[start]), .number(shortEdges[end])]
          + parts.map { .number(Double($0.counts[start..<end].reduce(0, +))) }
      })
  }

  /// The drawing at `size`.
  public func drawing(_ size: ChartSize) -> MarkupBuffer {
    let highest = parts.flatMap(heights).max() ?? 1
    let verticalAxis = ChartAxis(
      showsShares ? "share of each" : "values", includesZero: true,
      style: showsShares ? .percent(highest < 0.1 ? 1 : 0) : nil)
    let frame = PlotFrame(
      size: size, horizontalAxis: axis, horizontalDomain: edges[0]...edges[edges.count - 1],
      verticalAxis: verticalAxis, verticalDomain: verticalAxis.domain(low: 0, high: highest))
    var canvas = SVGCanvas()
    frame.drawAxes(on: &canvas)
    for part in parts {
      var path = SVGPath()
      var outline = SVGPath()
      let points = zip(edges, heights(part)).map {
        (x: frame.horizontal.pixel($0), y: frame.vertical.pixel($1))
      }
      path.traceSteps(points, end: frame.right)
      path.line(to: (frame.right, frame.bottom))
      path.line(to: (frame.left, frame.bottom))
      path.close()
      outline.traceSteps(points, end: frame.right)
      canvas.path(path, look: .fill(part.color, .half))
      canvas.path(outline, look: .stroke(part.color))
    }
    for rule in rules { rule.draw(in: frame, on: &canvas) }
    return canvas.markup
  }

  /// The chart as a Vega-Lite specification.
  public var vegaLite: JSONValue {
    let rows = parts.flatMap { part in
      heights(part).enumerated().map { index, height in
        [
          "start": VegaLite.number(edges[index]), "end": VegaLite.number(edges[index + 1]),
          "height": VegaLite.number(height), "series": JSONValue.string(part.name),
        ]
      }
    }
    return VegaLite.specification(
      of: self,
      [
        "data": VegaLite.data(rows), "width": 420,
        "mark": .object(["type": "bar", "opacity": 0.6, "tooltip": true]),
        "encoding": .object([
          "x": VegaLite.channel(
            "start", "quantitative", title: axis.title, ["bin": ["binned": true]]),
          "x2": .object(["field": "end"]),
          "y": VegaLite.channel(
            "height", "quantitative", title: showsShares ? "share" : "values", ["stack": nil]),
          "color": VegaLite.channel(
            "series", "nominal", ["scale": VegaLite.colors(parts.map(\.name), parts.map(\.color))]),
        ]),
      ])
  }
}
