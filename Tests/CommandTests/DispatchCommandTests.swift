import Documents
import Foundation
import Testing

@Suite("dispatch") struct DispatchCommandTests {
  private static func result(_ path: String) throws -> JSONValue {
    try JSONValue(parsing: try DocumentFile.read(path))
  }

  /// The result without the time that it took.
  private static func timeless(_ path: String) throws -> String {
    String(decoding: try DocumentFile.read(path), as: UTF8.self).split(separator: "\n")
      .filter { !$0.contains("\"elapsed_s\"") }.joined(separator: "\n")
  }

  private static let twoNodes = """
    {"nodes": [{"name": "north", "capacity_mw": 200, "loss": 0.1, "demand_mw": [90, 30]},
               {"name": "south", "capacity_mw": 200, "demand_mw": [50, 20]}],
     "sources": [{"name": "plant", "capacity_mw": 100, "cost_per_mwh": 10}],
     "pair_loss": [[0.2], [0]], "unserved_cost_per_mwh": 50}
    """

  @Test("run solves the reference problem, the same bytes for any number of threads")
  func reference() throws {
    try withFolder { folder in
      for threads in ["1", "2", "3"] {
        let outcome = try Kilowatch.run(
          [
            "dispatch", "run", "--nodes", "60", "--pair-losses", "--seed", "7", "--threads",
            threads, "--out", "\(threads).json",
          ], in: folder)
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
      }
      #expect(try Self.timeless("\(folder)/1.json") == Self.timeless("\(folder)/2.json"))
      #expect(try Self.timeless("\(folder)/1.json") == Self.timeless("\(folder)/3.json"))
      let result = try Self.result("\(folder)/1.json")
      #expect(abs(result["gap_percent"]?.double ?? 1) < 1e-9)
      #expect(result["schedule"]?.array?.count == 24)
      #expect(result["violations"]?.array?.isEmpty == true)
      let nodes = (result["unserved_by_node"]?.array ?? []).map { $0["unserved_mwh"]?.double ?? 0 }
      let unserved = try #require(result["unserved_mwh"]?.double)
      #expect(nodes.count == 60 && unserved > 0)
      #expect(abs(nodes.reduce(0, +) - unserved) < 1e-6)
    }
  }

