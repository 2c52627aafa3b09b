public import Documents

/// A network as a tree that grows from its source to the right, with the state of buses and branches.
public struct NetworkDiagram: Chart {
  /// A bus.
  public struct Node: Equatable, Sendable {
    /// What stands beside it.
    public let name: String
    /// Its measure, such as a voltage.
    public let value: Double?
    /// Whether its state is as it should be.
    public let tone: Tone
    /// What is connected to it, such as “PV” or “load”; drawn as a filled mark with this word.
    public let badge: String?

    /// A bus called `name`.
    public init(_ name: String, value: Double? = nil, tone: Tone = .neutral, badge: String? = nil) {
      self.name = name
      self.value = value
      self.tone = tone
      self.badge = badge
    }
  }

  /// A branch between two buses.
  public struct Edge: Equatable, Sendable {
    /// The index of the bus at one end.
    public let from: Int
    /// The index of the bus at the other end.
    public let to: Int
    /// What it is called.
    public let name: String
    /// How much of its rating it carries, in percent.
    public let loadingPercent: Double?

    /// A branch between two buses.
    public init(from: Int, to: Int, name: String, loadingPercent: Double? = nil) {
      self.from = from
      self.to = to
      self.name = name
      self.loadingPercent = loadingPercent
    }

    /// Whether the loading is as it should be.
    var tone: Tone {
      guard let loadingPercent else { return .neutral }
      return loadingPercent > 100 ? .bad : loadingPercent > 80 ? .warning : .neutral
    }
  }

  /// What the chart shows, as a heading.
  public let title: String
  /// What is to be seen in it.
  public let summary: Prose
  /// The buses.
  public let nodes: [Node]
  /// The branches.
  public let edges: [Edge]
  /// What the value of a bus is, with its unit.
  public let measure: String
  private let layout: TreeLayout

  /// A diagram that grows from the bus with index `root`.
  public init(
    title: String, summary: Prose, nodes: [Node], edges: [Edge], root: Int, measure: String
  ) {
    self.title = title
    self.summary = summary
    self.nodes = nodes
    self.edges = edges
    self.measure = measure
    layout = TreeLayout(nodeCount: nodes.count, edges: edges.map { ($0.from, $0.to) }, root: root)
  }

  /// How much room it takes in a page.
  public var shape: ChartShape { .wide(height: max(120, Double(layout.rowCount) * 44 + 40)) }

  /// What its colours and marks mean.
  public var legend: [LegendEntry] {
    [
      LegendEntry("Up to 80 % of the rating", .series1), LegendEntry("80 to 100 %", .warning),
      LegendEntry("Overloaded", .bad), LegendEntry("Bus", .series6, .dot),
    ]
  }

  /// The data behind the drawing, at a length that people read.
  public var table: DataTable {
    DataTable(
      title: title,
      columns: [
        DataTable.Column("From"), DataTable.Column("To"), DataTable.Column("Branch"),
        DataTable.Column("Loading (%)"), DataTable.Column("\(measure) at the end"),
      ],
      rows: edges.prefix(200).map { edge in
        [
          .text(nodes[edge.from].name), .text(nodes[edge.to].name), .text(edge.name),
          .rounded(edge.loadingPercent ?? .nan), .rounded(nodes[edge.to].value ?? .nan),
        ]
      })
  }

  /// The drawing at `size`.
  public func drawing(_ size: ChartSize) -> MarkupBuffer {
    var canvas = SVGCanvas()
    let columnWidth = (size.width - 88) / Double(max(1, layout.depth))
    let rowHeight = (size.height - 40) / Double(max(1, layout.rowCount))
    func point(_ node: Int) -> (x: Double, y: Double) {
      (
        44 + Double(layout.columns[node]) * columnWidth,
        20 + (layout.rows[node] + 0.5) * rowHeight
      )
    }
    // Branches beside each other share the way; the first of them is labelled.
    var labels: [(x: Double, y: Double)] = []
    for edge in edges {
      let isBackward = layout.columns[edge.from] > layout.columns[edge.to]
      let start = point(isBackward ? edge.to : edge.from)
      let end = point(isBackward ? edge.from : edge.to)
      var path = SVGPath()
      path.move(to: start)
      if start.y != end.y { path.line(to: (start.x + min(14, columnWidth / 3), end.y)) }
      path.line(to: end)
      let color: ColorRole =
        switch edge.tone {
        case .bad: .bad
        case .warning: .warning
        default: .series1
        }
      let loading = edge.loadingPercent.map { "\(NumberStyle.decimals(0).text($0)) %" }
      canvas.path(
        path, look: .stroke(color, isThick: true),
        title: "\(edge.name)\(loading.map { ": \($0)" } ?? "")")
      let label = (x: (start.x + end.x) / 2 + 6, y: end.y - 6)
      if let loading, columnWidth > 64,
        !labels.contains(where: { abs($0.x - label.x) < 36 && abs($0.y - label.y) < 12 })
      {
        canvas.text(loading, x: label.x, y: label.y, anchor: .middle, style: .small)
        labels.append(label)
      }
    }
    for (index, node) in nodes.enumerated() {
      draw(
        node, at: point(index), columnWidth: columnWidth, isTight: rowHeight < 42, on: &canvas)
    }
    return canvas.markup
  }

