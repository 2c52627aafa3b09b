import Documents
import Foundation
import Testing

@Suite("dispatch of units")
struct DispatchUnitsTests {
  private let folder = TemporaryFolder()
  private let fixtures = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/dispatch")

  private func json(_ path: String) throws -> JSONValue {
    try JSONValue(parsing: Array(try Data(contentsOf: URL(fileURLWithPath: path))))
  }

  @Test("a commitment case gives a schedule without violations, the same for any number of threads")
  func commitment() throws {
    var results: [JSONValue] = []
    for threads in ["1", "3"] {
      let out = folder.newPath("schedule.json")
      let outcome = try Kilowatch.run([
        "dispatch", "run", fixtures.appending(path: "uc10.json").path, "--seed", "7", "--threads",
        threads, "--out", out,
      ])
      #expect(outcome.exitCode == 0)
      results.append(try json(out))
    }
    #expect(results[0]["schedule"] == results[1]["schedule"])
    #expect(results[0]["violations"]?.array?.isEmpty == true)
    #expect(abs((results[0]["cost"]?.double ?? 0) - 563_937.69) < 0.01)
    #expect(results[0]["optimum"]?.isNull == true)
    #expect((results[0]["gap_percent"]?.double ?? 9) < 1)
    #expect(results[0]["schedule"]?.array?.count == 24)
  }

  @Test("a forecast with quantiles gives a plan that holds for all of them")
  func forecast() throws {
    let profile = folder.newPath("profile.csv")
    var rows = "timestamp,node,demand_kw,demand_kw_p10,demand_kw_p90\n"
    for hour in 0..<6 {
      for (node, kilowatts) in [("A", 200_000), ("B", 150_000 + 10_000 * hour)] {
        rows += "2026-01-01T0\(hour):00:00Z,\(node),\(kilowatts),\(kilowatts * 9 / 10),"
        rows += "\(kilowatts * 11 / 10)\n"
      }
    }
    try rows.write(toFile: profile, atomically: true, encoding: .utf8)
    let out = folder.newPath("schedule.json")
    let outcome = try Kilowatch.run([
      "dispatch", "run", fixtures.appending(path: "uc10.json").path, "--demand", profile, "--seed",
      "7", "--out", out,
    ])
    #expect(outcome.exitCode == 0)
    let result = try json(out)
    #expect(result["schedule"]?.array?.first?["demand_mw"]?.double == 350)
    #expect(result["schedule_p90"]?.array?.first?["demand_mw"]?.double == 385)
    #expect(result["schedule_p10"]?.array?.count == 6)
    #expect(result["violations"]?.array?.isEmpty == true)
  }

  @Test("the front writes a table and its schedules")
  func front() throws {
    let path = folder.newPath("case.json")
    try """
    {"units": [{"pmin": 10, "pmax": 90, "c1": 5, "c2": 0.01, "emission": [0, 2, 0.01]},
               {"pmin": 10, "pmax": 90, "c1": 9, "c2": 0.02, "emission": [0, 0.5, 0.005]}],
     "demand": [90, 130]}
    """.write(toFile: path, atomically: true, encoding: .utf8)
    let (out, csv) = (folder.newPath("front.json"), folder.newPath("front.csv"))
    let outcome = try Kilowatch.run([
      "dispatch", "front", path, "--points", "5", "--csv", csv, "--seed", "1", "--out", out,
    ])
    #expect(outcome.exitCode == 0)
    let points = try #require(try json(out)["points"]?.array)
    #expect(points.count >= 3)
    let table = try String(contentsOfFile: csv, encoding: .utf8).split(separator: "\n")
    #expect(table.first == "emission_price,cost,emission,gap_percent")
    #expect(table.count == points.count + 1)
  }

  @Test(
    "a case that is wrong ends with one line",
    arguments: [
      ("{\"pmin\": 10, \"pmax\": 5}", "50", "", "pmax of unit"),
      ("{\"pmin\": 10, \"pmax\": -5}", "50", "", "pmax of unit"),
      ("{\"pmin\": 10, \"pmax\": 90, \"ramps\": 3}", "50", "", "ramps in unit 1 is not a field"),
      ("{\"pmin\": 10, \"pmax\": 90, \"min_up_h\": 1.5}", "50", "", "min_up_h of unit 1"),
      ("{\"pmin\": 10, \"pmax\": 90, \"min_up_h\": -1}", "50", "", "min_up_h of unit"),
      ("{\"pmin\": 10, \"pmax\": 90, \"min_up_h\": 1e12}", "50", "", "min_up_h of unit"),
      ("{\"pmin\": 10, \"pmax\": 90}", "[50, 400]", "", "demand in hour 1 exceeds supply by 310"),
      ("{\"pmin\": 60, \"pmax\": 90}", "50", "", "hour 0"),
      ("{\"pmin\": 10, \"pmax\": 90}", "NaN", "", "not a JSON document"),
      ("{\"pmin\": 10, \"pmax\": 90}", "50", ", \"reserve_share\": -1", "reserve_share"),
      ("{\"pmin\": 10, \"pmax\": 90}", "50", ", \"reserve_mw\": 80", "reserve"),
      ("{\"pmin\": 10, \"pmax\": 90}", "50", ", \"losses\": {\"B\": [[1, 2]]}", "B of losses"),
      ("{\"pmin\": 10, \"pmax\": 90}", "50", ", \"demand_p90\": 40", "demand_p90 of hour 0"),
      (
        "{\"pmin\": 10, \"pmax\": 90}", "50",
        ", \"storage\": [{\"power_mw\": 5, \"energy_mwh\": 9, \"efficiency\": 1.2}]", "efficiency"
      ),
    ])
  func badCases(unit: String, demand: String, rest: String, words: String) throws {
    let path = folder.newPath("case.json")
    try "{\"units\": [\(unit)], \"demand\": \(demand)\(rest)}".write(
      toFile: path, atomically: true, encoding: .utf8)
    let out = folder.newPath("schedule.json")
    let outcome = try Kilowatch.run(["dispatch", "run", path, "--seed", "1", "--out", out])
    #expect(outcome.exitCode == 65)
    #expect(outcome.errors.contains(words))
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(!FileManager.default.fileExists(atPath: out))
  }
}
