import Foundation
import GridModel
import Reporting

/// Content for pages, made by arithmetic alone: the same bytes on every machine and run.
enum Samples {
  static let start = Timestamp(millisecondsSinceEpoch: 1_772_323_200_000)

  /// Minute telemetry of `days` days with a spike of a minute and a drop of an hour.
  static func meter(_ id: String = "feeder-7/meter-0042", days: Double) -> MeterSeries {
    let count = Int(days * 1_440)
    let times = (0..<count).map { start.advanced(bySeconds: Double($0) * 60) }
      .map { Double($0.millisecondsSinceEpoch) }
    var power: [Double] = []
    var voltage: [Double] = []
    var frequency: [Double] = []
    power.reserveCapacity(count)
    for row in 0..<count {
      let day = Double(row % 1_440) / 1_440
      let noise = sin(Double(row) * 12.9898) * 43_758.5453
      let jitter = noise - noise.rounded(.down) - 0.5
      let shape: Double = 1.1 * sin((day - 0.3) * 2 * Double.pi) + 0.7 * sin(day * 6 * Double.pi)
      var value: Double = 2.2 + shape + jitter * 0.6
      if isAnomalous(row, of: count) { value *= row % count == count / 3 ? 9 : 0.15 }
      power.append(value)
      voltage.append(row % 9_000 < 180 ? .nan : 231 - value * 0.9 + jitter)
      frequency.append(50 + 0.02 * sin(Double(row) / 37) + jitter * 0.01)
    }
    return MeterSeries(
      meterID: id, times: times, intervalS: 60,
      channels: [
        MeterSeries.Channel("voltage_v", voltage), MeterSeries.Channel("active_power_kw", power),
        MeterSeries.Channel("frequency_hz", frequency),
      ])
  }

  static func isAnomalous(_ row: Int, of count: Int) -> Bool {
    row == count / 3 || (count / 2..<count / 2 + 60).contains(row)
      || (count * 4 / 5..<count * 4 / 5 + 12).contains(row)
  }

  static func event(_ meter: MeterSeries, _ rows: Range<Int>, _ kind: String) -> GridEvent {
    GridEvent(
      start: Timestamp(millisecondsSinceEpoch: Int64(meter.times[rows.lowerBound])),
      end: Timestamp(millisecondsSinceEpoch: Int64(meter.times[rows.upperBound])),
      meterID: meter.meterID, kind: kind, peakScore: 0.6 + 0.3 / Double(rows.count),
      topFeatures: ["active_power_kw_std_5min", "current_a_diff"])
  }

  static func detection(days: Double, meterID: String = "feeder-7/meter-0042") -> DetectionContent {
    let meter = Samples.meter(meterID, days: days)
    let count = meter.times.count
    let labels = (0..<count).map { isAnomalous($0, of: count) }
    let scores = (0..<count).map { row -> Double in
      let noise = sin(Double(row) * 78.233) * 43_758.5453
      let base = labels[row] ? 0.66 : 0.38
      return base + 0.08 * (noise - noise.rounded(.down))
    }
    var quality = DetectionContent.Quality()
    quality.precision = 0.9126984126984127
    quality.recall = 0.9583333333333334
    quality.f1 = 0.934959349593496
    quality.rocAUC = 0.9871234567890123
    quality.averagePrecision = 0.8912345678901234
    quality.falseAlarmsPerDay = 0.1333333
    quality.meanDelayS = 84
    quality.confusion = [[count - 80, 7], [3, 70]]
    quality.recallByKind = [("power_spike", 1), ("sudden_drop", 0.966), ("drift", 0.61)]
    for step in 0...200 {
      let x = Double(step) / 200
      quality.rocCurve.append((x, pow(x, 0.08)))
      quality.precisionRecallCurve.append((x, 1 - 0.9 * pow(x, 12)))
    }
    let truth = [
      event(meter, count / 3..<count / 3 + 1, "power_spike"),
      event(meter, count / 2..<count / 2 + 60, "sudden_drop"),
      event(meter, count * 4 / 5..<count * 4 / 5 + 12, "drift"),
    ]
    let alarms = [
      event(meter, count / 3..<count / 3 + 3, "alarm"),
      event(meter, count / 2 + 1..<count / 2 + 66, "alarm"),
      event(meter, count / 4..<count / 4 + 9, "alarm"),
    ]
    var content = DetectionContent(
      recording: "march.csv", model: "forest.json",
      meters: [
        DetectionContent.Meter(series: meter, scores: scores, labels: labels)
      ],
      threshold: 0.5912, thresholdSource: "best F1 on validation data", detected: alarms,
      truth: truth, quality: quality)
    content.importances = [
      ("active_power_kw_std_5min", 0.31), ("current_a_diff", 0.22), ("voltage_v_mean_60min", 0.11),
      ("hour_of_day", 0.05), ("thd_percent", 0.021),
    ]
    content.explanations = alarms.prefix(2).map {
      DetectionContent.Explanation(
        event: $0,
        contributions: [
          ("active_power_kw_std_5min", 0.142), ("current_a_diff", 0.09), ("voltage_v", -0.031),
        ])
    }
    content.provenance = [
      Page.Provenance("Kilowatch", "0.1.0"), Page.Provenance("Seed", "7"),
      Page.Provenance("Data", "sha256 9f2c4e1b"),
    ]
    return content
  }
}
