import Documents
import Foundation
import Reporting
import Testing

@Suite struct DetectionPageTests {
  @Test func `An alarm that is over when an event begins has not found it`() throws {
    let meter = Samples.meter(days: 1)
    let content = DetectionContent(
      recording: "day.csv", model: "forest.json",
      meters: [
        DetectionContent.Meter(series: meter, scores: meter.times.map { _ in 0.1 }, labels: nil)
      ],
      threshold: 0.5, thresholdSource: "given",
      detected: [Samples.event(meter, 10..<20, "alarm"), Samples.event(meter, 39..<45, "alarm")],
      truth: [Samples.event(meter, 20..<30, "drift"), Samples.event(meter, 30..<40, "drift")],
      quality: nil)
    let page = PageFiles(.detection(content), name: "day").files[0].bytes
    #expect(
      String(decoding: page, as: UTF8.self).contains(
        "1</data> of <data value=\"2\">2</data> events found"))
  }

  @Test func `A month of minutes stays below 500 kB, a year below 1 MB`() {
    let month = PageFiles(.detection(Samples.detection(days: 30)), name: "month")
    let year = PageFiles(.detection(Samples.detection(days: 365)), name: "year")
    #expect(month.files[0].bytes.count <= 500_000)
    #expect(year.files[0].bytes.count <= 1_000_000)
    if let folder = ProcessInfo.processInfo.environment["KILOWATCH_PAGES"] {
      let others = Samples.pages.flatMap { PageFiles($0.make(), name: $0.name).files }
      for file in month.files + year.files + others {
        let path = "\(folder)/\(file.path)"
        try? FileManager.default.createDirectory(
          atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try? Data(file.bytes).write(to: URL(fileURLWithPath: path))
      }
      print(month.files[0].bytes.count, year.files[0].bytes.count)
    }
  }
}
