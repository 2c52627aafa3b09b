import Foundation
import Reporting

extension Samples {
  /// Small charts of every kind, by name, with numbers whose drawing is plain to check by eye.
  static let charts: [(name: String, make: @Sendable () -> any Chart)] = [
    ("line", { lineChart }), ("steps", { stepChart }), ("bar", { barChart }),
    ("histogram", { histogram }), ("heat-map", { heatMap }),
    ("confusion-matrix", { confusionMatrix }), ("network-diagram", { networkDiagram }),
    ("scatter", { scatterChart }), ("stacked", { stackedChart }), ("timeline", { timelineChart }),
  ]

  private static let hours = (0..<13).map { Double($0) }

  private static var lineChart: LineChart {
    let times = hours.map { 1_772_323_200_000 + $0 * 3_600_000 }
    let power: [Double] = [2, 2.5, 3, 9, 3, 2.5, .nan, 2, 2.25, 2.5, 0.5, 2.75, 3]
    return LineChart(
      title: "Power <of> a \"meter\"", summary: "A spike at \(3) o'clock & a gap at 6.",
      vertical: ChartAxis("kW"), lines: [LineChart.Line("Power", xs: times, ys: power)],
      bands: [
        LineChart.Band(
          "Expected", xs: times, lower: hours.map { _ in 1.5 }, upper: hours.map { _ in 3.5 },
          color: .series3)
      ],
      overlays: [
        LineChart.Overlay(
          "True event", spans: [.init(start: times[3], end: times[4], label: "spike")],
          color: .truth, lane: .below),
        LineChart.Overlay(
          "Alarm", spans: [.init(start: times[3], end: times[4], label: "alarm")],
          color: .detected, lane: .above),
      ], rules: [LineChart.Rule("threshold", at: 8, color: .bad)],
      marks: [LineChart.Mark("highest", x: times[3], y: 9)])
  }

  private static var stepChart: LineChart {
    LineChart(
      title: "Steps, dashes and dots", summary: "Three styles of one axis.",
      shape: .half(height: 220), horizontal: ChartAxis("hour"),
      vertical: ChartAxis("count", kind: .logarithmic),
      lines: [
        LineChart.Line("Steps", xs: hours, ys: hours.map { $0 * 10 + 1 }, style: .steps),
        LineChart.Line(
          "Dashes", xs: hours, ys: hours.map { $0 + 1 }, color: .series2, style: .dashed),
        LineChart.Line(
          "Dots", xs: hours, ys: hours.map { 100 - $0 * 5 }, color: .series3, style: .dots),
      ])
  }

  private static var barChart: BarChart {
    BarChart(
      title: "Contributions", summary: "To both sides of zero.",
      axis: ChartAxis("contribution"),
      series: [LegendEntry("Now", .series1, .area), LegendEntry("Before", .series2, .area)],
      rows: [
        BarChart.Row("voltage_v_mean_60m", [0.25, 0.125]),
        BarChart.Row("thd_percent", [-0.1, .nan]),
      ])
  }

  private static var histogram: Histogram {
    Histogram(
      title: "Scores", summary: "Two sets.", axis: ChartAxis("score"), binCount: 10,
      sets: [
        ("Normal", (0..<50).map { Double($0) / 100 }, .series1),
        ("Anomaly", (0..<20).map { 0.5 + Double($0) / 40 }, .truth),
      ], rules: [LineChart.Rule("threshold", at: 0.5, color: .bad)], showsShares: true)
  }

  private static var heatMap: HeatMap {
    HeatMap(
      title: "Correlation", summary: "Of three channels.", rowNames: ["power", "voltage", "thd"],
      columnNames: ["power", "voltage", "thd"],
      values: [[1, -0.75, 0.25], [-0.75, 1, .nan], [0.25, .nan, 1]], ramp: .diverging,
      domain: -1...1, style: .decimals(2), measure: "correlation")
  }

  private static var confusionMatrix: ConfusionMatrix {
    ConfusionMatrix(
      title: "Decisions", summary: "By row.", classes: ["normal", "anomaly"],
      counts: [[9_000, 12], [3, 85]])
  }

  private static var networkDiagram: NetworkDiagram {
    NetworkDiagram(
      title: "Network", summary: "Five buses.",
      nodes: [
        .init("substation", value: 1.02), .init("bus 1", value: 1.01), .init("bus 2", value: 0.99),
        .init("bus 3", value: 0.94, tone: .bad, badge: "load 7"), .init("bus 4", value: 0.98),
      ],
      edges: [
        .init(from: 0, to: 1, name: "line 1", loadingPercent: 104),
        .init(from: 1, to: 2, name: "line 2", loadingPercent: 85),
        .init(from: 2, to: 3, name: "line 3", loadingPercent: 40),
        .init(from: 1, to: 4, name: "line 4"),
      ], root: 0, measure: "p.u.")
  }

  private static var scatterChart: ScatterChart {
    ScatterChart(
      title: "Forecast and outcome", summary: "Near the line is right.",
      horizontal: ChartAxis("forecast, kW"), vertical: ChartAxis("outcome, kW"),
      parts: [ScatterChart.Part("Hours", xs: hours, ys: hours.map { $0 + ($0 == 6 ? 3 : 0.5) })],
      showsIdentity: true)
  }

  private static var stackedChart: StackedChart {
    StackedChart(
      title: "Supply", summary: "Two sources and the demand.", horizontal: ChartAxis("hour"),
      vertical: ChartAxis("MW", includesZero: true), xs: hours,
      parts: [
        StackedChart.Part("Coal", values: hours.map { _ in 50 }, color: .series1),
        StackedChart.Part("Gas", values: hours.map { 10 + $0 * 2 }, color: .series2),
      ],
      line: LineChart.Line("Demand", xs: hours, ys: hours.map { 58 + $0 * 2 }, color: .ink))
  }

  private static var timelineChart: TimelineChart {
    let start = 1_772_323_200_000.0
    return TimelineChart(
      title: "Alarms", summary: "Of two meters.",
      kinds: [LegendEntry("critical", .bad, .area), LegendEntry("high", .warning, .area)],
      rows: [
        TimelineChart.Row(
          "meter-1",
          [
            .init(start: start, end: start + 600_000, kind: 0, label: "overcurrent"),
            .init(start: start + 3_600_000, end: start + 3_660_000, kind: 1, label: "sag"),
          ]),
        TimelineChart.Row(
          "meter-2", [.init(start: start + 7_200_000, end: start + 9_000_000, kind: 1, label: "x")]),
      ])
  }
}
