import Documents

/// The words that Vega-Lite specifications are made of.
enum VegaLite {
  /// A specification of `layers` over values of their own.
  static func specification(
    of chart: some Chart, _ body: [String: JSONValue]
  ) -> JSONValue {
    var members = body
    members["$schema"] = "https://vega.github.io/schema/vega-lite/v5.json"
    members["title"] = .object(["text": .string(chart.title), "anchor": "start"])
    members["description"] = .string(chart.summary.text)
    if members["width"] == nil { members["width"] = 860 }
    members["height"] = members["height"] ?? .integer(Int64(chart.shape.regular.height))
    return .object(members)
  }

  /// The data of a layer.
  static func data(_ rows: [[String: JSONValue]]) -> JSONValue {
    .object(["values": .array(rows.map { .object($0) })])
  }

  /// A field as numbers, times or names.
  static func channel(
    _ field: String, _ type: String, title: String? = nil, _ more: [String: JSONValue] = [:]
  ) -> JSONValue {
    var members = more
    members["field"] = .string(field)
    members["type"] = .string(type)
    members["title"] = title.map { .string($0) } ?? .null
    return .object(members)
  }

  /// A field along `axis`.
  static func channel(
    _ field: String, along axis: ChartAxis, domain: ClosedRange<Double>
  ) -> JSONValue {
    let ends: JSONValue = .array([number(domain.lowerBound), number(domain.upperBound)])
    let title = axis.title.isEmpty ? nil : axis.title
    switch axis.kind {
    case .number:
      return channel(field, "quantitative", title: title, ["scale": .object(["domain": ends])])
    case .logarithmic:
      return channel(
        field, "quantitative", title: title, ["scale": .object(["domain": ends, "type": "log"])])
    case .time:
      return channel(
        field, "temporal", title: title, ["scale": .object(["type": "utc"])])
    }
  }

  /// A scale that gives `entries` their colours by day.
  static func colors(_ names: [String], _ roles: [ColorRole]) -> JSONValue {
    .object([
      "domain": .array(names.map { .string($0) }),
      "range": .array(roles.map { .string(Theme.light.color($0)) }),
    ])
  }

  /// A number, or nothing if it is not finite.
  static func number(_ value: Double) -> JSONValue {
    value.isFinite ? JSONValue(NumberStyle.rounded(value, significant: 8)) : .null
  }

  /// A moment as milliseconds, which Vega reads as a time.
  static func position(_ value: Double) -> JSONValue {
    value.isFinite ? JSONValue(value) : .null
  }
}
