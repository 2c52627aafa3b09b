import Foundation
import GridModel
import Reporting

extension Samples {
  /// One page of every kind, by name.
  static let pages: [(name: String, make: @Sendable () -> Page)] = [
    ("detection", { .detection(detection(days: 3)) }),
    ("dataset", { .dataset(dataset(days: 10)) }),
    ("forecast", { .forecast(forecast) }),
    ("power-flow", { .powerFlow(network(isPlaced: false)) }),
    ("placement", { .placement(network(isPlaced: true)) }),
    ("dispatch", { .dispatch(dispatch) }),
    ("events", { .eventLog(eventLog) }),
    ("run", { .run(run) }),
  ]

  static func dataset(days: Double, name: String = "march.csv") -> DatasetContent {
    let meter = Samples.meter(days: days)
    let kept = meter.times.indices.filter { !(4_000..<4_700).contains($0) }
    let thinned = MeterSeries(
      meterID: meter.meterID, times: kept.map { meter.times[$0] }, intervalS: 60,
      channels: meter.channels.map { channel in
        MeterSeries.Channel(channel.name, kept.map { channel.values[$0] })
      })
    var mean = 0.0
    let smooth = thinned.channels[1].values.map { value -> Double in
      mean += (value - mean) / 60
      return mean
    }
    return DatasetContent(
      name: name, meters: [thinned, Samples.meter("meter-0043", days: 2)],
      events: [
        event(meter, 2_000..<2_040, "power_spike"), event(meter, 9_000..<9_100, "sudden_drop"),
        event(meter, 12_000..<12_300, "drift"),
      ],
      findings: [
        DatasetContent.Finding(
          .warning, "gap", detail: "700 minutes without rows from 3 Mar 2026, 18:40", count: 1),
        DatasetContent.Finding(
          .neutral, "missing value", detail: "voltage_v is empty in 360 rows", count: 360),
      ],
      features: [MeterSeries.Channel("active_power_kw_mean_60min", smooth)],
      provenance: [Page.Provenance("Kilowatch", "0.1.0")])
  }

  static var forecast: ForecastContent {
    let hours = (0..<48).map { start.advanced(bySeconds: Double($0) * 3_600) }
      .map { Double($0.millisecondsSinceEpoch) }
    let history = (1...72).reversed().map { start.advanced(bySeconds: -Double($0) * 3_600) }
      .map { Double($0.millisecondsSinceEpoch) }
    func load(_ hour: Int) -> Double { 40 + 12 * sin(Double(hour) / 24 * 2 * .pi) }
    let expected = (0..<48).map { load($0) }
    let score = ForecastContent.Score(
      model: "mlp", mae: 1.234567, rmse: 1.98765, mapePercent: 3.21, mase: 0.6172839,
      pinball: 0.4321, coverage90Percent: 89.4,
      byLeadTime: (1...24).map { (Double($0) * 3_600, 0.8 + Double($0) * 0.03) })
    let naive = ForecastContent.Score(
      model: "seasonal-naive", mae: 2, rmse: 2.9, mapePercent: 5.4, mase: 1, pinball: nil,
      byLeadTime: (1...24).map { (Double($0) * 3_600, 1.9 + Double($0) * 0.002) })
    return ForecastContent(
      target: "active_power_kw", unit: "kW", source: "Hourly load of one feeder",
      series: [
        ForecastContent.Series(
          node: "feeder-7", times: hours, expected: expected, low: expected.map { $0 - 4 },
          high: expected.map { $0 + 5 },
          actual: expected.indices.map { expected[$0] + 2 * sin(Double($0) * 1.7) },
          history: (history, history.indices.map { load($0) + sin(Double($0) * 2.3) }))
      ], scores: [score, naive], provenance: [Page.Provenance("Seed", "7")])
  }

  static func network(isPlaced: Bool) -> NetworkContent {
    let parents = [-1, 0, 1, 2, 3, 4, 5, 6, 3, 8, 9, 5, 11, 12, 7, 14, 15, 16]
    let hours = (0..<24).map { Double($0) }
    let buses = parents.indices.map { bus in
      NetworkContent.Bus(
        bus == 0 ? "substation" : "bus \(bus)",
        voltagePU: hours.map { hour in
          1.02 - Double(bus) * 0.006 - 0.01 * sin(hour / 24 * 2 * .pi)
        })
    }
    let branches = parents.indices.dropFirst().map { bus in
      NetworkContent.Branch(
        "line \(bus)", from: parents[bus], to: bus,
        loadingPercent: hours.map { 104 - Double(bus) * 5 + 6 * sin($0 / 24 * 2 * .pi) },
        lossMW: hours.map { _ in 0.0012 / Double(bus) })
    }
    var content = NetworkContent(
      name: "feeder18", source: "24 hours on 18 buses", steps: hours, buses: buses,
      branches: branches, root: 0, iterations: 4, largestMismatchPU: 3.2e-9,
      violations: isPlaced ? [] : ["line 1: 110.0 % at 06:00"],
      provenance: [Page.Provenance("Seed", "7")])
    guard isPlaced else { return content }
    var placement = NetworkContent.Placement(
      objectiveName: "energy lost, kWh a day", objective: 212.5, before: 301.25,
      placed: [(7, "PV"), (13, "wind"), (17, "load 3"), (7, "load 2")], evaluations: 12_000,
      elapsedS: 0.84)
    placement.lowerBound = 205.75
    let progress = (0..<40).map { (step: Int) -> (evaluations: Double, objective: Double) in
      let gain: Double = 90 * exp(-Double(step) / 6)
      return (evaluations: Double(step * 300 + 1), objective: 212.5 + gain)
    }
    placement.searches = [
      NetworkContent.Placement.Search(
        "local", objective: 212.5, evaluations: 9_000, screenedMoves: 80_000, isFeasible: true,
        progress: progress),
      NetworkContent.Placement.Search(
        "random", objective: 256.125, evaluations: 3_000, isFeasible: false),
    ]
    for line in 0..<4 {
      content.branches[line].loadingBeforePercent = branches[line].loadingPercent.map { $0 * 1.2 }
    }
    content.placement = placement
    return content
  }

