import Documents
import Foundation
import GridModel
import Reporting
import Testing

/// Text that would run a script, load a file or break the page if it became markup.
enum HostileText {
  /// What a payload that ran would leave behind: the name of a variable of the window.
  static let mark = "kilowattPwned"

  /// The payloads of `Fixtures/reporting/hostile-text`, which the check in a browser reads, too.
  static let payloads: [String] = {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../Fixtures/reporting/hostile-text/payloads.json")
    let document = (try? Data(contentsOf: path)).flatMap { try? JSONValue(parsing: Array($0)) }
    return document?.array?.compactMap(\.string) ?? []
  }()

  /// A page of every kind in which `text` stands wherever files can put text.
  static func pages(_ text: String) -> [(name: String, page: Page)] {
    var detection = Samples.detection(days: 0.1, meterID: text)
    detection.recording = text
    detection.model = text
    detection.thresholdSource = text
    detection.importances = [(text, 0.3), (text + "2", 0.1)]
    detection.explanations = detection.detected.prefix(1).map {
      DetectionContent.Explanation(event: $0, contributions: [(text, 0.1), ("x", -0.1)])
    }
    detection.detected = detection.detected.map {
      GridEvent(
        start: $0.start, end: $0.end, meterID: text, kind: text, peakScore: $0.peakScore,
        topFeatures: [text, text])
    }
    detection.truth = detection.truth?.map {
      GridEvent(start: $0.start, end: $0.end, meterID: text, kind: text, peakScore: 1)
    }
    detection.quality?.recallByKind = [(text, 0.5)]
    detection.provenance = [Page.Provenance(text, text)]

    let meter = Samples.meter(text, days: 0.1)
    let renamed = MeterSeries(
      meterID: text, times: meter.times, intervalS: 60,
      channels: meter.channels.enumerated().map { MeterSeries.Channel("\(text)\($0)", $1.values) })
    let dataset = DatasetContent(
      name: text, meters: [renamed], events: detection.truth ?? [],
      findings: [DatasetContent.Finding(.bad, text, detail: text, count: 1)],
      features: [MeterSeries.Channel("\(text)0_mean", meter.channels[0].values)])

    var run = Samples.run
    run.title = text
    run.jobs = [RunContent.Job(text, tone: .bad, outcome: "\(text) \(code: text)", page: text)]
    run.files = [Page.Link(text, text, note: Prose(text))]

    var network = Samples.network(isPlaced: true)
    network.name = text
    network.buses = network.buses.map { NetworkContent.Bus(text, voltagePU: $0.voltagePU) }
    network.branches = network.branches.map {
      NetworkContent.Branch(text, from: $0.from, to: $0.to, loadingPercent: $0.loadingPercent)
    }
    network.violations = [text]
    return [
      ("detection", .detection(detection)), ("dataset", .dataset(dataset)), ("run", .run(run)),
      ("placement", .placement(network)),
    ]
  }
}
