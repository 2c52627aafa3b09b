import Documents
import Foundation
import Testing

@Suite("Detection by command")
struct DetectCommandTests {
  @Test("finds the anomalies of a month that it has not seen, and says so in the contract's words")
  func pipeline() throws {
    try withFolder { folder in
      for line in [
        "data generate --days 6 --seed 1 --out learned.csv",
        "data generate --days 3 --seed 2 --start 2024-02-01T00:00:00Z --out new.csv.gz",
        "detect train --model random-forest --data learned.csv --seed 1 --out model.json.gz",
        "model verify model.json.gz",
        "detect score --model model.json.gz --data new.csv.gz --out scores.csv --events events.json",
        "detect score --model model.json.gz --data new.csv.gz --out s.csv --events events.csv",
        "detect evaluate --scores scores.csv --out metrics.json",
      ] {
        let outcome = try run(line, in: folder)
        #expect(outcome.exitCode == 0, "\(line): \(outcome.errors)")
      }
      let metrics = try json("\(folder)/metrics.json")
      for name in [
        "precision", "recall", "f1", "roc_auc", "average_precision", "threshold",
      ] {
        #expect(metrics[name]?.double != nil, "\(name)")
      }
      for name in ["event", "range", "by_type"] { #expect(metrics[name]?.object != nil) }
      #expect(metrics["threshold_source"]?.string?.contains("rows from 2024-01-0") == true)
      #expect(metrics["roc_auc"]?.double ?? 0 > 0.95)

      let event = try #require(json("\(folder)/events.json")["events"]?.array?.first)
      let contributions = event["contributions"]?.array?.compactMap { $0["contribution"]?.double }
      let sum =
        (event["baseline_score"]?.double ?? 0) + (contributions ?? []).reduce(0, +)
        + (event["other_contributions"]?.double ?? 0)
      #expect(abs(sum - (event["peak_score"]?.double ?? .nan)) < 1e-5)
      let table = try String(contentsOfFile: "\(folder)/events.csv", encoding: .utf8)
      #expect(
        table.hasPrefix("start,end,meter_id,kind,peak_score,duration_s,top_features\n"))

      let gate = try run(
        "detect score --model model.json.gz --data new.csv.gz --out x.csv --fail-on-anomaly",
        in: folder)
      #expect(gate.exitCode == 2 && gate.errors.contains("events found"))
      let bar = try run(
        "detect evaluate --scores scores.csv --out - --fail-under event.recall=1.1", in: folder)
      #expect(bar.exitCode == 2 && bar.errors.contains("event.recall is "))
    }
  }

  @Test(
    "gives the same bytes for one thread, two threads and another process",
    arguments: ["isolation-forest", "random-forest"])
  func sameBytes(model: String) throws {
    try withFolder { folder in
      for (run, threads) in ["a", "b", "c"].enumerated() {
        let count = run == 0 ? 1 : 2
        for line in [
          "data generate --days 4 --seed 3 --out \(threads)/data.csv --threads \(count)",
          "detect train --model \(model) --data \(threads)/data.csv --seed 3 --contamination 0.02 "
            + "--out \(threads)/model.json --threads \(count)",
          "detect score --model \(threads)/model.json --data \(threads)/data.csv "
            + "--out \(threads)/scores.csv --events \(threads)/events.json --threads \(count)",
          "detect evaluate --scores \(threads)/scores.csv --out \(threads)/metrics.json",
        ] {
          try FileManager.default.createDirectory(
            atPath: "\(folder)/\(threads)", withIntermediateDirectories: true)
          let outcome = try self.run(line, in: folder)
          #expect(outcome.exitCode == 0, "\(outcome.errors)")
        }
      }
      for name in [
        "data.csv", "data.meta.json", "model.json", "scores.csv", "scores.meta.json",
        "events.json", "metrics.json",
      ] {
        let first = try bytes("\(folder)/a/\(name)")
        #expect(try bytes("\(folder)/b/\(name)") == first, "\(name)")
        #expect(try bytes("\(folder)/c/\(name)") == first, "\(name)")
      }
    }
  }

  @Test("takes any table of numbers, of two classes or more")
  func tables() throws {
    try withFolder { folder in
      let rows = (0..<300).map { row in
        "\(row % 3 == 0 ? 10 : row % 3),\(row % 7),\(row % 3 == 0 ? "far" : row % 3 == 1 ? "near" : "mid")\n"
      }
      try DocumentFile.write(
        Array(("x;y;class\n" + rows.joined()).utf8.map { $0 == 0x2c ? 0x3b : $0 }),
        to: "\(folder)/t.csv")
      for line in [
        "detect train --model random-forest --table --data t.csv --label class --out m.json",
        "detect score --model m.json --table --data t.csv --out s.csv",
        "detect evaluate --scores s.csv --table --out metrics.json",
        "detect train --model isolation-forest --table --data t.csv --exclude y --out i.json",
        "detect score --model i.json --table --data t.csv --out i.csv",
      ] {
        let outcome = try run(line, in: folder)
        #expect(outcome.exitCode == 0, "\(line): \(outcome.errors)")
      }
      let metrics = try json("\(folder)/metrics.json")
      #expect(metrics["accuracy"]?.double == 1 && metrics["roc_auc"]?.double == 1)
      let wrong = try run("detect score --model m.json --data t.csv --out w.csv", in: folder)
      #expect(wrong.exitCode == 65 && wrong.errors.contains("score it with --table"))
    }
  }

  private func run(_ line: String, in folder: String) throws -> Kilowatch.Outcome {
    try Kilowatch.run(line.split(separator: " ").map(String.init), in: folder)
  }

  private func json(_ path: String) throws -> JSONValue {
    try JSONValue(parsing: DocumentFile.read(path))
  }

  private func bytes(_ path: String) throws -> [UInt8] { try DocumentFile.read(path) }
}
