public import Documents

/// Horizontal bars, one row for each name, one bar for each series in a row.
public struct BarChart: Chart {
  /// A row of bars.
  public struct Row: Equatable, Sendable {
    /// What the row is about.
    public let name: String
    /// A value for each series; one that is not finite leaves its place empty.
    public let values: [Double]

    /// A row called `name`.
    public init(_ name: String, _ values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  /// What the chart shows, as a heading.
  public let title: String
  /// What is to be seen in it.
  public let summary: Prose
  /// How much room it takes in a page.
  public let shape: ChartShape
  /// The axis of values.
  public let axis: ChartAxis
  /// The series of each row: name and colour.
  public let series: [LegendEntry]
  /// The rows, from the top.
  public let rows: [Row]
  /// How values are shown at the ends of bars.
  public let style: NumberStyle

  /// A chart of `rows`; its height follows their number.
  public init(
    title: String, summary: Prose, isWide: Bool = false, axis: ChartAxis = ChartAxis(),
    series: [LegendEntry] = [LegendEntry("Value", .series1, .area)], rows: [Row],
    style: NumberStyle = .significant(3)
  ) {
    for row in rows {
      precondition(
        row.values.count == series.count, "\(row.values.count) values for \(series.count) series")
    }
    self.title = title
    self.summary = summary
    self.axis = axis
    self.series = series
    self.rows = rows
    self.style = style
    let height = Double(rows.count) * Self.rowHeight(series.count) + (axis.title.isEmpty ? 36 : 52)
    shape = isWide ? .wide(height: height) : .half(height: height)
  }

  private static func rowHeight(_ series: Int) -> Double { Double(series) * 14 + 12 }

  /// What its colours and marks mean.
  public var legend: [LegendEntry] { series.count > 1 ? series : [] }

  /// The data behind the drawing, at a length that people read.
  public var table: DataTable {
    DataTable(
      title: title,
      columns: [DataTable.Column("")] + series.map { DataTable.Column($0.label, style) },
      rows: rows.map { row in
        [.text(row.name)] + row.values.map { $0.isFinite ? .number($0) : .missing }
      })
  }

  private var domain: ClosedRange<Double> {
    let values = rows.flatMap(\.values).filter(\.isFinite)
    return axis.domain
      ?? ChartAxis(includesZero: true).domain(
        low: values.min() ?? 0, high: values.max() ?? 1, target: 4)
  }

  /// The drawing at `size`.
  public func drawing(_ size: ChartSize) -> MarkupBuffer {
    var canvas = SVGCanvas()
    let limit = size.width * 0.42
    let names = rows.map { shortened($0.name, to: limit) }
    let left = (names.map { textWidth($0) }.max() ?? 0) + 12
    let values = rows.flatMap(\.values).filter(\.isFinite)
    let widest = values.map { textWidth(style.text($0)) }.max() ?? 0
    let bottom = Double(rows.count) * Self.rowHeight(series.count) + 8
    let scale = AxisScale(
      domain: domain,
      pixels: (left + (values.contains { $0 < 0 } ? widest + 6 : 0), size.width - widest - 10))
    let ticks = axis.ticks(domain, target: max(2, Int((scale.pixels.high - scale.pixels.low) / 70)))
    for (value, label) in ticks {
      let x = scale.pixel(value).rounded() + 0.5
      canvas.line(from: (x, 4), to: (x, bottom), "gl")
      canvas.text(label, x: x, y: bottom + 16, anchor: .middle)
    }
    if !axis.title.isEmpty {
      canvas.text(axis.title, x: (left + size.width) / 2, y: bottom + 34, anchor: .middle)
    }
    let zero = scale.pixel(0)
    for (index, row) in rows.enumerated() {
      let top = Double(index) * Self.rowHeight(series.count) + 10
      let middle = top + Double(series.count) * 7
      canvas.text(names[index], x: left - 8, y: middle + 4, anchor: .end, style: .ink)
      for (position, (value, entry)) in zip(row.values, series).enumerated() where value.isFinite {
        let y = top + Double(position) * 14
        let end = scale.pixel(value)
        canvas.rectangle(
          x: min(zero, end), y: y, width: max(1, abs(end - zero)), height: 12,
          look: .fill(entry.color, .strong), title: "\(row.name): \(style.text(value))")
        canvas.text(
          style.text(value), x: value < 0 ? end - 5 : end + 5, y: y + 10.5,
          anchor: value < 0 ? .end : .start, style: .smallInk)
      }
    }
    canvas.line(from: (zero.rounded() + 0.5, 4), to: (zero.rounded() + 0.5, bottom), "ax")
    return canvas.markup
  }

  /// The chart as a Vega-Lite specification.
  public var vegaLite: JSONValue {
    let values = rows.flatMap { row in
      zip(row.values, series).map { value, entry in
        [
          "name": JSONValue.string(row.name), "value": VegaLite.number(value),
          "series": .string(entry.label),
        ]
      }
    }
    var encoding: [String: JSONValue] = [
      "y": VegaLite.channel("name", "nominal", ["sort": nil]),
      "x": VegaLite.channel("value", "quantitative", title: axis.title),
      "color": VegaLite.channel(
        "series", "nominal",
        [
          "scale": VegaLite.colors(series.map(\.label), series.map(\.color)),
          "legend": series.count > 1 ? .object([:]) : .null,
        ]),
    ]
    if series.count > 1 { encoding["yOffset"] = .object(["field": "series"]) }
    return VegaLite.specification(
      of: self,
      [
        "data": VegaLite.data(values), "mark": .object(["type": "bar", "tooltip": true]),
        "encoding": .object(encoding), "width": 420,
      ])
  }
}

/// `text` cut to about `width` pixels, with an ellipsis for its middle: names that begin alike mostly
/// differ at their ends.
func shortened(_ text: String, to width: Double) -> String {
  guard textWidth(text) > width else { return text }
  var head = ""
  var tail = ""
  var total = 12.0
  var rest = Substring(text)
  while let first = rest.popFirst(), let last = rest.popLast() {
    total += textWidth(String(last))
    if total > width { break }
    tail = String(last) + tail
    total += textWidth(String(first))
    if total > width { break }
    head.append(first)
  }
  return head + "…" + tail
}
