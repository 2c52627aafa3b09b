extension BadInput {
  private static let run = "dispatch run in.csv --out out.json"
  private static let node = #"{"name": "A", "capacity_mw": 200, "demand_mw": [90, 95]}"#
  private static let source = #"{"name": "S", "capacity_mw": 400, "cost_per_mwh": 9}"#

  private static func plan(
    nodes: String = node, sources: String = source, more: String = ""
  ) -> String {
    #"{"nodes": [\#(nodes)], "sources": [\#(sources)]\#(more)}"#
  }

  private static func profile(_ rows: String...) -> String {
    "timestamp,node,demand_kw\n" + rows.map { "2024-01-01T\($0)\n" }.joined()
  }

  static let dispatches: [BadInput] = [
    BadInput("an unknown field", plan(more: #", "nodez": 1"#), run, "nodez in case"),
    BadInput(
      "an unknown field of a node",
      plan(nodes: #"{"name": "A", "demand_mw": 9, "capacity": 3}"#), run, "capacity in node A"),
    BadInput("a number that is none", plan(more: #", "pair_loss": [[NaN]]"#), run, "line 1"),
    BadInput(
      "a number beyond all", plan(nodes: #"{"name": "A", "demand_mw": 1e999}"#), run, "in.csv"),
    BadInput(
      "a negative capacity",
      plan(sources: #"{"name": "S", "capacity_mw": -1, "cost_per_mwh": 9}"#), run,
      "capacity_mw of source S is -1"),
    BadInput(
      "a loss of everything", plan(more: #", "pair_loss": [[1]]"#), run,
      "pair_loss is 1.0, must be at least 0 and below 1"),
    BadInput(
      "losses for other pairs", plan(more: #", "pair_loss": [[0.1, 0.1]]"#), run,
      "a row of pair_loss needs 1 values, has 2"),
    BadInput(
      "less capacity than demand, with shedding forbidden",
      plan(
        sources: #"{"name": "S", "capacity_mw": 91, "cost_per_mwh": 9}"#,
        more: #", "shedding_forbidden": true"#), run,
      "demand in hour 1 exceeds supply by 4"),
    BadInput(
      "a word for a truth", plan(more: #", "shedding_forbidden": "yes""#), run, "true or false"),
    BadInput("two nodes of one name", plan(nodes: node + "," + node), run, "two nodes called A"),
    BadInput("no sources", plan(sources: ""), run, "sources is missing"),
    BadInput(
      "hours that do not match",
      plan(
        sources: #"{"name": "S", "capacity_mw": 4, "cost_per_mwh": 9, "availability": [1, 1, 1]}"#),
      run, "availability of source S needs 2 values, has 3"),
    BadInput(
      "a thousand million nodes in a case", #"{"reference": {"nodes": 1000000000}}"#, run,
      "nodes has 1000000000, more than"),
    BadInput("a list as a case", "[1]", run, "case must be an object"),
    BadInput(
      "a thousand million nodes", "", "dispatch run --nodes 1000000000 --out out.json", 64,
      "--nodes takes 1 to"),
    BadInput(
      "a range that is none", "", "dispatch run --cost 9..5 --out out.json", 64, "--cost takes A..B"
    ),
    BadInput(
      "a flag that changes nothing", plan(), run + " --nodes 5", 64, "not a CASE.json"),
    BadInput(
      "a size that is none", "", "dispatch compare --sizes 10x3,5", 64, "NODESxSOURCES"),
    BadInput(
      "a method that is not known", plan(), run + " --method guess", 64, "greedy-delivered"),
    BadInput(
      "a profile that is not there", "", "dispatch run --demand no.csv --out out.json", 66,
      "no.csv: no such file"),
    BadInput(
      "a profile without demand", "timestamp,node\n2024-01-01T00:00:00Z,A\n",
      "dispatch run --demand in.csv --out out.json", "demand_kw"),
    BadInput(
      "a profile of a node that lacks an hour",
      profile("00:00:00Z,A,1", "00:00:00Z,B,1", "01:00:00Z,A,1"),
      "dispatch run --demand in.csv --out out.json", "node B has 1 intervals"),
    BadInput(
      "a profile of two-hour steps", profile("00:00:00Z,A,1", "02:00:00Z,A,1"),
      "dispatch run --demand in.csv --out out.json", "intervals of an hour"),
    BadInput(
      "a profile of negative demand", profile("00:00:00Z,A,-1"),
      "dispatch run --demand in.csv --out out.json", "demand_mw of node A is -0.001"),
    BadInput(
      "telemetry without power", "timestamp,voltage_v\n2024-01-01T00:00:00Z,230\n",
      "dispatch run --telemetry in.csv --out out.json", "no whole hour of active_power_kw"),
    BadInput(
      "telemetry with an empty hour",
      header + "2024-01-01T00:00:00Z,a,1,230\n2024-01-01T01:00:00Z,a,,230\n",
      "dispatch run --telemetry in.csv --out out.json", "no value in the hour from 2024-01-01T01"),
    BadInput(
      "two sources of demand", header, "dispatch run --demand a --telemetry b --out out.json", 64,
      "exclude each other"),
  ]
}
