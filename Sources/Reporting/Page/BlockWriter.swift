import GridModel

/// Writes the blocks of a page in order, numbering charts as it goes.
struct BlockWriter {
  let chartNames: [String]
  let chartFolder: String
  private var chartCount = 0

  init(chartNames: [String], chartFolder: String) {
    self.chartNames = chartNames
    self.chartFolder = chartFolder
  }

  mutating func write(_ block: Page.Block, to html: inout MarkupBuffer) {
    switch block {
    case .paragraph(let prose): prose.writeParagraph(to: &html, class: "text")
    case .facts(let facts): facts.writeTiles(to: &html)
    case .table(let table):
      html.markup("<div class=\"card\">")
      table.write(to: &html)
      html.markup("</div>\n")
    case .charts(let charts):
      html.markup("<div class=\"charts\">\n")
      for chart in charts { write(chart, to: &html) }
      html.markup("</div>\n")
    case .links(let links): write(links, to: &html)
    }
  }

  private mutating func write(_ chart: any Chart, to html: inout MarkupBuffer) {
    let name = chartNames[chartCount]
    chartCount += 1
    html.markup("<figure class=\"card ")
    if case .wide = chart.shape { html.markup("wide") } else { html.markup("half") }
    html.markup("\"><figcaption><h3 id=\"c")
    html.integer(chartCount)
    html.markup("t\">")
    html.text(chart.title)
    html.markup("</h3><p id=\"c")
    html.integer(chartCount)
    html.markup("d\">")
    chart.summary.write(to: &html)
    html.markup("</p></figcaption>")
    write(chart.legend, to: &html)
    write(chart, size: chart.shape.regular, class: "plot regular", to: &html)
    write(chart, size: chart.shape.compact, class: "plot compact", to: &html)
    html.markup("<details><summary>Data<span class=\"vh\"> of “")
    html.text(chart.title)
    html.markup("”</span></summary>")
    chart.table.write(to: &html, isNamed: false)
    html.markup("<p><a href=\"")
    html.text(relativeReference("\(chartFolder)/\(name).vl.json"))
    html.markup("\">Vega-Lite specification</a></p></details></figure>\n")
  }

  private func write(
    _ chart: any Chart, size: ChartSize, class name: StaticString, to html: inout MarkupBuffer
  ) {
    html.markup("<svg class=\"")
    html.markup(name)
    html.markup("\" role=\"img\" aria-labelledby=\"c")
    html.integer(chartCount)
    html.markup("t\" aria-describedby=\"c")
    html.integer(chartCount)
    html.markup("d\" viewBox=\"0 0 ")
    html.length(size.width)
    html.markup(" ")
    html.length(size.height)
    html.markup("\">")
    html.append(chart.drawing(size))
    html.markup("</svg>")
  }

  private func write(_ legend: [LegendEntry], to html: inout MarkupBuffer) {
    guard !legend.isEmpty else { return }
    html.markup("<ul class=\"legend\">")
    for entry in legend {
      var canvas = SVGCanvas()
      entry.mark.draw(entry.color, on: &canvas, x: 1, y: 7)
      html.markup("<li><svg width=\"22\" height=\"14\" aria-hidden=\"true\">")
      html.append(canvas.markup)
      html.markup("</svg> ")
      html.text(entry.label)
      html.markup("</li>")
    }
    html.markup("</ul>")
  }

  private func write(_ links: [Page.Link], to html: inout MarkupBuffer) {
    html.markup("<ul class=\"links\">")
    for link in links {
      html.markup("<li class=\"card ")
      html.text(link.tone.rawValue)
      html.markup("\">")
      if link.tone != .neutral { link.tone.writeSign(to: &html) }
      html.markup("<div><a href=\"")
      html.text(relativeReference(link.path))
      html.markup("\">")
      html.text(link.label)
      html.markup("</a>")
      link.note.writeParagraph(to: &html, class: "note")
      html.markup("</div></li>")
    }
    html.markup("</ul>\n")
  }
}

