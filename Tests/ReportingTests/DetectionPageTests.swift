import Documents
import Foundation
import Reporting
import Testing

@Suite struct DetectionPageTests {
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
