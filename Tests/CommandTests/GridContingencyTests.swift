import Documents
import Foundation
import Testing

@Suite("grid contingencies and grid convert")
struct GridContingencyTests {
  private let folder = TemporaryFolder()
  private let fixtures = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/powerflow")

  private func json(_ path: String) throws -> JSONValue {
    try JSONValue(parsing: Array(try Data(contentsOf: URL(fileURLWithPath: path))))
  }

  @Test("name every outage with its verdict, as JSON, as a table and as a page")
  func outages() throws {
    let (out, table, page) = (
      folder.newPath("n1.json"), folder.newPath("n1.csv"), folder.newPath("n1.html")
    )
    let outcome = try Kilowatch.run([
      "grid", "contingencies", fixtures.appending(path: "matpower/case39.m").path, "--out", out,
      "--csv", table, "--report", page, "--voltage-band", "0.9,1.1",
    ])
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let result = try json(out)
    let outages = try #require(result["contingencies"]?.array)
    #expect(outages.count == 46)
    let counted = ["secure", "violation", "island", "no_solution"].compactMap {
      result[$0]?.integer
    }
    #expect(counted.count == 4 && counted.reduce(0, +) == 46)
    for outage in outages {
      let cutsOff = outage["unsupplied_buses"]?.array?.isEmpty == false
      if outage["verdict"]?.string == "island" { #expect(cutsOff) }
      if outage["verdict"]?.string == "secure" {
        #expect((0.9...1.1).contains(outage["min_voltage_pu"]?.double ?? 0))
        #expect((outage["largest_mismatch_pu"]?.double ?? 1) < 1e-9)
      }
    }
    let rows = try String(contentsOfFile: table, encoding: .utf8).split(separator: "\n")
    #expect(rows.count == 47 && rows[0].hasPrefix("element,id,verdict"))
    #expect(try String(contentsOfFile: page, encoding: .utf8).contains("The worst outages"))
  }

  @Test("trip a gate where an outage is not secure, and are the same for any number of threads")
  func gate() throws {
    let network = fixtures.appending(path: "four_load_branch/network.json").path
    let outs = [folder.newPath("a.json"), folder.newPath("b.json")]
    for (out, threads) in zip(outs, ["1", "2"]) {
      let outcome = try Kilowatch.run([
        "grid", "contingencies", network, "--out", out, "--threads", threads,
        "--fail-on-violation", "--quiet",
      ])
      #expect(outcome.exitCode == 2)
      #expect(outcome.errors.contains("that cut buses off"))
    }
    #expect(try json(outs[0]) == json(outs[1]))
  }

  @Test("write what power-grid-model reads", arguments: ["every_radial", "four_load_branch"])
  func convert(name: String) throws {
    let out = folder.newPath("input.json")
    let outcome = try Kilowatch.run([
      "grid", "convert", fixtures.appending(path: "\(name)/network.json").path, "--out", out,
    ])
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(
      try json(out) == json(fixtures.appending(path: "\(name)/power_grid_model.json").path))
  }

  @Test("name what power-grid-model has no component for")
  func heldVoltages() throws {
    let out = folder.newPath("never.json")
    let outcome = try Kilowatch.run([
      "grid", "convert", fixtures.appending(path: "composite_elements/network.json").path, "--out",
      out,
    ])
    #expect(outcome.exitCode == 65)
    #expect(outcome.errors.contains("direct-current line (1), extended ward (1), impedance"))
    #expect(!FileManager.default.fileExists(atPath: out))
  }
}
