import Documents
import Foundation
import Reporting

/// `report run`: the index of the pages in a folder.
struct ReportRunCommand: Command {
  static let specification = CommandSpecification(
    path: ["report", "run"],
    summary: "Make the index of all pages in a folder.",
    discussion: """
      The index is made of the JSON twins of the pages (NAME.page.json): their verdicts and most \
      important figures, with links to the pages.
      """,
    positionals: [Positional(name: "FOLDER", help: "The folder that holds the pages.")],
    options: [
      .value("title", "TEXT", "What the run is called.", default: "the folder's name"),
      .value("name", "NAME", "The name of the page in the folder.", default: "index"),
    ],
    examples: [Example("kilowatch report run Reports", "writes Reports/index.html")])

  private let folder: String
  private let title: String
  private let name: String

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    folder = arguments.positionals[0]
    title = arguments.string("title") ?? fileName(of: folder)
    name = arguments.string("name") ?? "index"
  }

  func run(_ console: Console) throws(CommandFailure) {
    let ending = ".page.json"
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw CommandFailure(.noInput, "\(folder): no such folder")
    }
    var jobs: [RunContent.Job] = []
    for file in names.sorted() where file.hasSuffix(ending) && file != name + ending {
      let twin = try readJSON("\(folder)/\(file)")
      guard let job = RunContent.Job(twin: twin, page: file.dropLast(ending.count) + ".html") else {
        throw .badData("\(folder)/\(file): is not the twin of a page")
      }
      jobs.append(job)
    }
    guard !jobs.isEmpty else { throw CommandFailure(.noInput, "\(folder): holds no pages") }
    let content = RunContent(
      title: title, source: "\(jobs.count) \(jobs.count == 1 ? "page" : "pages")", jobs: jobs,
      provenance: [Page.Provenance("Kilowatch", Kilowatch.version)])
    try PageOutput(path: "\(folder)/\(name).html").write(.run(content), console)
  }
}