  private func draw(
    _ node: Node, at point: (x: Double, y: Double), columnWidth: Double, isTight: Bool,
    on canvas: inout SVGCanvas
  ) {
    let color: ColorRole =
      switch node.tone {
      case .neutral: .series6
      case .good: .good
      case .warning: .warning
      case .bad: .bad
      }
    let value = node.value.map { ": \(NumberStyle.significant(4).text($0)) \(measure)" } ?? ""
    canvas.circle(x: point.x, y: point.y, radius: node.badge == nil ? 4.5 : 6, look: .surface)
    canvas.circle(
      x: point.x, y: point.y, radius: node.badge == nil ? 4 : 5.5, look: .fill(color),
      title: "\(node.name)\(value)")
    let room = min(columnWidth - 4, 84)
    // Between rows that are close there is room for one label: what is connected, or the name.
    if !isTight || node.badge == nil {
      canvas.text(
        Self.label(node.name, room), x: point.x, y: isTight ? point.y - 8 : point.y + 18,
        anchor: .middle, style: .plate)
    }
    if let badge = node.badge {
      canvas.text(
        Self.label(badge, room), x: point.x, y: point.y - 10, anchor: .middle, style: .bold)
    }
  }

  /// As much of `name` as fits: all of it, its last word, its beginning, or nothing.
  private static func label(_ name: String, _ room: Double) -> String {
    if textWidth(name) <= room { return name }
    if let last = name.split(separator: " ").last, textWidth(last) <= room { return String(last) }
    return room < 48 ? "" : shortened(name, to: room)
  }

  /// The chart as a Vega-Lite specification.
  public var vegaLite: JSONValue {
    func place(_ node: Int) -> (JSONValue, JSONValue) {
      (JSONValue(layout.columns[node]), VegaLite.number(-layout.rows[node]))
    }
    let branches = edges.map { edge -> [String: JSONValue] in
      let (from, to) = (place(edge.from), place(edge.to))
      return [
        "x": from.0, "y": from.1, "x2": to.0, "y2": to.1, "name": .string(edge.name),
        "loading_percent": VegaLite.number(edge.loadingPercent ?? .nan),
      ]
    }
    let buses = nodes.enumerated().map { index, node -> [String: JSONValue] in
      let position = place(index)
      return [
        "x": position.0, "y": position.1, "name": .string(node.name),
        "value": VegaLite.number(node.value ?? .nan),
        "connected": node.badge.map { .string($0) } ?? .null,
      ]
    }
    let x = VegaLite.channel("x", "quantitative", ["axis": nil])
    let y = VegaLite.channel("y", "quantitative", ["axis": nil])
    return VegaLite.specification(
      of: self,
      [
        "layer": .array([
          .object([
            "data": VegaLite.data(branches),
            "mark": .object(["type": "rule", "strokeWidth": 3, "tooltip": ["content": "data"]]),
            "encoding": .object([
              "x": x, "y": y, "x2": .object(["field": "x2"]), "y2": .object(["field": "y2"]),
              "color": VegaLite.channel("loading_percent", "quantitative", title: "loading (%)"),
            ]),
          ]),
          .object([
            "data": VegaLite.data(buses),
            "mark": .object([
              "type": "point", "filled": true, "size": 90, "opacity": 1, "color": "#35414d",
              "tooltip": ["content": "data"],
            ]),
            "encoding": .object(["x": x, "y": y]),
          ]),
          .object([
            "data": VegaLite.data(buses),
            "mark": .object(["type": "text", "dy": 14, "fontSize": 10]),
            "encoding": .object(["x": x, "y": y, "text": .object(["field": "name"])]),
          ]),
        ]), "config": .object(["view": .object(["stroke": nil])]),
      ])
  }
}
