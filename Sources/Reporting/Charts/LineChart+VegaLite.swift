public import Documents

extension LineChart {
  /// How many columns a specification keeps the extremes of.
  private static let columns = 1_000

  /// The chart as a Vega-Lite specification.
  public var vegaLite: JSONValue {
    let overlays = self.overlays.filter { !$0.spans.isEmpty }
    let layers =
      overlays.map(layer) + bands.map(layer) + lines.map(layer) + rules.map(layer)
      + (marks.isEmpty ? [] : [markLayer])
    return VegaLite.specification(of: self, ["layer": .array(layers)])
  }

  private var x: JSONValue {
    VegaLite.channel("x", along: horizontal, domain: horizontalDomain)
  }

  private var y: JSONValue { VegaLite.channel("y", along: vertical, domain: verticalDomain) }

  private var color: JSONValue {
    let names =
      lines.map { ($0.name, $0.color) } + bands.map { ($0.name, $0.color) }
      + overlays.map { ($0.name, $0.color) }
    var members: [String: JSONValue] = [
      "field": "series", "type": "nominal", "title": nil,
      "scale": VegaLite.colors(names.map(\.0), names.map(\.1)),
    ]
    if names.count <= 1 { members["legend"] = .null }
    return .object(members)
  }

  private func layer(_ line: Line) -> JSONValue {
    func row(_ x: Double, _ y: Double) -> [String: JSONValue] {
      [
        "x": VegaLite.position(x), "y": VegaLite.number(y), "series": .string(line.name),
      ]
    }
    let domain = horizontalDomain
    let kept = Decimation(xs: line.xs, ys: line.ys, domain: domain, count: Self.columns)
    var rows: [[String: JSONValue]] = []
    var previous: Int?
    for index in kept.indices {
      if let previous, kept.breaks(from: previous, to: index, xs: line.xs, domain, gap: gap) {
        rows.append(row((line.xs[previous] + line.xs[index]) / 2, .nan))
      }
      rows.append(row(line.xs[index], line.ys[index]))
      previous = index
    }
    // The last step lasts as long as the one before.
    if line.style == .steps || line.style == .filledSteps, let last = previous, last > 0 {
      rows.append(row(2 * line.xs[last] - line.xs[last - 1], line.ys[last]))
    }
    var mark: [String: JSONValue] = ["tooltip": true]
    switch line.style {
    case .line: mark["type"] = "line"
    case .dashed:
      mark["type"] = "line"
      mark["strokeDash"] = [5, 4]
    case .steps:
      mark["type"] = "line"
      mark["interpolate"] = "step-after"
    case .filledSteps:
      mark["type"] = "area"
      mark["interpolate"] = "step-after"
      mark["opacity"] = 0.4
    case .dots: mark["type"] = "point"
    }
    if mark["type"] == "line" { mark["strokeWidth"] = 1.4 }
    return .object([
      "data": VegaLite.data(rows), "mark": .object(mark),
      "encoding": .object(["x": x, "y": y, "color": color]),
    ])
  }

  private func layer(_ band: Band) -> JSONValue {
    let stride = max(1, band.xs.count / Self.columns)
    let rows = Swift.stride(from: 0, to: band.xs.count, by: stride).map { index in
      [
        "x": VegaLite.position(band.xs[index]), "y": VegaLite.number(band.lower[index]),
        "y2": VegaLite.number(band.upper[index]), "series": JSONValue.string(band.name),
      ]
    }
    return .object([
      "data": VegaLite.data(rows), "mark": .object(["type": "area", "opacity": 0.3]),
      "encoding": .object(["x": x, "y": y, "y2": .object(["field": "y2"]), "color": color]),
    ])
  }

  private func layer(_ overlay: Overlay) -> JSONValue {
    let rows = overlay.spans.map { span in
      [
        "x": VegaLite.position(span.start), "x2": VegaLite.position(span.end),
        "label": JSONValue.string(span.label), "series": .string(overlay.name),
      ]
    }
    return .object([
      "data": VegaLite.data(rows),
      "mark": .object(["type": "rect", "opacity": 0.25, "tooltip": .object(["content": "data"])]),
      "encoding": .object(["x": x, "x2": .object(["field": "x2"]), "color": color]),
    ])
  }

  private func layer(_ rule: Rule) -> JSONValue {
    let row = [
      rule.isVertical ? "x" : "y": VegaLite.position(rule.value), "label": .string(rule.label),
    ]
    return .object([
      "data": VegaLite.data([row]),
      "mark": .object([
        "type": "rule", "strokeDash": [5, 4], "tooltip": .object(["content": "data"]),
      ]),
      "encoding": .object(rule.isVertical ? ["x": x] : ["y": y]),
    ])
  }

  private var markLayer: JSONValue {
    let rows = marks.map { mark in
      [
        "x": VegaLite.position(mark.x), "y": VegaLite.number(mark.y),
        "label": JSONValue.string(mark.label),
      ]
    }
    return .object([
      "data": VegaLite.data(rows),
      "mark": .object([
        "type": "point", "filled": true, "size": 80, "tooltip": .object(["content": "data"]),
      ]),
      "encoding": .object(["x": x, "y": y]),
    ])
  }
}
