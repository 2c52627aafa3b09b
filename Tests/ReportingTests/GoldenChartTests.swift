import Documents
import Foundation
import Reporting
import Testing

/// Drawings and specifications of every kind of chart, against files that were looked at once.
///
/// After a change that is meant, `KILOWATCH_GOLDEN=write swift test --filter GoldenChartTests` writes
/// them anew; look at them before they are committed.
@Suite struct GoldenChartTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../Fixtures/reporting/charts").standardizedFileURL

  private func compare(_ bytes: [UInt8], with name: String) throws {
    let file = Self.folder.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["KILOWATCH_GOLDEN"] == "write" {
      try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
      try Data(bytes).write(to: file)
    }
    let golden = Array(try Data(contentsOf: file))
    let difference = zip(bytes, golden).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    #expect(
      bytes == golden, "\(name) differs from byte \(difference ?? min(bytes.count, golden.count))")
  }

  @Test(arguments: Samples.charts.map(\.name))
  func `A chart is drawn as it was, to the byte`(name: String) throws {
    let chart = try #require(Samples.charts.first { $0.name == name }).make()
    try compare(chart.standaloneSVG(), with: "\(name).svg")
    try compare(chart.standaloneSVG(theme: .dark), with: "\(name)-dark.svg")
  }

  @Test(arguments: Samples.charts.map(\.name))
  func `A specification is written as it was, to the byte`(name: String) throws {
    let chart = try #require(Samples.charts.first { $0.name == name }).make()
    try compare(chart.vegaLite.serialized(), with: "\(name).vl.json")
  }

  @Test(arguments: Samples.charts.map(\.name))
  func `A drawing is well-formed XML with a title and a description`(name: String) throws {
    let chart = try #require(Samples.charts.first { $0.name == name }).make()
    let document = try XMLDrawing(chart.standaloneSVG())
    #expect(document.root == "svg")
    #expect(document.text["title"]?.contains(chart.title) == true)
    #expect(document.text["desc"]?.contains(chart.summary.text) == true)
    #expect(!chart.table.rows.isEmpty)
    #expect(chart.table.rows.allSatisfy { $0.count == chart.table.columns.count })
  }
}

/// What a reader of XML finds in a drawing.
private struct XMLDrawing {
  let root: String
  /// The text of the first element of each name.
  let text: [String: String]

  struct Malformed: Error {
    let tag: String
  }

  /// Reads elements, attributes in double quotes and the references that a drawing uses.
  init(_ bytes: [UInt8]) throws {
    let source = String(decoding: bytes, as: UTF8.self)
    var open: [String] = []
    var text: [String: String] = [:]
    var root: String?
    for match in source.matches(of: #/<(/?)([A-Za-z]+)((?: [a-z-A-Z:]+="[^"<]*")*)(/?)>([^<]*)/#) {
      let (_, closing, name, _, empty, tail) = match.output
      if !closing.isEmpty {
        guard open.popLast() == String(name) else { throw Malformed(tag: String(name)) }
      } else {
        if root == nil { root = String(name) }
        if empty.isEmpty { open.append(String(name)) }
        if text[String(name)] == nil { text[String(name)] = Self.unescaped(String(tail)) }
      }
    }
    let bare = source.replacing(#/<[^<>]*>/#, with: "")
    guard open.isEmpty, let root, !bare.contains("<"), !bare.contains(">") else {
      throw Malformed(tag: open.last ?? "")
    }
    self.root = root
    self.text = text
  }

  private static func unescaped(_ text: String) -> String {
    [
      ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#96;", "`"),
      ("&amp;", "&"),
    ]
    .reduce(text) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
  }
}