  @Test("run multiplies losses of nodes and of pairs, and prices what is not served")
  func losses() throws {
    try withFolder { folder in
      try DocumentFile.write(Array(Self.twoNodes.utf8), to: "\(folder)/case.json")
      for method in ["genetic", "exact", "greedy-cost", "greedy-delivered"] {
        let outcome = try Kilowatch.run(
          ["dispatch", "run", "case.json", "--method", method, "--out", "out.json"], in: folder)
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
        let result = try Self.result("\(folder)/out.json")
        // South is served first; north gets 50 MW, of which 0.9 · 0.8 arrive: 36 of 90.
        #expect(abs((result["unserved_mwh"]?.double ?? 0) - 54) < 1e-9)
        let sentInHour1 = 20 + 30 / 0.72
        let cost = 1_000 + 54 * 50 + sentInHour1 * 10
        #expect(abs((result["cost"]?.double ?? 0) - cost) < 1e-9)
        #expect(result["optimum"]?.double.map { abs($0 - cost) < 1e-9 } == true)
        #expect(
          result["unserved_by_node"]?.array?[0]["cost"]?.double.map { abs($0 - 2_700) < 1e-9 }
            == true)
      }
    }
  }

  @Test("run takes demand from a profile of several nodes, at half-hours too")
  func profile() throws {
    try withFolder { folder in
      let rows = ["00:00", "00:30", "01:00", "01:30"].enumerated().map { place, time in
        "2024-01-01T\(time):00Z,south,\(20_000 + 1_000 * place)\n"
          + "2024-01-01T\(time):00Z,north,10000\n"
      }
      try DocumentFile.write(Array(Self.twoNodes.utf8), to: "\(folder)/case.json")
      try DocumentFile.write(
        Array(("timestamp,node,demand_kw\n" + rows.joined()).utf8), to: "\(folder)/profile.csv")
      let outcome = try Kilowatch.run(
        ["dispatch", "run", "case.json", "--demand", "profile.csv", "--out", "out.json"],
        in: folder)
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      let hours = try Self.result("\(folder)/out.json")["schedule"]?.array ?? []
      #expect(hours.map { $0["demand_mw"]?.double } == [30.5, 32.5])
      let named = try Kilowatch.run(
        ["dispatch", "run", "--demand", "profile.csv", "--out", "out.json"], in: folder)
      #expect(named.exitCode == 0, "\(named.errors)")
      let nodes = try Self.result("\(folder)/out.json")["schedule"]?.array?[0]["nodes"]?.array ?? []
      #expect(nodes.map { $0["node"]?.string } == ["south", "north"])
    }
  }

  @Test("run takes demand from telemetry, meter by meter and hour by hour")
  func telemetry() throws {
    try withFolder { folder in
      var rows = "timestamp,meter_id,active_power_kw\n"
      for quarter in 0..<12 {
        let time = "2024-01-01T0\(quarter / 4):\(["00", "15", "30", "45"][quarter % 4]):00Z"
        rows += "\(time),north,\(1_000 * quarter)\n\(time),south,2000\n"
      }
      try DocumentFile.write(Array(Self.twoNodes.utf8), to: "\(folder)/case.json")
      try DocumentFile.write(Array(rows.utf8), to: "\(folder)/load.csv")
      let outcome = try Kilowatch.run(
        [
          "dispatch", "run", "case.json", "--telemetry", "load.csv", "--last", "PT2H", "--out",
          "out.json",
        ], in: folder)
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      let hours = try Self.result("\(folder)/out.json")["schedule"]?.array ?? []
      #expect(hours.map { $0["demand_mw"]?.double } == [7.5, 11.5])
    }
  }

  @Test("run draws a reference problem from ranges in a case file")
  func ranges() throws {
    try withFolder { folder in
      let text =
        #"{"reference": {"nodes": 4, "sources": 2, "hours": 3, "demand_mw": [10, 11], "#
        + #""cost_per_mwh": 8, "pair_losses": true}}"#
      try DocumentFile.write(Array(text.utf8), to: "\(folder)/case.json")
      let outcome = try Kilowatch.run(
        ["dispatch", "run", "case.json", "--seed", "2", "--out", "out.json"], in: folder)
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      let hours = try Self.result("\(folder)/out.json")["schedule"]?.array ?? []
      #expect(hours.count == 3)
      #expect(hours.allSatisfy { (40...44).contains($0["demand_mw"]?.double ?? 0) })
    }
  }

  @Test("compare prints a line for each mode, and writes what it prints")
  func compare() throws {
    try withFolder { folder in
      let outcome = try Kilowatch.run(
        [
          "dispatch", "compare", "--sizes", "10x3,20x4", "--runs", "1", "--hours", "4", "--seconds",
          "1", "--threads", "2", "--out", "table.json",
        ], in: folder)
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      let lines = outcome.output.split(separator: "\n")
      #expect(lines.count == 13)
      for word in ["time ms", "speed-up", "CPU %", "memory MB", "GPU %", "gap %", "unserved MWh"] {
        #expect(lines[0].contains(word))
      }
      let rows = try Self.result("\(folder)/table.json")["rows"]?.array ?? []
      #expect(rows.count == 12)
      for row in rows {
        #expect(row["violations"]?.integer == 0)
        #expect((row["memory_mb"]?.double ?? 0) > 1)
      }
      #expect(rows[2]["cost"] == rows[3]["cost"])
      #expect(rows[3]["speed_up"]?.double != nil)
      #expect(abs(rows[4]["gap_percent"]?.double ?? 1) < 1e-9)
    }
  }
}
