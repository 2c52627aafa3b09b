import Foundation
import Testing

@Suite("Models by command")
struct ModelCommandTests {
  @Test("of every kind are verified and tell what they are")
  func everyKind() throws {
    try withFolder { folder in
      try run("data generate --days 20 --seed 1 --out load.csv", in: folder)
      let rows = (0..<300).map { "\($0 % 17),\($0 % 13),\($0 % 17 + 2 * ($0 % 13))" }
      try "a,b,y\n\(rows.joined(separator: "\n"))\n".write(
        toFile: "\(folder)/table.csv", atomically: true, encoding: .utf8)
      for (command, kind) in [
        ("detect train --model isolation-forest --data load.csv", "isolation-forest"),
        ("detect train --model random-forest --trees 5 --data load.csv", "random-forest"),
        ("detect train --table --model isolation-forest --data table.csv", "isolation-forest"),
        (
          "forecast train --table --model random-forest --data table.csv --label y", "random-forest"
        ),
        ("forecast train --table --model mlp --data table.csv --label y", "neural-network"),
        (
          "forecast train --model ridge --data load.csv --target active_power_kw", "load-forecaster"
        ),
        (
          "forecast train --model random-forest --data load.csv --target active_power_kw",
          "load-forecaster"
        ),
      ] {
        try run("\(command) --seed 1 --out model.json", in: folder)
        let verdict = try run("model verify model.json", in: folder)
        #expect(verdict == "model.json: usable, kind \(kind)\n")
        let words = try run("model inspect model.json", in: folder)
        #expect(words.contains("kind            \(kind)\n"), "\(words)")
      }
    }
  }

  @Test("judge scores whose columns have other names")
  func mappedScores() throws {
    try withFolder { folder in
      let rows = (0..<60).map {
        "2024-01-01 00:\($0 < 10 ? "0" : "")\($0):00;\($0 == 30 ? "0,9" : "0,1");\($0 == 30 ? 1 : 0);"
          + "\($0 == 30 ? 1 : 0)"
      }
      try "when;score;is_anomaly;truth\n\(rows.joined(separator: "\n"))\n".write(
        toFile: "\(folder)/scores.csv", atomically: true, encoding: .utf8)
      let metrics = try run(
        "detect evaluate --scores scores.csv --timestamp when --assume-tz UTC --map label=truth "
          + "--delimiter ; --decimal-comma --out -", in: folder)
      #expect(metrics.contains("\"f1\": 1"), "\(metrics)")
    }
  }

  /// What a command says on standard output.
  @discardableResult
  private func run(_ command: String, in folder: String) throws -> String {
    let outcome = try Kilowatch.run(command.split(separator: " ").map(String.init), in: folder)
    #expect(outcome.exitCode == 0, "\(command): \(outcome.errors)")
    return outcome.output
  }
}
