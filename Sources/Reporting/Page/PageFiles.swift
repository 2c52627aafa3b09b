import Documents

/// The files of a page: the HTML, its JSON twin, and a Vega-Lite specification of each chart.
public struct PageFiles: Sendable {
  /// A file to write.
  public struct File: Equatable, Sendable {
    /// Its path beside the page.
    public let path: String
    /// What is in it.
    public let bytes: [UInt8]
  }

  /// The page itself first.
  public let files: [File]

  /// The files of `page` called `name.html`, `name.page.json` and `name.charts/….vl.json`, with a
  /// stand-alone SVG file of each chart if `includesDrawings`.
  public init(_ page: Page, name: String, includesDrawings: Bool = false) {
    let folder = "\(name).charts"
    let twin = "\(name).page.json"
    var files = [
      File(path: "\(name).html", bytes: page.html(twin: twin, chartFolder: folder)),
      File(path: twin, bytes: page.twin(chartFolder: folder).serialized()),
    ]
    for (chartName, chart) in page.charts {
      files.append(
        File(path: "\(folder)/\(chartName).vl.json", bytes: chart.vegaLite.serialized(.compact)))
      if includesDrawings {
        files.append(File(path: "\(folder)/\(chartName).svg", bytes: chart.standaloneSVG()))
      }
    }
    self.files = files
  }
}
