public import Documents

extension RunContent.Job {
  /// The most facts of a page that an index repeats.
  private static let factLimit = 2

  /// The job whose `page` has the JSON twin `twin`; nil if it is not the twin of a page.
  public init?(twin: JSONValue, page: String, elapsedS: Double? = nil) {
    guard twin["kind"]?.string == "report_page", let report = twin["report"]?.string,
      let title = twin["title"]?.string, let verdict = twin["verdict"],
      let tone = verdict["tone"]?.string.flatMap({ Tone(rawValue: $0) }),
      let headline = verdict["headline"].flatMap({ Self.text($0) })
    else { return nil }
    let facts = (twin["facts"]?.array ?? []).compactMap { fact -> Page.Fact? in
      guard let name = fact["name"]?.string, let label = fact["label"]?.string,
        let value = fact["value"]?.double,
        let style = fact["style"]?.string.flatMap({ NumberStyle(name: $0) })
      else { return nil }
      let isDuration = fact["text"]?.string == durationText(seconds: value)
      return Page.Fact(
        name, label, isDuration ? .duration(value) : .number(value), style, note: Prose(title))
    }
    self.init(
      "\(report): \(title)", tone: tone, outcome: Prose(headline), page: page, elapsedS: elapsedS,
      facts: Array(facts.prefix(Self.factLimit)))
  }

  private static func text(_ prose: JSONValue) -> String? { prose.string ?? prose["text"]?.string }
}
