import Documents
import GridModel
import Reporting
import Telemetry

extension DemoForecast {
  /// A case that suits the profile at `path`: a connection that covers it, panels on the roof, and
  /// an engine that is dear but always there.
  func dispatchCase(for path: String) throws(CommandFailure) -> JSONValue {
    let profile: DemandProfile
    do throws(DemandProfileError) {
      profile = try DemandProfile(reading: path)
    } catch {
      throw .badData("\(error)")
    }
    let node = profile.nodes[0]
    let peakMW = (node.demandKWP90 ?? node.demandKW).reduce(0, max) / 1_000
    let always = profile.intervalStarts.map { _ in 1.0 }
    let sun = profile.intervalStarts.map { start in
      let hour = Double(start.millisecondsSinceEpoch / 3_600_000 % 24)
      return max(0, 1 - abs(hour - 12) / 6)
    }
    func source(
      _ name: String, _ share: Double, _ cost: Double, _ available: [Double]
    )
      -> JSONValue
    {
      [
        "name": .string(name), "capacity_mw": JSONValue(share * peakMW),
        "cost_per_mwh": JSONValue(cost), "availability": .numbers(available),
      ]
    }
    return [
      "nodes": [
        [
          "name": .string(node.name), "capacity_mw": JSONValue(2 * peakMW), "loss": 0.04,
          "demand_mw": .numbers(node.demandKW.map { $0 / 1_000 }),
        ]
      ],
      "sources": [
        source("panels", 0.5, 5, sun), source("connection", 0.8, 110, always),
        source("engine", 0.5, 260, always),
      ],
      "unserved_cost_per_mwh": 5_000,
    ]
  }

  /// What the page says about `schedule`, the answer of `dispatch run` in the file at `path`.
  func content(of schedule: JSONValue, at path: String) throws(CommandFailure) -> DispatchContent {
    // The same seed makes the same page: how long it took stands in the schedule alone.
    let timeless = JSONValue.object((schedule.object ?? [:]).filter { $0.key != "elapsed_s" })
    guard var content = DispatchContent(result: timeless, of: nil, name: "Tomorrow of \(name)")
    else { throw .badData("\(path): is no result of dispatch run") }
    content.source = "The forecast of \(code: name), from its scored days"
    content.currency = "EUR"
    return content
  }
}
