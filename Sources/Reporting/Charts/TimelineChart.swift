public import Documents
import GridModel

/// What lasted from when to when: a row for each name, a bar for each stretch of time.
public struct TimelineChart: Chart {
  /// A stretch of time.
  public struct Bar: Equatable, Sendable {
    /// Where it starts, in milliseconds since 1970.
    public let start: Double
    /// Where it ends.
    public let end: Double
    /// Which of the chart's kinds it is.
    public let kind: Int
    /// What a reader is told who points at it.
    public let label: String

    /// A bar from `start` to `end`.
    public init(start: Double, end: Double, kind: Int, label: String) {
      self.start = start
      self.end = end
      self.kind = kind
      self.label = label
    }
  }

  /// The bars of one name.
  public struct Row: Equatable, Sendable {
    /// What stands at the left.
    public let name: String
    /// The bars.
    public let bars: [Bar]

    /// A row called `name`.
    public init(_ name: String, _ bars: [Bar]) {
      self.name = name
      self.bars = bars
    }
  }

  /// What the chart shows, as a heading.
  public let title: String
  /// What is to be seen in it.
  public let summary: Prose
  /// The kinds of bars and their colours.
  public let legend: [LegendEntry]
  /// The rows, from the top.
  public let rows: [Row]
  /// The ends of the axis of time; nil: as the bars need it.
  public let domain: ClosedRange<Double>?

  /// A timeline of `rows` whose bars are of `kinds`.
  public init(
    title: String, summary: Prose, kinds: [LegendEntry], rows: [Row],
    domain: ClosedRange<Double>? = nil
  ) {
    self.title = title
    self.summary = summary
    legend = kinds
    self.rows = rows
    self.domain = domain
  }

  /// How much room it takes in a page.
  public var shape: ChartShape { .wide(height: Double(rows.count) * 24 + 52) }

  /// The data behind the drawing, at a length that people read.
  public var table: DataTable {
    let bars = rows.flatMap { row in row.bars.map { (row.name, $0) } }
    return DataTable(
      title: title,
      columns: [
        DataTable.Column("Name"), DataTable.Column("Kind"), DataTable.Column("From (UTC)"),
        DataTable.Column("Lasted"),
      ],
      rows: bars.prefix(60).map { name, bar in
        [
          .text(name), .text(legend[bar.kind].label), .time(Timestamp(position: bar.start)),
          .duration((bar.end - bar.start) / 1_000),
        ]
      })
  }

  private var ends: ClosedRange<Double> {
    let bars = rows.flatMap(\.bars)
    return ChartAxis(kind: .time, domain: domain).domain(
      low: bars.map(\.start).min() ?? .infinity, high: bars.map(\.end).max() ?? -.infinity)
  }

  /// The drawing at `size`.
  public func drawing(_ size: ChartSize) -> MarkupBuffer {
    var canvas = SVGCanvas()
    let names = rows.map { shortened($0.name, to: size.width * 0.3) }
    let left = max(40, (names.map { textWidth($0) }.max() ?? 0) + 12)
    let scale = AxisScale(domain: ends, pixels: (left, size.width - 14))
    let bottom = size.height - 38
    let height = (bottom - 6) / Double(max(1, rows.count))
    TimeAxis(scale: scale, top: 4, bottom: bottom, width: size.width, hasGrid: true)
      .draw(on: &canvas)
    for (index, row) in rows.enumerated() {
      let middle = 6 + (Double(index) + 0.5) * height
      canvas.text(names[index], x: left - 8, y: middle + 4, anchor: .end, style: .ink)
      for bar in row.bars {
        let start = scale.pixel(bar.start)
        let width = max(3, scale.pixel(bar.end) - start)
        let offset = legend.count > 1 ? (Double(bar.kind) - Double(legend.count - 1) / 2) * 7 : 0
        canvas.rectangle(
          x: start, y: middle + offset - 4, width: width, height: legend.count > 1 ? 7 : 9,
          look: .fill(legend[bar.kind].color, .strong), title: "\(row.name): \(bar.label)")
      }
    }
    return canvas.markup
  }

  /// The chart as a Vega-Lite specification.
  public var vegaLite: JSONValue {
    let values = rows.flatMap { row in
      row.bars.map { bar in
        [
          "name": JSONValue.string(row.name), "start": VegaLite.position(bar.start),
          "end": VegaLite.position(bar.end), "kind": .string(legend[bar.kind].label),
          "label": .string(bar.label),
        ]
      }
    }
    return VegaLite.specification(
      of: self,
      [
        "data": VegaLite.data(values),
        "mark": .object(["type": "bar", "tooltip": .object(["content": "data"])]),
        "encoding": .object([
          "y": VegaLite.channel("name", "nominal", ["sort": nil]),
          "x": VegaLite.channel("start", along: .time, domain: ends),
          "x2": .object(["field": "end"]),
          "color": VegaLite.channel(
            "kind", "nominal",
            ["scale": VegaLite.colors(legend.map(\.label), legend.map(\.color))]),
        ]),
      ])
  }
}
