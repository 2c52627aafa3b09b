import Numerics

/// `demo`: the whole job, on generated and on real data, ending in pages to look at.
struct DemoCommand: Command {
  /// Which data the job runs on.
  enum Part: String, CaseIterable {
    case all
    case generated
    case real
  }

  static let specification = CommandSpecification(
    path: ["demo"],
    summary: "Run the whole job on generated and on real data and write reports.",
    discussion: """
      Generates a month with labelled anomalies, checks it, trains an isolation forest and a random \
      forest, and judges both on a later month that neither has seen. What they find is kept out of \
      the load that is then forecast, and the forecast becomes the demand that a dispatch serves. \
      Then the same without labels on a month of a real household. Data goes to \
      Datasets/generated, models to Models, results and pages to Reports, all below the folder \
      --in. Detection alone needs a few days, a forecast 28.
      """,
    options: [
      .value("in", "FOLDER", "The project's folder.", default: "."),
      .value("part", "PART", "all, generated or real.", default: "all"),
      .value("days", "DAYS", "The days to generate, twice.", default: "30"),
      .value(
        "seed", "N", "Seed of every random choice; the same seed gives the same bytes.",
        default: "7"),
      .threads,
    ],
    examples: [
      Example("kilowatch demo", "everything"),
      Example("kilowatch demo --part generated --seed 1", "generated data only"),
    ])

  private let folder: DemoFolder
  private let part: Part
  private let days: Double
  private let seed: UInt64
  private let execution: Execution
  /// The option `--threads` for the commands that the job is made of.
  private let threads: [String]

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    folder = DemoFolder(root: arguments.string("in") ?? ".")
    part = try arguments.choice("part", of: Part.self) ?? .all
    days = try arguments.double("days", in: 1...3_650) ?? 30
    seed = arguments.string("seed") == nil ? 7 : try arguments.seed()
    execution = try arguments.execution()
    threads = arguments.string("threads").map { ["--threads", $0] } ?? []
  }

  func run(_ console: Console) throws(CommandFailure) {
    try folder.make()
    var findings: [DemoFinding] = []
    if part != .real {
      findings += try DemoGenerated(
        folder: folder, days: days, seed: seed, execution: execution
      ).run(console)
      if days >= DemoForecast.fewestDays {
        findings += try forecast(
          "generated", recording: ["--data", folder.dataset("generated/judging.csv")],
          target: "active_power_kw", scores: "random-forest"
        ).run(console)
      }
    }
    if part != .generated {
      findings.append(
        try DemoHousehold(folder: folder, seed: seed, execution: execution).run(console))
      findings += try forecast(
        "household",
        recording: ["--data", folder.dataset(DemoHousehold.file)] + DemoHousehold.options,
        target: DemoHousehold.target, scores: "household"
      ).run(console)
    }
    try Kilowatch.perform(
      ["report", "run", folder.reports, "--title", "Kilowatch demo"], console.quiet)
    console.print("")
    for finding in findings { console.print(finding.sentence) }
    for page in findings.compactMap(\.page) { console.print("Page \(page)") }
    console.print("Open \(folder.report("index.html"))")
  }

  /// The part of the job that goes on from the scores of a recording.
  private func forecast(
    _ name: String, recording: [String], target: String, scores: String
  ) -> DemoForecast {
    DemoForecast(
      name: name, folder: folder, recording: recording, target: target,
      scores: folder.report("detection/\(scores)-scores.csv"), seed: seed, threads: threads)
  }
}

/// What a part of the demo found, and the page that shows it.
struct DemoFinding {
  let sentence: String
  var page: String?
}
