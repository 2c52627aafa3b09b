/// What the index of a whole run is made of.
public struct RunContent: Sendable {
  /// One job of the run.
  public struct Job: Sendable {
    /// What it was, such as “Detection on generated telemetry”.
    public let name: String
    /// How it went.
    public let tone: Tone
    /// What came of it, in a sentence.
    public let outcome: Prose
    /// The page to open, from the index; nil if it has none.
    public let page: String?
    /// How long it took, in seconds.
    public let elapsedS: Double?
    /// The figures that matter.
    public let facts: [Page.Fact]

    /// A job called `name`.
    public init(
      _ name: String, tone: Tone, outcome: Prose, page: String?, elapsedS: Double? = nil,
      facts: [Page.Fact] = []
    ) {
      self.name = name
      self.tone = tone
      self.outcome = outcome
      self.page = page
      self.elapsedS = elapsedS
      self.facts = facts
    }
  }

  /// What the run is called.
  public var title: String
  /// Where its data came from.
  public var source: Prose
  /// What was done, in order.
  public var jobs: [Job]
  /// Models compared on the same data: a column for each, a row for each measure.
  public var comparison: DataTable?
  /// Charts that sum the run up.
  public var charts: [any Chart]
  /// Other files of the run.
  public var files: [Page.Link]
  /// How the run was made.
  public var provenance: [Page.Provenance]

  /// The index of the run called `title`.
  public init(
    title: String, source: Prose, jobs: [Job], comparison: DataTable? = nil,
    charts: [any Chart] = [], files: [Page.Link] = [], provenance: [Page.Provenance] = []
  ) {
    self.title = title
    self.source = source
    self.jobs = jobs
    self.comparison = comparison
    self.charts = charts
    self.files = files
    self.provenance = provenance
  }
}

extension Page {
  /// The index of a run: how it went, in the first screen, and which page to open.
  public static func run(_ content: RunContent) -> Page {
    let bad = content.jobs.filter { $0.tone == .bad }
    let warnings = content.jobs.filter { $0.tone == .warning }
    let tone: Tone = !bad.isEmpty ? .bad : !warnings.isEmpty ? .warning : .good
    let count = content.jobs.count
    let headline: Prose =
      switch tone {
      case .bad: "\(bad.count) of \(count) jobs did not reach their goal"
      case .warning: "\(warnings.count) of \(count) jobs want a look"
      default: "All \(count) jobs did what they should"
      }
    let telling = (bad + warnings).first ?? content.jobs.first
    let detail = telling.map { job in Prose("\(job.name): ") + job.outcome } ?? ""
    var sections: [Section] = [
      Section(
        "Jobs",
        [
          .links(
            content.jobs.compactMap { job in
              job.page.map { Link($0, job.name, note: job.outcome, tone: job.tone) }
            })
        ])
    ]
    if content.jobs.contains(where: { $0.elapsedS != nil }) {
      sections.append(
        Section(
          "Where the time went",
          [
            .charts([
              BarChart(
                title: "Time of each job", summary: "Seconds from its start to its end.",
                isWide: true, axis: ChartAxis("seconds", includesZero: true),
                rows: content.jobs.map { BarChart.Row($0.name, [$0.elapsedS ?? .nan]) })
            ])
          ]))
    }
    var blocks: [Block] = content.charts.isEmpty ? [] : [.charts(content.charts)]
    if let comparison = content.comparison { blocks.insert(.table(comparison), at: 0) }
    sections.insert(Section("At a glance", blocks), at: 1)
    let facts = content.jobs.flatMap(\.facts)
    let isShort = facts.count <= tileLimit
    if !isShort { sections.append(Section("Figures", [.table(figures(of: content.jobs))])) }
    sections.append(Section("Files", content.files.isEmpty ? [] : [.links(content.files)]))
    return Page(
      kind: "Run", title: content.title, source: content.source,
      verdict: Verdict(tone, headline, detail: detail),
      facts: isShort
        ? facts
        : [
          Fact("jobs", "Jobs", Double(count), .integer),
          Fact("bad", "Did not reach their goal", Double(bad.count), .integer),
          Fact("warnings", "Want a look", Double(warnings.count), .integer),
        ],
      sections: sections, provenance: content.provenance)
  }

  /// The most figures that an index shows as tiles; more become a table, so that the links to the
  /// pages stay in sight.
  private static let tileLimit = 10

  private static func figures(of jobs: [RunContent.Job]) -> DataTable {
    DataTable(
      title: "Figures of each job",
      columns: [DataTable.Column("Job"), DataTable.Column("Figure"), DataTable.Column("Value")],
      rows: jobs.flatMap { job in
        job.facts.map { fact in [.text(job.name), .text(fact.label), fact.value] }
      })
  }
}
