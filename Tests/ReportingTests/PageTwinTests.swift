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

  @Test(arguments: Samples.pages.map(\.name))
  func `Every number on the page is in its JSON twin, to the last bit`(name: String) throws {
    let page = try #require(Samples.pages.first { $0.name == name }).make()
    let files = PageFiles(page, name: name).files
    let shown = try Self.numbersShown(files[0].bytes)
    let twin = try JSONValue(parsing: files[1].bytes)
    #expect(shown.count > 10)
    #expect(shown.sorted() == Self.numbers(in: twin).sorted())
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
