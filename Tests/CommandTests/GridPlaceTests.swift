import Documents
import Foundation
import Testing

@Suite("grid place")
struct GridPlaceTests {
  private let folder = TemporaryFolder()
  private let feeder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/radial/feeder18")

  private func path(_ name: String) -> String { feeder.appending(path: name).path }

  /// Runs `grid place` on the feeder with a small budget, and reads what it wrote.
  private func place(
    _ more: [String], load: String? = nil, evaluations: Int = 300, exitCode: Int32 = 0
  ) throws -> JSONValue {
    let out = folder.newPath("placement.json")
    let outcome = try Kilowatch.run(
      [
        "grid", "place", path("network.json"), "--load", load ?? path("LoadData_B.csv"),
        "--generation", path("GenerationData_B.csv"), "--seed", "7", "--evaluations",
        "\(evaluations)", "--out", out,
      ] + more)
    #expect(outcome.exitCode == exitCode, "\(outcome.errors)")
    return try JSONValue(parsing: Array(try Data(contentsOf: URL(fileURLWithPath: out))))
  }

  @Test("writes orders, what the search did, and Newton's confirmation")
  func answer() throws {
    let result = try place([])
    for order in ["generation_order", "load_order"] {
      let sites = try #require(result[order]?.numbers)
      #expect(sites.sorted() == (0..<17).map(Double.init))
    }
    #expect((result["objective"]?.double ?? 200) < 90)
    #expect((result["objective"]?.double ?? 0) > (result["lower_bound"]?.double ?? 200))
    #expect(abs(result["confirmation"]?["difference"]?.double ?? 1) < 1e-5)
    #expect((result["confirmation"]?["largest_mismatch_pu"]?.double ?? 1) < 1e-9)
    #expect((result["evaluations"]?.integer ?? 999) <= 300)
    #expect((result["screened_moves"]?.integer ?? 0) > 300)
    #expect(result["violations"]?.array?.isEmpty == true)
    #expect(
      result["searches"]?.array?.compactMap { $0["search"]?.string }
        == ["random", "reference-ga", "memetic"])
  }

  @Test("gives the same answer for any number of threads")
  func threads() throws {
    let answers = try ["1", "2"].map { threads in
      let result = try place(["--threads", threads], evaluations: 11_000)
      var members = try #require(result.object)
      members["elapsed_s"] = nil
      return members
    }
    #expect(answers[0] == answers[1])
  }

  @Test("keeps what is fixed, resizes, places batteries, and analyses the answer")
  func everyOption() throws {
    let result = try place([
      "--fix-load", "3=5", "--fix-generation", "2=0", "--sizes", "0.5:1.5", "--battery",
      "20:5:0.9", "--volt-var", "0.4", "--objective", "loading=1,losses=0.5", "--n-1",
      "--hosting-capacity",
    ])
    let loads = result["load_names"]?.array?.compactMap { $0.string } ?? []
    let generators = result["generation_names"]?.array?.compactMap { $0.string } ?? []
    let load = try #require(loads.firstIndex(of: "3"))
    let generator = try #require(generators.firstIndex(of: "2"))
    #expect(result["load_order"]?.array?[load].integer == 5)
    #expect(result["generation_order"]?.array?[generator].integer == 0)
    let factors = try #require(result["generation_factors"]?.numbers)
    #expect(factors.allSatisfy { (0.5...1.5).contains($0) })
    let battery = try #require(result["batteries"]?.array?.first)
    let charges = try #require(battery["state_of_charge_kwh"]?.numbers)
    #expect(charges.count == 24 && charges.allSatisfy { (0...20).contains($0) })
    #expect(result["n_1"]?.array?.count == 17)
    #expect((result["hosting_capacity"]?["generation_factor"]?.double ?? 0) > 0)
    #expect(result["weights"]?["losses"]?.double == 0.5)
  }

  @Test("lists the placements that none beats")
  func front() throws {
    let result = try place(["--front", "loading,losses"])
    let members = try #require(result["front"]?["members"]?.array)
    let values = members.compactMap { $0["values"]?.numbers }
    #expect(values.count > 1)
    for (first, second) in zip(values, values.dropFirst()) {
      #expect(first[0] < second[0] && first[1] > second[1])
    }
  }

  @Test("exits with 1 and names what is broken where no placement is within the limits")
  func impossibleLimit() throws {
    let result = try place(["--max-line-loading", "1"], exitCode: 1)
    #expect(result["feasible"]?.bool == false)
    #expect(result["violations"]?.array?.isEmpty == false)
  }

  @Test("takes a forecaster's demand profile for the loads")
  func demandProfile() throws {
    let wide = try String(contentsOfFile: path("LoadData_B.csv"), encoding: .utf8)
      .split(whereSeparator: \.isNewline).map { $0.split(separator: ",").map(String.init) }
    var long = "timestamp,node,demand_kw,demand_kw_p10,demand_kw_p90\n"
    for (hour, row) in wide.dropFirst().enumerated() {
      let time = "2024-06-01T\(hour < 10 ? "0" : "")\(hour):00:00Z"
      // The first field of the header is empty, and split leaves it out.
      for (node, power) in zip(wide[0], row.dropFirst()) {
        let demandKW = try #require(Double(power)) * 1_000
        long += "\(time),\(node),\(demandKW),0,1\n"
      }
    }
    let profile = folder.newPath("profile.csv")
    try long.write(toFile: profile, atomically: true, encoding: .utf8)
    let fromProfile = try place([], load: profile)
    let fromTable = try place([])
    #expect(fromProfile["load_order"] == fromTable["load_order"])
    #expect(fromProfile["load_names"] == fromTable["load_names"])
    let difference =
      (fromProfile["objective"]?.double ?? 0) - (fromTable["objective"]?.double ?? 1)
    #expect(abs(difference) < 1e-9)
  }

  @Test("writes a page with the three searches side by side")
  func page() throws {
    let page = folder.newPath("page.html")
    _ = try place(["--report", page])
    let text = try String(contentsOfFile: page, encoding: .utf8)
    for words in [
      "Loading of each line before", "Loading of each line as placed", "reference-ga", "memetic",
      "The searches side by side",
    ] {
      #expect(text.contains(words), "\(words)")
    }
  }

  @Test("says in one line why it cannot, and leaves no result")
  func failures() throws {
    let short = folder.newPath("short.csv")
    try "hour,0,1\n0,0.001,0.002\n".write(toFile: short, atomically: true, encoding: .utf8)
    let empty = folder.newPath("gap.csv")
    try "hour,0,1\n0,0.001,\n".write(toFile: empty, atomically: true, encoding: .utf8)
    let twice = folder.newPath("twice.csv")
    try "timestamp,node,demand_kw\nt,a,1\nt,a,2\n".write(
      toFile: twice, atomically: true, encoding: .utf8)
    let fixtures = feeder.deletingLastPathComponent().deletingLastPathComponent()
    let meshed = fixtures.appending(path: "powerflow/cigre_hv/network.json").path
    let (net, load) = (path("network.json"), path("LoadData_B.csv"))
    let generation = path("GenerationData_B.csv")
    let cases: [([String], Int32, String)] = [
      ([net, "--load", short, "--generation", short], 65, "2 generation profiles for 17 sites"),
      ([net, "--load", empty, "--generation", generation], 65, "column 1: the power is missing"),
      ([net, "--load", twice, "--generation", generation], 65, "node a has two values for t"),
      ([net, "--load", short, "--generation", generation], 65, "1 steps"),
      ([net, "--load", "/no/load.csv", "--generation", generation], 66, "/no/load.csv"),
      ([meshed, "--load", load, "--generation", generation], 65, "voltages are held"),
      ([net, "--load", load], 64, "needs --generation"),
      (
        [net, "--load", load, "--generation", generation, "--max-line-loading", "0"], 65,
        "limits on loading must be positive"
      ),
      (
        [net, "--load", load, "--generation", generation, "--min-voltage", "1.1"], 64,
        "is not below"
      ),
      (
        [net, "--load", load, "--generation", generation, "--fix-load", "nobody=3"], 65,
        "no profile 'nobody'"
      ),
      (
        [net, "--load", load, "--generation", generation, "--objective", "beauty"], 64,
        "not 'beauty'"
      ),
    ]
    for (arguments, exitCode, message) in cases {
      let out = folder.newPath("never.json")
      let outcome = try Kilowatch.run(["grid", "place"] + arguments + ["--out", out, "--quiet"])
      #expect(outcome.exitCode == exitCode, "\(arguments): \(outcome.errors)")
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
      #expect(outcome.errors.split(separator: "\n").count == 1)
      #expect(!FileManager.default.fileExists(atPath: out))
    }
  }
}
