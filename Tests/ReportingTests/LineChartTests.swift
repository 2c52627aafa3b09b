import Documents
import Foundation
import Reporting
import Testing

@Suite struct LineChartTests {
  private func chart(_ ys: [Double], gap: Double = .infinity) -> LineChart {
    LineChart(
      title: "Power", summary: "A test.", horizontal: ChartAxis("minute"),
      vertical: ChartAxis("kW", domain: 0...10),
      lines: [LineChart.Line("power", xs: ys.indices.map { Double($0) }, ys: ys)], gap: gap)
  }

  private func path(_ chart: LineChart) throws -> String {
    let svg = String(
      decoding: chart.drawing(ChartSize(width: 960, height: 260)).bytes, as: UTF8.self)
    return String(try #require(svg.firstMatch(of: #/<path class="ln k1" d="([^"]*)"/#)).output.1)
  }

  /// The vertical positions that a path of relative steps visits.
  private func heights(_ path: String) -> [Double] {
    var y = 0.0
    var heights: [Double] = []
    for step in path.matches(of: #/([Mlhv])([^Mlhv]*)/#) {
      let numbers = step.output.2.matches(of: #/-?(\d+(\.\d)?|\.\d)/#).compactMap {
        Double($0.output.0)
      }
      switch step.output.1 {
      case "M": y = numbers[1]
      case "v":
        for number in numbers {
          y += number
          heights.append(y)
        }
        continue
      case "l":
        for number in stride(from: 1, to: numbers.count, by: 2).map({ numbers[$0] }) {
          y += number
          heights.append(y)
        }
        continue
      default: break
      }
      heights.append(y)
    }
    return heights
  }

  @Test(arguments: [0, 1, 137_500, 262_143, 524_287])
  func `A spike of one row among half a million is drawn to its full height`(row: Int) throws {
    var ys = [Double](repeating: 2, count: 524_288)
    ys[row] = 9
    let calm = heights(try path(chart([Double](repeating: 2, count: 524_288)))).min() ?? 0
    let top = heights(try path(chart(ys))).min() ?? 0
    #expect(abs((calm - top) - 7.0 / 10 * 194) < 12)
    #expect(abs(top - (heights(try path(chart([9, 9, 9]))).min() ?? 0)) < 0.11)
  }

  @Test func `A long series is drawn with at most two points for each pixel`() throws {
    let ys = (0..<525_600).map { 5 + sin(Double($0)) }
    #expect(heights(try path(chart(ys))).count <= 2 * 960)
  }

  @Test func `A line breaks where values are missing or positions jump`() throws {
    #expect(try path(chart([1, 2, .nan, 3, 4])).filter { $0 == "M" }.count == 2)
    let jump = LineChart(
      title: "t", summary: "", horizontal: ChartAxis(), vertical: ChartAxis(),
      lines: [LineChart.Line("a", xs: [0, 1, 2, 9, 10], ys: [1, 2, 3, 4, 5])], gap: 2)
    #expect(try path(jump).filter { $0 == "M" }.count == 2)
  }

  @Test func `Charts without any value are drawn all the same`() {
    for ys in [[], [.nan, .nan], [3]] as [[Double]] {
      let chart = chart(ys)
      #expect(!chart.drawing(ChartSize(width: 400, height: 200)).bytes.isEmpty)
      #expect(!chart.standaloneSVG().isEmpty)
      #expect(chart.table.columns.count == 2)
    }
  }

  @Test func `A specification names its schema, its axes and every series`() throws {
    let specification = chart([1, 2, 3]).vegaLite
    #expect(specification["$schema"]?.string?.hasSuffix("vega-lite/v5.json") == true)
    let layer = try #require(specification["layer"]?.array?.first)
    let rows = try #require(layer["data"]?["values"]?.array)
    #expect(rows.map { $0["y"]?.double } == [1, 2, 3])
  }
}
