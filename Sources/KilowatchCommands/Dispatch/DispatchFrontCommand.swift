import Documents
import EconomicDispatch
import Numerics
import Reporting

/// `dispatch front`: what less emission costs.
struct DispatchFrontCommand: Command {
  static let specification = CommandSpecification(
    path: ["dispatch", "front"],
    summary: "Trade cost against emission: schedules of which none is cheaper and cleaner.",
    discussion: """
      CASE.json holds thermal units with 'emission'. Emission is priced from nothing to so much \
      that cost hardly counts, and each price is dispatched: exactly where costs are convex, and \
      with the gap stated elsewhere. Every schedule is checked again by code that did not build it. \
      FRONT.json has the schedules, FRONT.csv a row for each of them.
      """,
    positionals: [Positional(name: "CASE.json", help: "The case.")],
    options: [
      .value("points", "N", "Weights between the two ends.", default: "11"),
      .value("csv", "FRONT.csv", "Write cost and emission of each point here too."),
      .out("FRONT.json", "Where the schedules go."),
      .report("Make a page about the front, too."),
      .seed, .threads,
    ],
    examples: [
      Example(
        "kilowatch dispatch front case.json --points 21 --csv front.csv --out front.json",
        "the front of a case")
    ])

  private let casePath: String
  private let count: Int
  private let csv: String?
  private let out: String
  private let report: PageOutput?
  private let seed: UInt64
  private let execution: Execution

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    casePath = arguments.positionals[0]
    count = try arguments.integer("points", in: 2...1_000) ?? 11
    csv = arguments.string("csv")
    out = try arguments.required("out")
    report = try PageOutput.report(arguments)
    seed = try arguments.seed()
    execution = try arguments.execution()
  }

  func run(_ console: Console) throws(CommandFailure) {
    let begin = monotonicNanoseconds()
    let document = try readJSON(casePath)
    var points: [JSONValue] = []
    var rows = "emission_price,cost,emission,gap_percent\n"
    var broken = 0
    do throws(DispatchError) {
      guard case .units(let units) = try DispatchCase(document) else {
        throw .missingField(field: "units of case")
      }
      let front = try EmissionFront(units, count: count, seed: seed, execution: execution)
      for point in front.points {
        var entry = point.dispatch.document(of: units)
        broken += entry["violations"]?.array?.count ?? 0
        entry["cost"] = JSONValue(point.cost)
        entry["emission_price"] = JSONValue(point.emissionPrice)
        points.append(.object(entry))
        rows += "\(point.emissionPrice),\(point.cost),\(point.emission),"
        rows += (point.dispatch.gapPercent.map { "\($0)" } ?? "") + "\n"
      }
    } catch {
      throw .badData("\(casePath): \(error)")
    }
    if let csv {
      try withFiles { () throws(FileFailure) in try DocumentFile.write(Array(rows.utf8), to: csv) }
    }
    let result: JSONValue = [
      "seed": JSONValue(seed), "points": .array(points),
      "elapsed_s": JSONValue(Double(monotonicNanoseconds() - begin) * 1e-9),
    ]
    try writeJSON(result, to: out)
    if let report,
      let content = DispatchContent(result: result, of: nil, name: fileName(of: casePath))
    {
      try report.write(.dispatch(content), console)
    }
    console.note("\(points.count) points on the front of cost and emission")
    if broken > 0 {
      throw .failed("\(out): the schedules break \(broken) limits; they are listed in it")
    }
  }
}
