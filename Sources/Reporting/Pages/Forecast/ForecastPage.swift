import GridModel

extension Page {
  /// The report of a forecast: what is expected, how sure that is, and how good it was before.
  public static func forecast(_ content: ForecastContent) -> Page {
    let report = ForecastReport(content: content)
    return Page(
      kind: "Forecast report", title: content.target, source: content.source,
      verdict: report.verdict, facts: report.facts,
      sections: [report.expectation, report.quality, report.errors, report.training],
      provenance: content.provenance)
  }
}

/// The chapters of a forecast page.
struct ForecastReport {
  let content: ForecastContent

  private var unit: String { content.unit }

  var verdict: Page.Verdict {
    guard let score = content.scores.first else {
      guard let series = content.series.first, let peak = Self.peak(series) else {
        return Page.Verdict(.neutral, "No forecast")
      }
      return Page.Verdict(
        .neutral, "A peak of \(peak.value, .significant(4)) \(unit) is expected at \(peak.time)",
        detail:
          "\(series.times.count) intervals ahead for \(content.series.count) \(content.series.count == 1 ? "node" : "nodes")."
      )
    }
    guard let mase = score.mase else {
      return Page.Verdict(
        .neutral, "A mean error of \(score.mae ?? .nan, .significant(3)) \(unit)")
    }
    let reference: Prose =
      "An error of 1 is what repeating the last season gives; \(code: score.model) has \(mase, .decimals(3))."
    if mase < 1 {
      return Page.Verdict(
        .good, "\(1 - mase, .percent(0)) less error than repeating the last season",
        detail: reference)
    }
    return Page.Verdict(.bad, "No better than repeating the last season", detail: reference)
  }

  static func peak(_ series: ForecastContent.Series) -> (time: Timestamp, value: Double)? {
    zip(series.times, series.expected).filter { $1.isFinite }.max { $0.1 < $1.1 }
      .map { (Timestamp(position: $0.0), $0.1) }
  }

  var facts: [Page.Fact] {
    var facts: [Page.Fact] = []
    if let score = content.scores.first {
      facts = [
        Page.Fact("mae", "Mean absolute error", score.mae, .significant(4), note: Prose(unit)),
        Page.Fact("rmse", "RMSE", score.rmse, .significant(4), note: Prose(unit)),
        Page.Fact(
          "mape_percent", "MAPE", score.mapePercent, .decimals(2), note: "percent of what came"),
        Page.Fact("mase", "MASE", score.mase, .decimals(3), note: "1 is the seasonal naive error"),
        Page.Fact("pinball", "Pinball loss", score.pinball, .significant(4), note: Prose(unit)),
        Page.Fact(
          "coverage_90_percent", "In the 90 % interval", score.coverage90Percent, .decimals(1),
          note: "percent of what came"),
      ].filter { $0.value != .missing }
    }
    if let series = content.series.first, let peak = Self.peak(series) {
      facts.append(
        Page.Fact(
          "peak", "Highest expected", peak.value, .significant(4), note: "\(unit), \(peak.time)"))
      let step = series.times.count > 1 ? (series.times[1] - series.times[0]) / 3_600_000 : 0
      if unit == "kW", step > 0 {
        let energy = series.expected.filter(\.isFinite).reduce(0, +) * step
        facts.append(
          Page.Fact(
            "energy_kwh", "Energy expected", energy, .significant(4), note: "kWh over the horizon"))
      }
    }
    return facts
  }

  var expectation: Page.Section {
    let charts = content.series.prefix(8).enumerated().map { index, series -> any Chart in
      let band =
        series.low.flatMap { low in
          series.high.map {
            LineChart.Band("10 % to 90 %", xs: series.times, lower: low, upper: $0)
          }
        }
      var lines = [LineChart.Line("Forecast", xs: series.times, ys: series.expected)]
      if !series.history.times.isEmpty {
        lines.append(
          LineChart.Line(
            "Measured", xs: series.history.times, ys: series.history.values, color: .series6))
      }
      if let actual = series.actual {
        lines.append(LineChart.Line("What came", xs: series.times, ys: actual, color: .series2))
      }
      let summary: Prose =
        Self.peak(series).map {
          "The highest value, \($0.value, .significant(4)) \(unit), is expected at \($0.time)."
        } ?? ""
      return LineChart(
        title: content.series.count == 1
          ? "Forecast of \(content.target)" : "Forecast of \(series.node)",
        summary: summary, shape: index == 0 ? .wide(height: 300) : .half(height: 210),
        vertical: ChartAxis(unit), lines: lines, bands: band.map { [$0] } ?? [],
        rules: series.times.first.map {
          series.history.times.isEmpty
            ? [] : [LineChart.Rule("forecast begins", at: $0, color: .muted, isVertical: true)]
        } ?? [])
    }
    let omitted = content.series.count - charts.count
    return Page.Section(
      "What is expected",
      introduction: omitted > 0 ? "\(omitted) more nodes are in the profile beside this page." : "",
      charts.isEmpty ? [] : [.charts(charts)])
  }

