import Documents
import Foundation
import Testing

@Suite("The forecast commands")
struct ForecastCommandTests {
  /// A folder with `load.csv`, forty days of an hourly load without a zone.
  private func folder() throws -> String {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("forecast-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var text = "date,kw,size\n"
    let start = Date(timeIntervalSince1970: 1_704_067_200)
    let format = ISO8601DateFormatter()
    for hour in 0..<40 * 24 {
      let moment = format.string(from: start.addingTimeInterval(Double(hour) * 3_600))
      let load = 50 + 20 * sin(Double(hour % 24) / 24 * 2 * .pi) + Double(hour * 7_919 % 13) / 4
      text += "\(moment.dropLast().replacing("T", with: " ")),\(load),\(2 * load)\n"
    }
    try text.write(
      to: folder.appendingPathComponent("load.csv"), atomically: true, encoding: .utf8)
    return folder.path
  }

  private func run(_ line: String, in folder: String) throws -> Kilowatch.Outcome {
    try Kilowatch.run(line.split(separator: " ").map(String.init), in: folder)
  }

  @Test(
    "go from a load to a demand profile", arguments: ["mlp", "random-forest", "seasonal-naive"])
  func trainAndPredict(model: String) throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let train = try run(
      "forecast train --model \(model) --data load.csv --target kw --assume-tz UTC --horizon PT24H "
        + "--seed 7 --out model.json", in: folder)
    #expect(train.exitCode == 0, "\(train.errors)")
    let told = train.errors.split(separator: "\n")
    if model == "mlp" {
      #expect(told.contains { $0.hasPrefix("training: recipe 1 of 8: error on held-out days 0.") })
      #expect(
        told.contains { $0.hasPrefix("training: epoch 1: loss 0.") && $0.contains("days 0.") })
    } else if model == "random-forest" {
      #expect(told.contains { $0.hasPrefix("training: recipe 4 of 4: ") })
    } else {
      #expect(told.count == 1)
    }
    let predict = try run(
      "forecast predict --model model.json --data load.csv --assume-tz UTC --out - "
        + "--report page.html", in: folder)
    #expect(predict.exitCode == 0, "\(predict.errors)")
    let page = try String(contentsOfFile: "\(folder)/page.html", encoding: .utf8)
    #expect(page.contains("Forecast of kw") && page.contains("Measured"))
    let lines = predict.output.split(separator: "\n")
    #expect(lines[0] == "timestamp,node,demand_kw,demand_kw_p10,demand_kw_p90")
    #expect(lines.count == 25)
    #expect(lines[1].hasPrefix("2024-02-10T00:00:00Z,"))
    for line in lines.dropFirst() {
      let numbers = line.split(separator: ",").dropFirst(2).compactMap { Double($0) }
      #expect(numbers.count == 3 && numbers[1] <= numbers[2] && abs(numbers[0] - 50) < 40)
    }
  }

  @Test("measure a backtest by the names of the contract")
  func backtest() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let outcome = try run(
      "forecast backtest --model ridge --data load.csv --target kw --assume-tz UTC --last P10D "
        + "--out metrics.json", in: folder)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let metrics = try JSONValue(parsing: try DocumentFile.read("\(folder)/metrics.json"))
    for name in [
      "mae", "rmse", "mape_percent", "smape_percent", "mase", "pinball", "coverage_90_percent",
    ] {
      #expect(metrics[name]?.double?.isFinite == true, "\(name)")
    }
    #expect(metrics["season"] == "P1D")
    #expect(metrics["by_lead_time"]?.array?.count == 24)
    let predictions = try String(
      contentsOfFile: "\(folder)/metrics.predictions.csv", encoding: .utf8
    ).split(separator: "\n")
    #expect(predictions.count == 241)
    let errors = predictions.dropFirst().map { line in
      let fields = line.split(separator: ",").map { Double($0) ?? .nan }
      return abs(fields[3] - fields[4])
    }
    let mae = errors.reduce(0, +) / 240
    #expect(abs(mae - (metrics["mae"]?.double ?? .nan)) < 1e-9)
    // The saved forecasts alone give the same measures again.
    let again = try run(
      "forecast backtest --from metrics.predictions.csv --out again.json --report again.html",
      in: folder)
    #expect(again.exitCode == 0, "\(again.errors)")
    let recomputed = try JSONValue(parsing: try DocumentFile.read("\(folder)/again.json"))
    for name in [
      "mae", "rmse", "mase", "pinball", "coverage_90_percent", "by_lead_time", "by_hour",
    ] {
      #expect(recomputed[name] == metrics[name], "\(name)")
    }
    #expect(metrics["by_hour"]?.array?.count == 24)
    let naive = metrics["baselines"]?["seasonal-naive-day"]?["mae"]
    #expect(naive != nil && recomputed["baselines"]?["seasonal-naive-day"]?["mae"] == naive)
  }

  @Test(
    "give the same bytes for one thread and for two", arguments: ["mlp", "random-forest"],
    ["conformal", "quantile"])
  func threads(model: String, intervals: String) throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let files = try [1, 2].map { threads in
      let outcome = try run(
        "forecast train --model \(model) --data load.csv --target kw --assume-tz UTC --seed 7 "
          + "--intervals \(intervals) --threads \(threads) --out model.json", in: folder)
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      return try DocumentFile.read("\(folder)/model.json")
    }
    #expect(files[0] == files[1])
  }

  @Test("keep what detection marked out of the load")
  func masks() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let lines = try String(contentsOfFile: "\(folder)/load.csv", encoding: .utf8)
      .split(separator: "\n").map(String.init)
    // Five hours of some days are a thousand times too much, and are marked.
    let isWrong = { (row: Int) in row % 24 >= 19 && [0, 4, 5, 9].contains(row / 24 * 10 % 11) }
    var load = "timestamp,kw\n"
    var scores = "timestamp,is_anomaly\n"
    for (row, line) in lines.dropFirst().enumerated() {
      let fields = line.split(separator: ",")
      let moment = fields[0].replacing(" ", with: "T") + "Z"
      load += "\(moment),\(isWrong(row) ? "60000" : fields[1])\n"
      scores += "\(moment),\(isWrong(row) ? 1 : 0)\n"
    }
    try DocumentFile.write(Array(load.utf8), to: "\(folder)/wrong.csv")
    try DocumentFile.write(Array(scores.utf8), to: "\(folder)/scores.csv")
    func error(_ mask: String) throws -> Double {
      let outcome = try run(
        "forecast backtest --model ridge --data wrong.csv --target kw --last P6D --out m.json \(mask)",
        in: folder)
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      let metrics = try JSONValue(parsing: try DocumentFile.read("\(folder)/m.json"))
      #expect(metrics["count"]?.integer == (mask.isEmpty ? 144 : 134))
      return try #require(metrics["mae"]?.double)
    }
    #expect(try error("") > 100)
    #expect(try error("--mask scores.csv") < 4)
    let others = "timestamp,is_anomaly\n2001-01-01T00:00:00Z,1\n"
    try DocumentFile.write(Array(others.utf8), to: "\(folder)/others.csv")
    let outcome = try run(
      "forecast train --model ridge --data wrong.csv --target kw --mask others.csv --out m.json",
      in: folder)
    #expect(outcome.exitCode == 65)
    #expect(
      outcome.errors == "kilowatch: others.csv: no score is of a meter and a time of the load\n")
  }

  @Test("cross-validate any table", arguments: ["mlp", "random-forest"])
  func tableBacktest(model: String) throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let outcome = try run(
      "forecast backtest --table --model \(model) --data load.csv --label size --folds 4 "
        + "--out m.json", in: folder)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let metrics = try JSONValue(parsing: try DocumentFile.read("\(folder)/m.json"))
    #expect(try #require(metrics["r2"]?.double) > 0.99)
    #expect((85...95).contains(try #require(metrics["coverage_90_percent"]?.double)))
    #expect(try #require(metrics["baselines"]?["mean"]?["mae"]?.double) > 10)
    #expect(try #require(metrics["baselines"]?["ridge"]?["mae"]?.double) < 1)
  }

  @Test("learn any table of numbers", arguments: ["mlp", "random-forest"])
  func tables(model: String) throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let train = try run(
      "forecast train --model \(model) --table --data load.csv --label size --out model.json",
      in: folder)
    #expect(train.exitCode == 0, "\(train.errors)")
    let predict = try run(
      "forecast predict --table --model model.json --data load.csv --out -", in: folder)
    #expect(predict.exitCode == 0, "\(predict.errors)")
    let lines = predict.output.split(separator: "\n")
    #expect(lines[0] == "date,kw,size,prediction")
    let last = lines[100].split(separator: ",").compactMap { Double($0) }
    #expect(abs(last[1] - last[2]) < 4, "\(lines[100])")
  }

  @Test(
    "refuse what cannot be in one line",
    arguments: [
      ("train --model mlp --data load.csv --target kw --out m.json", 65, "--assume-tz"),
      ("train --model mlp --data load.csv --target mw --assume-tz UTC --out m.json", 65, "mw"),
      ("train --model lstm --data load.csv --target kw --out m.json", 64, "--model"),
      ("train --model mlp --data load.csv --target kw --horizon soon --out m.json", 64, "soon"),
      (
        "train --model mlp --data none.csv --target kw --assume-tz UTC --out m.json", 65, "none.csv"
      ),
      (
        "train --model mlp --data load.csv --target kw --assume-tz UTC --zone Moon --out m", 64,
        "Moon"
      ),
      ("predict --model load.csv --data load.csv --out p.csv", 65, "load.csv"),
    ])
  func badInput(line: String, exitCode: Int32, word: String) throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let outcome = try run("forecast \(line)", in: folder)
    #expect([exitCode, 66].contains(outcome.exitCode))
    #expect(outcome.errors.contains(word), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }
}
