import Foundation
import Testing

@Suite("Forecasters of earlier versions")
struct ForecastFixtureTests {
  private static let folder = URL(filePath: #filePath)
    .appending(path: "../../Fixtures/models/forecasters-1").standardized.path

  @Test(
    "load for ever and say what they said",
    arguments: [
      ("--model ridge.json --data load.csv", "profile.csv"),
      ("--table --model network.json --data table.csv", "predictions.csv"),
    ])
  func forecasts(options: String, expected: String) throws {
    let outcome = try Kilowatch.run(
      "forecast predict \(options) --out -".split(separator: " ").map(String.init),
      in: Self.folder)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let found = Self.cells(outcome.output)
    let wanted = Self.cells(
      try String(contentsOfFile: "\(Self.folder)/\(expected)", encoding: .utf8))
    #expect(found.count == wanted.count)
    for (found, wanted) in zip(found, wanted) {
      if let number = Double(wanted) {
        #expect(abs((Double(found) ?? .nan) - number) <= 1e-6 * max(1, abs(number)))
      } else {
        #expect(found == wanted)
      }
    }
  }

  private static func cells(_ text: String) -> [Substring] {
    text.split { $0 == "," || $0 == "\n" }
  }
}
