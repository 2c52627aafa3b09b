public import Documents
import GridModel

extension Page {
  /// The page as JSON: the same words and numbers in the same order.
  ///
  /// The specifications of charts
  /// lie in `chartFolder`, as seen from the page.
  public func twin(chartFolder: String) -> JSONValue {
    let names = charts.map(\.name)
    var next = 0
    let sections = self.sections.map { section -> JSONValue in
      let blocks = section.blocks.map { block -> JSONValue in
        switch block {
        case .paragraph(let prose): return ["paragraph": prose.json]
        case .facts(let facts): return .object(["facts": .array(facts.map(\.json))])
        case .table(let table): return .object(["table": table.json])
        case .charts(let charts):
          return .object([
            "charts": .array(
              charts.map { chart in
                defer { next += 1 }
                return .object([
                  "title": .string(chart.title), "summary": chart.summary.json,
                  "legend": .array(chart.legend.map { .string($0.label) }),
                  "vega_lite": .string("\(chartFolder)/\(names[next]).vl.json"),
                  "table": chart.table.json,
                ])
              })
          ])
        case .links(let links):
          return .object([
            "links": .array(
              links.map { link in
                [
                  "path": .string(link.path), "label": .string(link.label), "note": link.note.json,
                  "tone": .string(link.tone.rawValue),
                ]
              })
          ])
        }
      }
      return .object([
        "title": .string(section.title), "introduction": section.introduction.json,
        "blocks": .array(blocks),
      ])
    }
    return .object([
      "kind": "report_page", "format_version": 1, "report": .string(kind), "title": .string(title),
      "source": source.json,
      "verdict": .object([
        "tone": .string(verdict.tone.rawValue), "headline": verdict.headline.json,
        "detail": verdict.detail.json,
      ]),
      "facts": .array(facts.map(\.json)), "sections": .array(sections),
      "provenance": .object(
        Dictionary(provenance.map { ($0.name, .string($0.value)) }) { first, _ in first }),
    ])
  }
}

extension Prose {
  /// The sentence and the numbers in it.
  var json: JSONValue {
    let numbers = self.numbers
    guard !numbers.isEmpty else { return .string(text) }
    return .object(["text": .string(text), "values": .array(numbers.map { JSONValue($0) })])
  }
}

extension Page.Fact {
  var json: JSONValue {
    .object([
      "name": .string(name), "label": .string(label), "value": value.json,
      "text": .string(value.shown(style)), "style": .string(style.name), "note": note.json,
    ])
  }
}

extension DataTable {
  var json: JSONValue {
    .object([
      "title": .string(title), "columns": .array(columns.map { .string($0.title) }),
      "rows": .array(rows.map { .array($0.map(\.json)) }),
    ])
  }
}

extension DataTable.Cell {
  var json: JSONValue {
    switch self {
    case .text(let text), .code(let text), .tone(_, let text): .string(text)
    case .number(let value), .duration(let value): value.isFinite ? JSONValue(value) : .null
    case .time(let time): .string(time.description)
    case .missing: .null
    }
  }

  /// The cell as it is read.
  func shown(_ style: NumberStyle) -> String {
    switch self {
    case .text(let text), .code(let text), .tone(_, let text): text
    case .number(let value): style.text(value)
    case .time(let time): time.minuteText
    case .duration(let seconds): durationText(seconds: seconds)
    case .missing: "–"
    }
  }
}
