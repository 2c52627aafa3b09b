import Documents
import EconomicDispatch
import Reporting

/// `report dispatch`: a page about who supplies when.
struct ReportDispatchCommand: Command {
  static let specification = CommandSpecification(
    path: ["report", "dispatch"],
    summary: "Make a page about a dispatch.",
    discussion: """
      The page stacks the supply of each hour over the demand and shows what each hour costs at \
      least, what is lost or not served, what is stored, and how the search went, as far as the \
      result says so. Of a front of cost and emission it follows the cheapest schedule.
      """,
    positionals: [
      Positional(name: "RESULT.json", help: "What 'dispatch run' or 'dispatch front' wrote.")
    ],
    options: PageOutput.options + [
      .value("case", "CASE.json", "The case, for a result that names no units or demand.")
    ],
    examples: [
      Example(
        "kilowatch report dispatch schedule.json --case case.json --out dispatch.html",
        "a page about schedule.json")
    ])

  private let path: String
  private let casePath: String?
  private let output: PageOutput

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    path = arguments.positionals[0]
    casePath = arguments.string("case")
    output = try PageOutput(arguments, name: "\(stem(of: path))-dispatch")
  }

  func run(_ console: Console) throws(CommandFailure) {
    var problem: DispatchCase?
    if let casePath {
      let document = try readJSON(casePath)
      do throws(DispatchError) {
        problem = try DispatchCase(document)
      } catch {
        throw .badData("\(casePath): \(error)")
      }
    }
    guard
      let content = DispatchContent(
        result: try readJSON(path), of: problem, name: fileName(of: casePath ?? path))
    else { throw .badData("\(path): is no result of dispatch run: it has no cost and schedule") }
    try output.write(.dispatch(content), console)
  }
}
