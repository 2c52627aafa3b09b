import Documents
import Foundation
import Reporting
import Testing

@Suite struct PageTwinTests {
  /// Every number that the HTML shows, read back from its markup.
  static func numbersShown(_ html: [UInt8]) throws -> [Double] {
    let text = String(decoding: html, as: UTF8.self)
    return try text.matches(of: #/<data value="([^"]*)">/#).map {
      try #require(Double($0.output.1))
    }
  }

  /// Every number of the twin that is content.
  static func numbers(in value: JSONValue) -> [Double] {
    switch value {
    case .integer(let whole): [Double(whole)]
    case .number(let number): [number]
    case .numbers(let column): column
    case .array(let elements): elements.flatMap { numbers(in: $0) }
    case .object(let members):
      members.filter { $0.key != "format_version" }.values.flatMap { numbers(in: $0) }
    default: []
    }
  }

  @Test(
    arguments: [
      .leastNonzeroMagnitude, .leastNormalMagnitude, 1e-300, 1e300, .greatestFiniteMagnitude,
    ] as [Double])
  func `Numbers that no axis can divide are drawn as the nearest that one can`(size: Double) {
    let content = DatasetContent(
      name: "a.csv",
      meters: [
        MeterSeries(
          meterID: "m", times: (0..<300).map { Double($0) * 60_000 }, intervalS: 60,
          channels: ["voltage_v", "active_power_kw"].map { name in
            MeterSeries.Channel(name, (0..<300).map { Double($0 % 3 - 1) * size })
          })
      ])
    let files = PageFiles(.dataset(content), name: "a", includesDrawings: true).files
    #expect(files.count > 5)
  }

  @Test(arguments: Samples.pages.map(\.name))
  func `Every number on the page is in its JSON twin, to the last bit`(name: String) throws {
    let page = try #require(Samples.pages.first { $0.name == name }).make()
    let files = PageFiles(page, name: name).files
    let shown = try Self.numbersShown(files[0].bytes)
    let twin = try JSONValue(parsing: files[1].bytes)
    #expect(shown.count > 10)
    #expect(shown.sorted() == Self.numbers(in: twin).sorted())
  }

  /// Every string of the twin.
  static func strings(in value: JSONValue) -> [String] {
    switch value {
    case .string(let text): [text]
    case .array(let elements): elements.flatMap { strings(in: $0) }
    case .object(let members):
      members.keys.map { $0 } + members.values.flatMap { strings(in: $0) }
    default: []
    }
  }

  @Test(arguments: Samples.pages.map(\.name))
  func `Every number in the words of a page is in the words of its twin`(name: String) throws {
    let page = try #require(Samples.pages.first { $0.name == name }).make()
    let files = PageFiles(page, name: name).files
    // What is left of the page without drawings, marked numbers and times.
    let words = String(decoding: files[0].bytes, as: UTF8.self)
      .replacing(#/<(svg|style|title|nav|data|time)\b.*?<\/\1>/#.dotMatchesNewlines(), with: " ")
      .replacing(#/<[^>]*>/#, with: " ").replacing(#/&#?\w+;/#, with: " ")
    let twin = Self.strings(in: try JSONValue(parsing: files[1].bytes)).joined(separator: "\n")
    for number in words.matches(of: #/\d[\d,.]*/#) {
      #expect(twin.contains(number.output), "\(number.output)")
    }
  }

  @Test(arguments: Samples.pages.map(\.name))
  func `The table behind a chart holds what its specification draws`(name: String) throws {
    let page = try #require(Samples.pages.first { $0.name == name }).make()
    let twin = page.twin(chartFolder: "c")
    let charts = (twin["sections"]?.array ?? []).flatMap { $0["blocks"]?.array ?? [] }
      .flatMap { $0["charts"]?.array ?? [] }
    #expect(charts.count == page.charts.count)
    for (entry, chart) in zip(charts, page.charts) {
      #expect(entry["vega_lite"]?.string == "c/\(chart.name).vl.json")
      #expect(entry["table"]?["rows"]?.array?.isEmpty == false, "\(chart.name)")
      #expect(entry["title"]?.string == chart.chart.title)
      #expect(chart.chart.vegaLite["title"]?["text"]?.string == chart.chart.title)
      #expect(chart.chart.vegaLite["description"]?.string == chart.chart.summary.text)
    }
  }

  @Test(arguments: Samples.pages.map(\.name))
  func `The same content gives the same bytes`(name: String) throws {
    let make = try #require(Samples.pages.first { $0.name == name }).make
    #expect(PageFiles(make(), name: name).files == PageFiles(make(), name: name).files)
  }

  @Test(arguments: Samples.pages.map(\.name))
  func `The text of a fact is in the page as the twin says it`(name: String) throws {
    let page = try #require(Samples.pages.first { $0.name == name }).make()
    let html = String(decoding: page.html(twin: "t.json", chartFolder: "c"), as: UTF8.self)
    let facts = try #require(page.twin(chartFolder: "c")["facts"]?.array)
    #expect(!facts.isEmpty)
    for fact in facts {
      let text = try #require(fact["text"]?.string)
      #expect(html.contains(">\(text)<"))
    }
  }

  @Test(arguments: Samples.pages.map(\.name))
  func `A page asks the network for nothing and runs no script`(name: String) throws {
    let page = try #require(Samples.pages.first { $0.name == name }).make()
    let html = String(decoding: page.html(twin: "t.json", chartFolder: "c"), as: UTF8.self)
    for forbidden in ["<script", "http://", "https://", "src=", "url(", "@import", "<link", "<img"]
    {
      #expect(!html.contains(forbidden), "\(forbidden)")
    }
  }
}
