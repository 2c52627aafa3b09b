import GridModel

extension DatasetReport {
  private var meter: MeterSeries? { content.meters.first }

  /// How the values of each channel are spread.
  var distributions: Page.Section {
    guard let meter else { return Page.Section("Distributions", []) }
    let charts = meter.channels.map { channel in
      let label = ChannelLabel(channel.name)
      return Histogram(
        title: "Distribution of \(label.title.lowercased())",
        summary: "How often each value occurs at \(code: meter.meterID).",
        shape: .half(height: 210), axis: ChartAxis(label.unit),
        sets: [(label.title, channel.values, .series1)])
    }
    return Page.Section("Distributions", [.charts(charts)])
  }

  /// What goes together, and what repeats every day and week.
  var patterns: Page.Section {
    guard let meter else { return Page.Section("Patterns", []) }
    var charts: [any Chart] = []
    let channels = meter.channels.filter { channel in channel.values.contains(where: \.isFinite) }
    if channels.count > 1 {
      let names = channels.map { ChannelLabel($0.name).title }
      charts.append(
        HeatMap(
          title: "Correlation of channels",
          summary:
            "1: they rise together; −1: one rises while the other falls; 0: no straight-line relation.",
          rowNames: names, columnNames: names,
          values: channels.map { left in
            channels.map { ChannelSummary.correlation(left.values, $0.values) }
          }, ramp: .diverging, domain: -1...1, style: .decimals(2), measure: "correlation"))
    }
    if let main = meter.main, let map = weekMap(of: main, in: meter) { charts.append(map) }
    return Page.Section("Patterns", charts.isEmpty ? [] : [.charts(charts)])
  }

  private func weekMap(of channel: MeterSeries.Channel, in meter: MeterSeries) -> HeatMap? {
    guard let span = meter.span, span.upperBound - span.lowerBound > 2 * 86_400_000,
      meter.intervalS <= 3_600
    else { return nil }
    var sums = [[Double]](repeating: [Double](repeating: 0, count: 24), count: 7)
    var counts = sums
    for (time, value) in zip(meter.times, channel.values) where value.isFinite {
      let hours = Int((time / 3_600_000).rounded(.down))
      // 1 January 1970 was a Thursday; the week starts on Monday.
      let day = ((hours.quotientAndRemainder(dividingBy: 24).quotient + 3) % 7 + 7) % 7
      let hour = (hours % 24 + 24) % 24
      sums[day][hour] += value
      counts[day][hour] += 1
    }
    let label = ChannelLabel(channel.name)
    return HeatMap(
      title: "The week of \(label.title.lowercased())",
      summary: "Mean of each hour of the week, UTC.",
      rowNames: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
      columnNames: (0..<24).map { "\($0)" },
      values: zip(sums, counts).map { zip($0, $1).map { $1 > 0 ? $0 / $1 : .nan } },
      measure: label.unit)
  }

  /// Rolling features beside what they are made of, over the first days.
  var features: Page.Section {
    guard let meter, !content.features.isEmpty, let start = meter.times.first else {
      return Page.Section("Rolling features", [])
    }
    let end = min(meter.times.last ?? start, start + 3 * 86_400_000)
    let rows = meter.rows(in: start...end)
    let charts = content.features.prefix(12).map { feature in
      let channel = meter.channels.first { feature.name.hasPrefix($0.name) }
      let isMean = feature.name.contains("mean")
      let context = isMean ? channel : nil
      let lines =
        (context.map {
          [
            LineChart.Line(
              ChannelLabel($0.name).title, xs: Array(meter.times[rows]),
              ys: Array($0.values[rows]), color: .series6)
          ]
        } ?? [])
        + [
          LineChart.Line(
            feature.name, xs: Array(meter.times[rows]), ys: Array(feature.values[rows]),
            color: .series2)
        ]
      return LineChart(
        title: feature.name,
        summary:
          "The first \(durationText(seconds: (end - start) / 1_000)) of \(code: meter.meterID).",
        shape: .half(height: 190),
        vertical: ChartAxis(channel.map { ChannelLabel($0.name).unit } ?? ""),
        lines: lines, gap: meter.gap)
    }
    return Page.Section(
      "Rolling features",
      introduction: "What models see of the recording, beside the channel it is made of.",
      [.charts(charts)])
  }
}
