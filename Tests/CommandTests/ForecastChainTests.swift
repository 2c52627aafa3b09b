import Documents
import Foundation
import Testing

@Suite("From telemetry to a schedule without a script in between")
struct ForecastChainTests {
  @Test("detect, forecast, dispatch and place go on from one another's files")
  func chain() throws {
    try withFolder { folder in
      func kilowatch(_ line: String) throws -> Kilowatch.Outcome {
        let outcome = try Kilowatch.run(line.split(separator: " ").map(String.init), in: folder)
        #expect(outcome.exitCode == 0, "\(line): \(outcome.errors)")
        return outcome
      }
      _ = try kilowatch(
        "data generate --days 28 --meters 17 --interval 900 --mean-power 3 --seed 7 --out telemetry.csv"
      )
      _ = try kilowatch(
        "detect train --model isolation-forest --data telemetry.csv --seed 7 --contamination 0.03 "
          + "--out detector.json")
      _ = try kilowatch("detect score --model detector.json --data telemetry.csv --out scores.csv")
      let load =
        "--data telemetry.csv --mask scores.csv --target active_power_kw --cadence PT1H --seed 7"
      _ = try kilowatch(
        "forecast backtest --model mlp \(load) --meter meter-001 --last P5D --out metrics.json "
          + "--report forecast.html")
      _ = try kilowatch("forecast train --model mlp \(load) --out forecaster.json")
      _ = try kilowatch(
        "forecast predict --model forecaster.json --data telemetry.csv --mask scores.csv "
          + "--out profile.csv")
      let nodes = (1...17).map { meter in
        let name = meter < 10 ? "meter-00\(meter)" : "meter-0\(meter)"
        return #"{"name": "\#(name)", "capacity_mw": 1, "loss": 0.05, "demand_mw": [0]}"#
      }
      try write(
        """
        {"nodes": [\(nodes.joined(separator: ", "))],
         "sources": [{"name": "grid", "capacity_mw": 1, "cost_per_mwh": 100, "availability": [1]}],
         "unserved_cost_per_mwh": 5000}
        """, to: "\(folder)/case.json")
      _ = try kilowatch(
        "dispatch run case.json --demand profile.csv --seed 7 --out schedule.json")

      let profile = try String(contentsOfFile: "\(folder)/profile.csv", encoding: .utf8)
      let rows = profile.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
      #expect(rows.count == 17 * 24)
      #expect(rows[0][0] == "2024-01-29T00:00:00Z")
      let schedule = try JSONValue(parsing: try DocumentFile.read("\(folder)/schedule.json"))
      let hours = try #require(schedule["schedule"]?.array)
      #expect(hours.count == 24)
      #expect(schedule["unserved_mwh"]?.double == 0)
      // The schedule serves the very numbers of the profile.
      let served = hours.map { $0["nodes"]?.array?[0]["demand_mw"]?.double ?? .nan }
      let forecast = rows.filter { $0[1] == "meter-001" }.map { (Double($0[2]) ?? .nan) / 1_000 }
      #expect(zip(served, forecast).allSatisfy { abs($0 - $1) < 1e-12 })

      try write(profile.replacing("meter-", with: "plant-"), to: "\(folder)/generation.csv")
      let network = URL(filePath: #filePath)
        .appending(path: "../../Fixtures/radial/feeder18/network.json").standardized.path
      let placed = try Kilowatch.run(
        [
          "grid", "place", network, "--load", "profile.csv", "--generation", "generation.csv",
          "--seed", "7", "--out", "placement.json",
        ], in: folder)
      #expect(placed.exitCode == 0, "\(placed.errors)")
    }
  }

  @Test("the demo goes on from detection to a dispatch, and names the page to open")
  func demo() throws {
    try withFolder { folder in
      let demo = try Kilowatch.run(["demo", "--part", "generated", "--seed", "7"], in: folder)
      #expect(demo.exitCode == 0, "\(demo.errors)")
      let lines = demo.output.split(separator: "\n")
      #expect(lines.last == "Open Reports/index.html")
      for verb in ["forecast backtest", "forecast train", "forecast predict", "dispatch run"] {
        #expect(lines.contains { $0.hasPrefix("$ kilowatch \(verb) ") }, "\(verb)")
      }
      func document(_ name: String) throws -> JSONValue {
        try JSONValue(parsing: try DocumentFile.read("\(folder)/Reports/\(name)"))
      }
      #expect(try #require(document("forecast/generated-metrics.json")["mase"]?.double) < 0.8)
      let schedule = try document("dispatch/generated-schedule.json")
      #expect(schedule["unserved_mwh"]?.double == 0)
      #expect(schedule["violations"]?.array?.isEmpty == true)
      let index = try String(contentsOfFile: "\(folder)/Reports/index.html", encoding: .utf8)
      for page in ["forecast-generated.html", "dispatch-generated.html"] {
        #expect(index.contains(page), "\(page)")
      }
    }
  }

  @Test("the demo makes the same files again, on one thread")
  func sameDemo() throws {
    try withFolder { folder in
      var made: [[String: [UInt8]]] = []
      for threads in ["1", "2"] {
        try FileManager.default.createDirectory(
          atPath: "\(folder)/\(threads)", withIntermediateDirectories: true)
        let demo = try Kilowatch.run(
          ["demo", "--part", "generated", "--days", "28", "--threads", threads],
          in: "\(folder)/\(threads)")
        #expect(demo.exitCode == 0, "\(demo.errors)")
        made.append(try files(in: "\(folder)/\(threads)"))
      }
      #expect(made[0].count > 20 && Set(made[0].keys) == Set(made[1].keys))
      // Schedules say how long they took.
      for (name, bytes) in made[0] where !name.hasSuffix("-schedule.json") {
        #expect(made[1][name] == bytes, "\(name)")
      }
    }
  }

  /// The bytes of all files below `folder`.
  private func files(in folder: String) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder)
    where name.contains(".") && !name.hasSuffix(".charts") {
      files[name] = try DocumentFile.read("\(folder)/\(name)")
    }
    return files
  }

  private func write(_ text: String, to path: String) throws {
    try DocumentFile.write(Array(text.utf8), to: path)
  }
}
