extension DetectionReport {
  /// How well scores and threshold separate what was true from what was not.
  var quality: Page.Section {
    var charts: [any Chart] = []
    if let quality = content.quality {
      charts += curves(quality)
      if let confusion = quality.confusion {
        charts.append(
          ConfusionMatrix(
            title: "Decisions",
            summary: "Rows of the recording, by what was true and what was said.",
            classes: confusion.count == 2
              ? ["normal", "anomaly"] : confusion.indices.map { "class \($0)" },
            counts: confusion))
      }
      if !quality.recallByKind.isEmpty {
        charts.append(
          BarChart(
            title: "Found, by kind",
            summary: "The share of anomalous rows of each kind that was in alarm.",
            axis: ChartAxis(domain: 0...1, style: .percent(0)),
            rows: quality.recallByKind.map { BarChart.Row(kindText($0.kind), [$0.recall]) },
            style: .percent(1)))
      }
    }
    charts.append(distribution)
    return Page.Section(
      content.quality == nil ? "Scores" : "How good it is",
      introduction: content.quality == nil
        ? "" : "Scores against labels the model was not shown, row by row.", [.charts(charts)])
  }

  private func curves(_ quality: DetectionContent.Quality) -> [any Chart] {
    func chart(
      _ title: String, _ summary: Prose, _ points: [(x: Double, y: Double)], _ x: String,
      _ y: String,
      chance: LineChart.Line, mark: LineChart.Mark?
    ) -> LineChart {
      let kept = Self.thinned(points)
      return LineChart(
        title: title, summary: summary, shape: .half(height: 320),
        horizontal: ChartAxis(x, domain: 0...1), vertical: ChartAxis(y, domain: 0...1),
        lines: [chance, LineChart.Line("Model", xs: kept.map(\.x), ys: kept.map(\.y))],
        marks: mark.map { [$0] } ?? [])
    }
    var charts: [any Chart] = []
    if !quality.rocCurve.isEmpty {
      let summary: Prose =
        quality.rocAUC.map { "The area under the curve is \($0, .decimals(3))." } ?? ""
      charts.append(
        chart(
          "ROC curve", summary, quality.rocCurve, "false positive rate", "true positive rate",
          chance: LineChart.Line(
            "Chance", xs: [0, 1], ys: [0, 1], color: .series6, style: .dashed),
          mark: falsePositiveRate(quality).flatMap { rate in
            quality.recall.map { LineChart.Mark("at the threshold", x: rate, y: $0) }
          }))
    }
    if !quality.precisionRecallCurve.isEmpty {
      let summary: Prose =
        quality.averagePrecision.map { "The average precision is \($0, .decimals(3))." } ?? ""
      let chance = prevalence ?? 0
      charts.append(
        chart(
          "Precision and recall", summary, quality.precisionRecallCurve, "recall", "precision",
          chance: LineChart.Line(
            "Chance", xs: [0, 1], ys: [chance, chance], color: .series6, style: .dashed),
          mark: quality.precision.flatMap { precision in
            quality.recall.map { LineChart.Mark("at the threshold", x: $0, y: precision) }
          }))
    }
    return charts
  }

  private func falsePositiveRate(_ quality: DetectionContent.Quality) -> Double? {
    guard let row = quality.confusion?.first, row.count == 2, row[0] + row[1] > 0 else {
      return nil
    }
    return Double(row[1]) / Double(row[0] + row[1])
  }

  /// A curve's points, at most one for each two pixels.
  private static func thinned(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
    var kept: [(x: Double, y: Double)] = []
    for point in points.sorted(by: { ($0.x, $0.y) < ($1.x, $1.y) }) {
      if let last = kept.last, abs(point.x - last.x) + abs(point.y - last.y) < 0.005 { continue }
      kept.append(point)
    }
    if let last = points.max(by: { ($0.x, $0.y) < ($1.x, $1.y) }) { kept.append(last) }
    return kept
  }

  private var distribution: Histogram {
    var (normal, anomalous): ([Double], [Double]) = ([], [])
    for meter in content.meters {
      for (index, score) in meter.scores.enumerated() where score.isFinite {
        if meter.labels?[index] == true { anomalous.append(score) } else { normal.append(score) }
      }
    }
    let rule = LineChart.Rule("threshold", at: content.threshold, color: .bad)
    let isKnown = content.meters.contains { $0.labels != nil }
    return Histogram(
      title: "Distribution of scores",
      summary: isKnown
        ? "Shares of each set: what is right of the threshold is in alarm."
        : "What is right of the threshold is in alarm.",
      shape: .wide(height: 240), axis: ChartAxis("score"),
      sets: isKnown
        ? [("Normal", normal, .series1), ("Anomaly", anomalous, .truth)]
        : [("Scores", normal, .series1)],
      rules: [rule], showsShares: isKnown)
  }
}