  var quality: Page.Section {
    guard !content.scores.isEmpty else { return Page.Section("How good it was", []) }
    var charts: [any Chart] = []
    let curves = content.scores.filter { !$0.byLeadTime.isEmpty }
    if !curves.isEmpty {
      charts.append(
        LineChart(
          title: "Error by lead time",
          summary: "Mean absolute error, by how far ahead the forecast looks.",
          shape: .wide(height: 240), horizontal: ChartAxis("hours ahead"),
          vertical: ChartAxis(unit, includesZero: true),
          lines: curves.enumerated().map { index, score in
            LineChart.Line(
              score.model, xs: score.byLeadTime.map { $0.leadS / 3_600 },
              ys: score.byLeadTime.map(\.mae), color: .series(index),
              style: index == 0 ? .line : .dashed)
          }))
    }
    if let hours = content.scores.first?.byHour, hours.count > 1 {
      charts.append(
        LineChart(
          title: "Error by hour of the day",
          summary: "Mean absolute error, by the local hour that is forecast.",
          shape: .wide(height: 240), horizontal: ChartAxis("hour", style: .integer),
          vertical: ChartAxis(unit, includesZero: true),
          lines: [
            LineChart.Line(
              content.scores[0].model, xs: hours.map(\.hour), ys: hours.map(\.mae))
          ]))
    }
    let table = DataTable(
      title: "Backtest",
      columns: [
        DataTable.Column("Model"), DataTable.Column("MAE (\(unit))"),
        DataTable.Column("RMSE (\(unit))"),
        DataTable.Column("MAPE (%)", .decimals(2)), DataTable.Column("MASE", .decimals(3)),
        DataTable.Column("Pinball (\(unit))"),
        DataTable.Column("In 90 % interval (%)", .decimals(1)),
      ],
      rows: content.scores.map { score in
        [.code(score.model)]
          + [
            score.mae, score.rmse, score.mapePercent, score.mase, score.pinball,
            score.coverage90Percent,
          ].map { $0.map { .number($0) } ?? .missing }
      })
    return Page.Section(
      "How good it was",
      introduction: "Forecasts made for days that the model had not seen, against what came.",
      [.table(table)] + (charts.isEmpty ? [] : [.charts(charts)]))
  }

  var errors: Page.Section {
    let known = content.series.filter { $0.actual != nil }
    guard !known.isEmpty else { return Page.Section("Errors", []) }
    let expected = known.flatMap(\.expected)
    let actual = known.flatMap { $0.actual ?? [] }
    return Page.Section(
      "Errors",
      [
        .charts([
          ScatterChart(
            title: "Forecast against what came", summary: "On the dashed line both are equal.",
            horizontal: ChartAxis("forecast (\(unit))"), vertical: ChartAxis("came (\(unit))"),
            parts: [ScatterChart.Part("Intervals", xs: expected, ys: actual)], showsIdentity: true),
          Histogram(
            title: "Distribution of errors",
            summary: "What came minus the forecast: right of zero, more came than expected.",
            shape: .half(height: 320), axis: ChartAxis("error (\(unit))"),
            sets: [("Errors", zip(actual, expected).map { $0 - $1 }, .series1)],
            rules: [LineChart.Rule("no error", at: 0)]),
        ])
      ])
  }

  var training: Page.Section {
    let (training, validation) = content.learningCurve
    guard training.count > 1 else { return Page.Section("How it learnt", []) }
    let epochs = (1...training.count).map { Double($0) }
    var lines = [LineChart.Line("Days that are learnt from", xs: epochs, ys: training)]
    if validation.count == training.count {
      lines.append(
        LineChart.Line("Held-out days", xs: epochs, ys: validation, color: .series2))
    }
    return Page.Section(
      "How it learnt",
      [
        .charts([
          LineChart(
            title: "Learning curve",
            summary:
              "The mean loss after each epoch; training keeps the epoch that is best on the held-out days.",
            shape: .wide(height: 240), horizontal: ChartAxis("epoch", style: .integer),
            vertical: ChartAxis("loss"), lines: lines)
        ])
      ])
  }
}
