extension Page {
  /// The page as HTML that needs nothing else: no script, no font, no image from anywhere.
  ///
  /// It links to its JSON `twin` beside it and to the specifications of charts in `chartFolder`.
  public func html(twin: String, chartFolder: String) -> [UInt8] {
    var html = MarkupBuffer()
    html.markup(
      """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark"><meta name="generator" content="Kilowatch">
      <title>
      """)
    html.text("\(title) – \(kind)")
    html.markup("</title><style>")
    html.trusted(PageStyle.css)
    html.markup("</style></head>\n<body><a class=\"skip\" href=\"#main\">Skip to content</a>\n")
    writeHeader(to: &html)
    html.markup("<main id=\"main\">\n")
    writeVerdict(to: &html)
    facts.writeTiles(to: &html)
    writeContents(to: &html)
    var writer = BlockWriter(chartNames: charts.map(\.name), chartFolder: chartFolder)
    for (index, section) in sections.enumerated() {
      html.markup("<section id=\"s")
      html.integer(index + 1)
      html.markup("\"><h2>")
      html.text(section.title)
      html.markup("</h2>\n")
      section.introduction.writeParagraph(to: &html, class: "intro")
      for block in section.blocks { writer.write(block, to: &html) }
      html.markup("</section>\n")
    }
    html.markup("</main>\n")
    writeFooter(twin: twin, to: &html)
    html.markup("</body></html>\n")
    return html.bytes
  }

  private func writeHeader(to html: inout MarkupBuffer) {
    html.markup("<header><p class=\"brand\"><b>Kilowatch</b> ")
    html.text(kind)
    html.markup("</p><h1><bdi>")
    html.text(title)
    html.markup("</bdi></h1>")
    source.writeParagraph(to: &html, class: "source")
    html.markup("</header>\n")
  }

  private func writeVerdict(to html: inout MarkupBuffer) {
    html.markup("<div class=\"verdict ")
    html.text(verdict.tone.rawValue)
    html.markup("\">")
    verdict.tone.writeSign(to: &html)
    html.markup("<div><p class=\"headline\">")
    verdict.headline.write(to: &html)
    html.markup("</p>")
    verdict.detail.writeParagraph(to: &html, class: "detail")
    html.markup("</div></div>\n")
  }

  private func writeContents(to html: inout MarkupBuffer) {
    guard sections.count > 1 else { return }
    html.markup("<nav aria-label=\"Contents\"><ul>")
    for (index, section) in sections.enumerated() {
      html.markup("<li><a href=\"#s")
      html.integer(index + 1)
      html.markup("\">")
      html.text(section.title)
      html.markup("</a></li>")
    }
    html.markup("</ul></nav>\n")
  }

  private func writeFooter(twin: String, to html: inout MarkupBuffer) {
    html.markup("<footer><dl>")
    for item in provenance {
      html.markup("<div><dt>")
      html.text(item.name)
      html.markup("</dt><dd>")
      html.text(item.value)
      html.markup("</dd></div>")
    }
    html.markup("</dl><p>Times are UTC. Every number on this page, for machines: <a href=\"")
    html.text(relativeReference(twin))
    html.markup("\">")
    html.text(twin)
    html.markup("</a>.</p></footer>\n")
  }
}

/// `path` as a reference that cannot be read as a scheme: every byte but the plainest is encoded.
func relativeReference(_ path: String) -> String {
  var reference = ""
  for byte in path.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
      UInt8(ascii: "."), UInt8(ascii: "/"):
      reference.unicodeScalars.append(Unicode.Scalar(byte))
    default:
      let digits = String(byte, radix: 16, uppercase: true)
      reference += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
    }
  }
  return reference.hasPrefix("/") ? ".\(reference)" : reference
}

extension Tone {
  /// A sign that tells tones apart without colour.
  func writeSign(to html: inout MarkupBuffer) {
    switch self {
    case .neutral: html.markup("<span class=\"sign\" aria-hidden=\"true\">i</span>")
    case .good: html.markup("<span class=\"sign\" role=\"img\" aria-label=\"Good\">✓</span>")
    case .warning: html.markup("<span class=\"sign\" role=\"img\" aria-label=\"Warning\">!</span>")
    case .bad: html.markup("<span class=\"sign\" role=\"img\" aria-label=\"Bad\">✕</span>")
    }
  }
}

extension Prose {
  func write(to html: inout MarkupBuffer) {
    for piece in pieces {
      switch piece {
      case .text(let text): html.text(text)
      case .code(let name):
        html.markup("<code><bdi>")
        html.text(name)
        html.markup("</bdi></code>")
      case .number(let value, let style): html.number(value, style)
      case .time(let time): html.time(time)
      }
    }
  }

  func writeParagraph(to html: inout MarkupBuffer, class name: StaticString) {
    guard !pieces.isEmpty, !text.isEmpty else { return }
    html.markup("<p class=\"")
    html.markup(name)
    html.markup("\">")
    write(to: &html)
    html.markup("</p>\n")
  }
}