extension [Page.Fact] {
  /// Writes the facts as tiles.
  func writeTiles(to html: inout MarkupBuffer) {
    guard !isEmpty else { return }
    html.markup("<dl class=\"tiles\">")
    for fact in self {
      html.markup("<div class=\"tile\"><dt>")
      html.text(fact.label)
      html.markup("</dt><dd class=\"value\">")
      fact.value.write(to: &html, fact.style)
      html.markup("</dd>")
      if !fact.note.text.isEmpty {
        html.markup("<dd class=\"note\">")
        fact.note.write(to: &html)
        html.markup("</dd>")
      }
      html.markup("</div>")
    }
    html.markup("</dl>\n")
  }
}

extension DataTable {
  /// Writes the table, with its title above it where nothing else names it.
  func write(to html: inout MarkupBuffer, isNamed: Bool = true) {
    html.markup("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"")
    html.text(isNamed ? title : "Data of \(title)")
    html.markup("\"><table>")
    if isNamed {
      html.markup("<caption>")
      html.text(title)
      html.markup("</caption>")
    }
    html.markup("<thead><tr>")
    for (index, column) in columns.enumerated() {
      let isEmpty = column.title.isEmpty
      html.markup(isEmpty ? "<td" : "<th scope=\"col\"")
      if isNumeric(index) { html.markup(" class=\"n\"") }
      if isLong(index) { html.markup(" class=\"long\"") }
      html.markup(">")
      html.text(column.title)
      html.markup(isEmpty ? "</td>" : "</th>")
    }
    html.markup("</tr></thead><tbody>\n")
    for row in rows {
      html.markup("<tr>")
      for (index, cell) in row.enumerated() {
        html.markup(index == 0 ? "<th scope=\"row\"" : "<td")
        if isNumeric(index) { html.markup(" class=\"n\"") }
        html.markup(">")
        cell.write(to: &html, columns[index].style)
        html.markup(index == 0 ? "</th>" : "</td>")
      }
      html.markup("</tr>\n")
    }
    html.markup("</tbody></table></div>")
  }

  /// Whether texts of a column fill lines, so that a narrow screen has to leave them room.
  private func isLong(_ column: Int) -> Bool {
    rows.contains { if case .text(let text) = $0[column] { text.count > 40 } else { false } }
  }

  private func isNumeric(_ column: Int) -> Bool {
    guard column > 0, rows.contains(where: { $0[column] != .missing }) else { return false }
    return rows.allSatisfy { row in
      switch row[column] {
      case .number, .duration, .missing: true
      default: false
      }
    }
  }
}

extension DataTable.Cell {
  func write(to html: inout MarkupBuffer, _ style: NumberStyle) {
    switch self {
    case .text(let text):
      html.markup("<bdi>")
      html.text(text)
      html.markup("</bdi>")
    case .code(let text):
      html.markup("<code><bdi>")
      html.text(text)
      html.markup("</bdi></code>")
    case .number(let value): html.number(value, style)
    case .duration(let seconds):
      html.data(seconds, text: durationText(seconds: seconds))
    case .time(let time): html.time(time)
    case .tone(let tone, let word):
      html.markup("<span class=\"tone ")
      html.text(tone.rawValue)
      html.markup("\">")
      tone.writeSign(to: &html)
      html.markup(" ")
      html.text(word)
      html.markup("</span>")
    case .missing: html.markup("<span class=\"missing\">–</span>")
    }
  }
}

extension MarkupBuffer {
  /// Writes a number as it is shown, with the whole number in the markup.
  mutating func number(_ value: Double, _ style: NumberStyle) {
    data(value, text: style.text(value))
  }

  /// Writes `text` with the number that it stands for.
  mutating func data(_ value: Double, text shown: String) {
    guard value.isFinite else {
      text(shown)
      return
    }
    markup("<data value=\"")
    trusted(value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : "\(value)")
    markup("\">")
    text(shown)
    markup("</data>")
  }

  /// Writes a moment.
  mutating func time(_ time: Timestamp) {
    markup("<time datetime=\"")
    text(time.description)
    markup("\">")
    text(time.minuteText)
    markup("</time>")
  }
}
