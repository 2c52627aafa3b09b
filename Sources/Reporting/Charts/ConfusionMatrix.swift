public import Documents

/// What was true against what was said: counts in a square.
public struct ConfusionMatrix: Chart {
  /// What the chart shows, as a heading.
  public let title: String
  /// What is to be seen in it.
  public let summary: Prose
  /// The classes, in order.
  public let classes: [String]
  /// Counts: a row for each true class, a column for each class said.
  public let counts: [[Int]]

  /// A matrix of `counts`.
  public init(title: String, summary: Prose, classes: [String], counts: [[Int]]) {
    precondition(counts.count == classes.count && counts.allSatisfy { $0.count == classes.count })
    self.title = title
    self.summary = summary
    self.classes = classes
    self.counts = counts
  }

  /// How much room it takes in a page.
  public var shape: ChartShape { .half(height: max(220, Double(classes.count) * 44 + 90)) }

  /// What its colours and marks mean.
  public var legend: [LegendEntry] { [] }

  /// The data behind the drawing, at a length that people read.
  public var table: DataTable {
    DataTable(
      title: title,
      columns: [DataTable.Column("True")]
        + classes.map { DataTable.Column("Said \($0)", .integer) },
      rows: zip(classes, counts).map { name, row in
        [.text(name)] + row.map { .number(Double($0)) }
      })
  }

  /// The drawing at `size`.
  public func drawing(_ size: ChartSize) -> MarkupBuffer {
    var canvas = SVGCanvas()
    let names = classes.map { shortened($0, to: size.width * 0.26) }
    let left = (names.map { textWidth($0) }.max() ?? 0) + 18
    let (top, bottom) = (44.0, size.height - 14)
    let width = (size.width - left - 6) / Double(max(1, classes.count))
    let height = (bottom - top) / Double(max(1, classes.count))
    canvas.text("True", x: left - 8, y: top - 8, anchor: .end)
    canvas.text("Said", x: left, y: 14)
    for (column, name) in names.enumerated() {
      canvas.text(
        shortened(name, to: width - 4), x: left + (Double(column) + 0.5) * width, y: top - 8,
        anchor: .middle, style: .ink)
    }
    for (row, values) in counts.enumerated() {
      let y = top + Double(row) * height
      canvas.text(names[row], x: left - 8, y: y + height / 2 + 4, anchor: .end, style: .ink)
      let total = max(1, values.reduce(0, +))
      for (column, value) in values.enumerated() {
        let share = Double(value) / Double(total)
        let level = ColorRamp.sequential.level(at: share)
        let x = left + Double(column) * width
        canvas.rectangle(
          x: x, y: y, width: width - 2, height: height - 2, look: .level(.sequential, level))
        let style: SVGCanvas.TextStyle = ColorRamp.sequential.isStrong(level) ? .onStrong : .ink
        let middle = y + height / 2
        canvas.text(
          NumberStyle.integer.text(Double(value)), x: x + width / 2, y: middle, anchor: .middle,
          style: style)
        canvas.text(
          NumberStyle.percent(1).text(share), x: x + width / 2, y: middle + 16, anchor: .middle,
          style: style)
      }
    }
    return canvas.markup
  }

  /// The chart as a Vega-Lite specification.
  public var vegaLite: JSONValue {
    let rows = zip(classes, counts).flatMap { name, row in
      let total = Double(max(1, row.reduce(0, +)))
      return zip(classes, row).map { said, count in
        [
          "true": JSONValue.string(name), "said": .string(said), "count": JSONValue(count),
          "share": VegaLite.number(Double(count) / total),
        ]
      }
    }
    let position: [String: JSONValue] = [
      "y": VegaLite.channel("true", "nominal", title: "true", ["sort": nil]),
      "x": VegaLite.channel("said", "nominal", title: "said", ["sort": nil]),
    ]
    return VegaLite.specification(
      of: self,
      [
        "data": VegaLite.data(rows), "width": 320, "height": 260,
        "layer": .array([
          .object([
            "mark": "rect",
            "encoding": .object(
              position.merging([
                "color": VegaLite.channel(
                  "share", "quantitative", title: "share of the row",
                  ["scale": .object(["scheme": "blues", "domain": [0, 1]])])
              ]) { $1 }),
          ]),
          .object([
            "mark": "text",
            "encoding": .object(
              position.merging([
                "text": VegaLite.channel("count", "quantitative"),
                "color": .object([
                  "condition": ["test": "datum.share > 0.5", "value": "white"], "value": "black",
                ]),
              ]) { $1 }),
          ]),
        ]),
      ])
  }
}
