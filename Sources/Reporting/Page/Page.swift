/// A report: what a run found, for people.
///
/// The page as HTML and its JSON twin are two readings of
/// this one value, so that a number on the page is the number in the file.
public struct Page: Sendable {
  /// What kind of report it is, such as “Detection”.
  public var kind: String
  /// What the report is about.
  public var title: String
  /// Where the data came from, in a line.
  public var source: Prose
  /// What is to be known first.
  public var verdict: Verdict
  /// The figures that matter most.
  public var facts: [Fact]
  /// The chapters.
  public var sections: [Section]
  /// How the report was made: names and values.
  public var provenance: [Provenance]

  /// A page of `sections`.
  public init(
    kind: String, title: String, source: Prose, verdict: Verdict, facts: [Fact],
    sections: [Section], provenance: [Provenance] = []
  ) {
    self.kind = kind
    self.title = title
    self.source = source
    self.verdict = verdict
    self.facts = facts
    self.sections = sections.filter { !$0.blocks.isEmpty }
    self.provenance = provenance
  }

  /// What is to be known first.
  public struct Verdict: Equatable, Sendable {
    /// Whether it is as it should be.
    public let tone: Tone
    /// A sentence of at most a dozen words.
    public let headline: Prose
    /// What stands behind it.
    public let detail: Prose

    /// A verdict that `headline`.
    public init(_ tone: Tone, _ headline: Prose, detail: Prose = "") {
      self.tone = tone
      self.headline = headline
      self.detail = detail
    }
  }

  /// A figure with its name.
  public struct Fact: Equatable, Sendable {
    /// What scripts call it.
    public let name: String
    /// What people call it.
    public let label: String
    /// The figure.
    public let value: DataTable.Cell
    /// How it is shown.
    public let style: NumberStyle
    /// What it means or is to be compared with.
    public let note: Prose

    /// A figure called `label`.
    public init(
      _ name: String, _ label: String, _ value: Double?, _ style: NumberStyle, note: Prose = ""
    ) {
      self.init(
        name, label, value.flatMap { $0.isFinite ? .number($0) : nil } ?? .missing, style,
        note: note)
    }

    /// A fact of any kind called `label`.
    public init(
      _ name: String, _ label: String, _ value: DataTable.Cell,
      _ style: NumberStyle = .significant(4),
      note: Prose = ""
    ) {
      self.name = name
      self.label = label
      self.value = value
      self.style = style
      self.note = note
    }
  }

  /// A chapter.
  public struct Section: Sendable {
    /// Its heading.
    public let title: String
    /// What it answers, in a sentence or two.
    public let introduction: Prose
    /// What it shows.
    public let blocks: [Block]

    /// A chapter called `title`.
    public init(_ title: String, introduction: Prose = "", _ blocks: [Block]) {
      self.title = title
      self.introduction = introduction
      self.blocks = blocks
    }
  }

  /// A piece of a chapter.
  public enum Block: Sendable {
    /// A paragraph.
    case paragraph(Prose)
    /// Figures in tiles.
    case facts([Fact])
    /// A table.
    case table(DataTable)
    /// Charts; those of half width stand beside each other where there is room.
    case charts([any Chart])
    /// Links to other files of the same run.
    case links([Link])
  }

  /// Another file of the same run.
  public struct Link: Equatable, Sendable {
    /// Its path from this page.
    public let path: String
    /// What it is.
    public let label: String
    /// What is in it.
    public let note: Prose
    /// How it went, if it is about something that can go wrong.
    public let tone: Tone

    /// A link to `path`.
    public init(_ path: String, _ label: String, note: Prose = "", tone: Tone = .neutral) {
      self.path = path
      self.label = label
      self.note = note
      self.tone = tone
    }
  }

  /// One thing to know about how the report was made.
  public struct Provenance: Equatable, Sendable {
    /// What it is.
    public let name: String
    /// Its value.
    public let value: String

    /// `name` was `value`.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The charts in the order in which they stand on the page, each with the name of its files.
  public var charts: [(name: String, chart: any Chart)] {
    var taken: [String: Int] = [:]
    return sections.flatMap(\.blocks).flatMap { block -> [any Chart] in
      if case .charts(let charts) = block { charts } else { [] }
    }.map { chart in
      let name = fileName(chart.title)
      let count = taken[name, default: 0] + 1
      taken[name] = count
      return (count == 1 ? name : "\(name)-\(count)", chart)
    }
  }
}

/// `title` as the name of a file: lower-case letters, digits and hyphens.
func fileName(_ title: String) -> String {
  var name = ""
  for character in title.lowercased().unicodeScalars.prefix(80) {
    let isPlain = ("a"..."z").contains(character) || ("0"..."9").contains(character)
    if isPlain {
      name.unicodeScalars.append(character)
    } else if !name.isEmpty, name.last != "-" {
      name.append("-")
    }
  }
  while name.last == "-" { name.removeLast() }
  return name.isEmpty ? "chart" : name
}
