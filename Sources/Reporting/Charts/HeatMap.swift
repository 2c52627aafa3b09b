public import Documents

/// A table of numbers as colours: correlations, or one value for each hour of each day.
public struct HeatMap: Chart {
  /// What the chart shows, as a heading.
  public let title: String
  /// What is to be seen in it.
  public let summary: Prose
  /// How much room it takes in a page.
  public let shape: ChartShape
  /// What stands at the left of each row.
  public let rowNames: [String]
  /// What stands below each column.
  public let columnNames: [String]
  /// The values, row by row; one that is not finite stays empty.
  public let values: [[Double]]
  /// The colours.
  public let ramp: ColorRamp
  /// The values at the ends of the ramp.
  public let domain: ClosedRange<Double>
  /// How values are shown.
  public let style: NumberStyle
  /// What the colours mean, with its unit.
  public let measure: String

  /// A map of `values`.
  ///
  /// Without a `domain`, the ends of the ramp are the lowest and the highest value, symmetric
  /// around zero for a diverging ramp.
  public init(
    title: String, summary: Prose, isWide: Bool = false, rowNames: [String], columnNames: [String],
    values: [[Double]], ramp: ColorRamp = .sequential, domain: ClosedRange<Double>? = nil,
    style: NumberStyle = .significant(3), measure: String
  ) {
    precondition(values.count == rowNames.count, "\(values.count) rows for \(rowNames.count) names")
    for row in values {
      precondition(row.count == columnNames.count, "\(row.count) of \(columnNames.count) columns")
    }
    self.title = title
    self.summary = summary
    self.rowNames = rowNames
    self.columnNames = columnNames
    self.values = values
    self.ramp = ramp
    self.style = style
    self.measure = measure
    let finite = values.joined().filter(\.isFinite)
    let low = finite.min() ?? 0
    let high = max(low, finite.max() ?? 1)
    let extreme = max(abs(low), abs(high))
    self.domain = domain ?? (ramp == .diverging ? -extreme...extreme : low...high)
    let rowHeight = rowNames.count > 16 ? 20.0 : 30
    let height = Double(rowNames.count) * rowHeight + 78
    shape = isWide ? .wide(height: height) : .half(height: height)
  }

  /// What its colours and marks mean.
  public var legend: [LegendEntry] { [] }

  /// The data behind the drawing, at a length that people read.
  public var table: DataTable {
    DataTable(
      title: title,
      columns: [DataTable.Column("")] + columnNames.map { DataTable.Column($0, style) },
      rows: zip(rowNames, values).map { name, row in
        [.text(name)] + row.map { .rounded($0) }
      })
  }

  private func level(_ value: Double) -> Int {
    let span = domain.upperBound - domain.lowerBound
    return ramp.level(at: span > 0 ? (value - domain.lowerBound) / span : 0.5)
  }

  /// The drawing at `size`.
  public func drawing(_ size: ChartSize) -> MarkupBuffer {
    var canvas = SVGCanvas()
    let names = rowNames.map { shortened($0, to: size.width * 0.3) }
    let left = (names.map { textWidth($0) }.max() ?? 0) + 12
    let (top, bottom) = (34.0, size.height - 44)
    let cellWidth = (size.width - left - 6) / Double(max(1, columnNames.count))
    let cellHeight = (bottom - top) / Double(max(1, rowNames.count))
    drawRamp(on: &canvas, left: left, width: size.width)
    let widest = values.joined().filter(\.isFinite).map { textWidth(style.text($0)) }.max() ?? 0
    let hasTexts = widest < cellWidth - 3 && cellHeight >= 18
    for (row, values) in values.enumerated() {
      let y = top + Double(row) * cellHeight
      canvas.text(names[row], x: left - 8, y: y + cellHeight / 2 + 4, anchor: .end, style: .ink)
      for (column, value) in values.enumerated() where value.isFinite {
        let x = left + Double(column) * cellWidth
        let level = level(value)
        let text = style.text(value)
        canvas.rectangle(
          x: x, y: y, width: cellWidth - 1, height: cellHeight - 1, look: .level(ramp, level),
          title: "\(rowNames[row]), \(columnNames[column]): \(text)")
        if hasTexts {
          canvas.text(
            text, x: x + cellWidth / 2, y: y + cellHeight / 2 + 4, anchor: .middle,
            style: ramp.isStrong(level) ? .onStrong : .ink)
        }
      }
    }
    drawColumnNames(on: &canvas, left: left, cellWidth: cellWidth, y: bottom + 16, in: size)
    return canvas.markup
  }

  private func drawRamp(on canvas: inout SVGCanvas, left: Double, width: Double) {
    let cell = 14.0
    let low = style.text(domain.lowerBound)
    let high = "\(style.text(domain.upperBound))  \(measure)"
    let length = textWidth(low) + Double(ColorRamp.levels) * cell + 12 + textWidth(high)
    var x = max(0, min(left, width - length - 4))
    canvas.text(low, x: x, y: 16)
    x += textWidth(low) + 6
    for level in 0..<ColorRamp.levels {
      canvas.rectangle(
        x: x + Double(level) * cell, y: 6, width: cell, height: 12, look: .level(ramp, level))
    }
    x += Double(ColorRamp.levels) * cell + 6
    canvas.text(high, x: x, y: 16)
  }

  /// Names of columns; where there is no room for all, every second, third … one.
  private func drawColumnNames(
    on canvas: inout SVGCanvas, left: Double, cellWidth: Double, y: Double, in size: ChartSize
  ) {
    let widest = (columnNames.map { textWidth($0) }.max() ?? 0) + 6
    let isSlanted = widest > cellWidth && columnNames.count <= 12
    if isSlanted {
      // Two rows in turn, cut to the room of two cells; the last has half a cell to its right.
      for (column, name) in columnNames.enumerated() {
        let x = left + (Double(column) + 0.5) * cellWidth
        let room = (column + 1 == columnNames.count ? 1.5 : 2) * cellWidth - 6
        let text = shortened(name, to: room)
        let half = textWidth(text) * 0.54 + 2
        let clamped = min(max(x, half + 1), size.width - half - 1)
        canvas.text(
          text, x: clamped, y: y + (column.isMultiple(of: 2) ? 0 : 16), anchor: .middle, style: .ink
        )
      }
      return
    }
    let every = max(1, Int((widest / cellWidth).rounded(.up)))
    for column in stride(from: 0, to: columnNames.count, by: every) {
      let x = left + (Double(column) + 0.5) * cellWidth
      canvas.text(columnNames[column], x: x, y: y, anchor: .middle, style: .ink)
    }
  }

  /// The chart as a Vega-Lite specification.
  public var vegaLite: JSONValue {
    let rows = zip(rowNames, values).flatMap { name, row in
      zip(columnNames, row).map { column, value in
        [
          "row": JSONValue.string(name), "column": .string(column), "value": VegaLite.number(value),
        ]
      }
    }
    return VegaLite.specification(
      of: self,
      [
        "data": VegaLite.data(rows), "mark": .object(["type": "rect", "tooltip": true]),
        "width": 420,
        "encoding": .object([
          "x": VegaLite.channel("column", "nominal", ["sort": nil]),
          "y": VegaLite.channel("row", "nominal", ["sort": nil]),
          "color": VegaLite.channel(
            "value", "quantitative", title: measure,
            [
              "scale": .object([
                "domain": .array([
                  VegaLite.number(domain.lowerBound), VegaLite.number(domain.upperBound),
                ]),
                "range": .array(Theme.light.colors(of: ramp).map { .string($0) }),
              ])
            ]),
        ]),
      ])
  }
}