  static var dispatch: DispatchContent {
    let hours = (0..<24).map { Double($0) }
    let demand = hours.map { 320 + 90 * sin(($0 - 7) / 24 * 2 * .pi) }
    func share(_ part: Double) -> [Double] { demand.map { $0 * part * 1.01 } }
    var content = DispatchContent(
      name: "ten nodes, three sources", source: "24 hours, 10 nodes, 3 sources", hours: hours,
      demandMW: demand,
      sources: [
        DispatchContent.Source("coal", outputMW: share(0.5)),
        DispatchContent.Source("gas", outputMW: share(0.3)),
        DispatchContent.Source("solar", outputMW: share(0.2)),
      ], unservedMW: hours.map { $0 == 18 ? 12.625 : 0 }, cost: 271_828.1828)
    content.currency = "EUR"
    content.optimum = 271_700
    content.hourlyCost = demand.map { $0 * 35.4 }
    content.hourlyBound = demand.map { $0 * 35.375 }
    content.lossMW = demand.map { $0 * 0.01 }
    content.storages = [
      DispatchContent.Storage(
        "battery", energyMWh: hours.map { 40 + 30 * sin($0 / 24 * 2 * .pi) },
        chargeMW: hours.map { 8 * cos($0 / 24 * 2 * .pi) })
    ]
    content.nodes = [
      DispatchContent.Node("N1", demandMWh: 4_000.5, unservedMWh: 12.625),
      DispatchContent.Node("N2", demandMWh: 3_700.25, unservedMWh: 0),
    ]
    content.emission = 1_234.5
    content.scenarios = [
      DispatchContent.Scenario("p10", cost: 251_000.5, unservedMWh: 0),
      DispatchContent.Scenario("p90", cost: 301_000.25, unservedMWh: 31.5),
    ]
    content.front = (0..<8).map {
      DispatchContent.Compromise(
        cost: 270_000 + 900 * Double($0), emission: 1_300 - 40 * Double($0).squareRoot())
    }
    content.methods = [
      DispatchContent.Method(
        "genetic algorithm", cost: 271_828.1828, gapPercent: 0.0472, elapsedS: 0.019),
      DispatchContent.Method("greedy by cost", cost: 299_000, gapPercent: 10.05, elapsedS: 0.0012),
    ]
    content.progress = (0..<50).map { 271_828.1828 + 9_000 * exp(-Double($0) / 5) }
    content.provenance = [Page.Provenance("Seed", "7")]
    return content
  }

  static var eventLog: EventLogContent {
    let meter = Samples.meter(days: 2)
    let kinds = ["overcurrent", "under_voltage", "score_high", "communication_lost"]
    let entries = (0..<60).map { index in
      let row = index * 45
      let event = GridEvent(
        start: Timestamp(millisecondsSinceEpoch: Int64(meter.times[row])),
        end: Timestamp(millisecondsSinceEpoch: Int64(meter.times[row + 3 + index % 30])),
        meterID: "meter-\(index % 7)", kind: kinds[index % 4], peakScore: 0.7)
      return EventLogContent.Entry(
        event, priority: index % 3, reactionS: 0.00002 * Double(1 + index * index),
        response: "breaker \(index % 7) opened")
    }
    return EventLogContent(
      name: "journal.jsonl", source: "Two days of 7 meters", entries: entries,
      priorityNames: ["critical", "high", "normal"])
  }

  static var run: RunContent {
    RunContent(
      title: "Demonstration", source: "Generated telemetry and a month of a household",
      jobs: [
        RunContent.Job(
          "Dataset", tone: .good, outcome: "43,200 rows, nothing missing", page: "dataset.html",
          elapsedS: 0.21),
        RunContent.Job(
          "Detection", tone: .good,
          outcome: "\(58) of \(60) events found, F1 \(0.934959, .decimals(3))",
          page: "detection.html", elapsedS: 1.4,
          facts: [
            Page.Fact("f1", "F1, random forest", 0.934959, .decimals(3), note: "unseen month")
          ]),
        RunContent.Job(
          "Detection on a household", tone: .warning, outcome: "\(12) stretches of time stand out",
          page: "household.html", elapsedS: 0.9),
      ],
      comparison: DataTable(
        title: "Models on the same unseen month",
        columns: [
          DataTable.Column("Measure"), DataTable.Column("Random forest", .decimals(3)),
          DataTable.Column("Isolation forest", .decimals(3)),
          DataTable.Column("Rolling z-score", .decimals(3)),
        ],
        rows: [
          [.text("ROC-AUC"), .number(0.99), .number(0.93), .number(0.75)],
          [.text("F1"), .number(0.934959), .number(0.62), .number(0.31)],
        ]),
      charts: [
        BarChart(
          title: "F1 of each model", summary: "On an unseen month, threshold from validation data.",
          isWide: true, axis: ChartAxis("F1", domain: 0...1),
          rows: [
            BarChart.Row("Random forest", [0.934959]), BarChart.Row("Isolation forest", [0.62]),
            BarChart.Row("Rolling z-score", [0.31]),
          ])
      ],
      files: [Page.Link("metrics.json", "metrics.json", note: "Every measure of both models")])
  }
}
