/// Lines over time or over a number, with what belongs to them: bands of uncertainty, events,
/// thresholds and marked points.
public struct LineChart: Chart {
  /// A series.
  public struct Line: Equatable, Sendable {
    /// How a series is drawn.
    public enum Style: Equatable, Sendable {
      /// From point to point.
      case line
      /// From point to point, dashed.
      case dashed
      /// Each value lasts until the next one.
      case steps
      /// Each value lasts until the next one, filled down to zero.
      case filledSteps
      /// A dot for each value.
      case dots
    }

    /// What the legend calls it.
    public let name: String
    /// The positions, which rise; milliseconds since 1970 on an axis of time.
    public let xs: [Double]
    /// The values; one that is not finite breaks the line.
    public let ys: [Double]
    /// The colour.
    public let color: ColorRole
    /// How it is drawn.
    public let style: Style

    /// A series called `name`.
    public init(
      _ name: String, xs: [Double], ys: [Double], color: ColorRole = .series1, style: Style = .line
    ) {
      precondition(xs.count == ys.count, "\(xs.count) positions for \(ys.count) values")
      self.name = name
      self.xs = xs
      self.ys = ys
      self.color = color
      self.style = style
    }
  }

  /// An area between two series.
  public struct Band: Equatable, Sendable {
    /// What the legend calls it.
    public let name: String
    /// The positions, which rise.
    public let xs: [Double]
    /// The lower edge.
    public let lower: [Double]
    /// The upper edge.
    public let upper: [Double]
    /// The colour.
    public let color: ColorRole

    /// A band called `name`.
    public init(
      _ name: String, xs: [Double], lower: [Double], upper: [Double], color: ColorRole = .series1
    ) {
      precondition(xs.count == lower.count && xs.count == upper.count, "edges of unequal length")
      self.name = name
      self.xs = xs
      self.lower = lower
      self.upper = upper
      self.color = color
    }
  }

  /// Stretches of the horizontal axis that share a meaning, such as the events of a detector.
  public struct Overlay: Equatable, Sendable {
    /// Where the stretches are marked strongly; a pale band runs through the whole height.
    public enum Lane: Equatable, Sendable {
      /// Above the frame.
      case above
      /// Along the lower edge.
      case below
      /// Nowhere: only the pale band.
      case behind
    }

    /// One stretch.
    public struct Span: Equatable, Sendable {
      /// Where it starts.
      public let start: Double
      /// Where it ends.
      public let end: Double
      /// What a reader is told who points at it.
      public let label: String

      /// A stretch from `start` to `end`.
      public init(start: Double, end: Double, label: String) {
        self.start = start
        self.end = end
        self.label = label
      }
    }

    /// What the legend calls them.
    public let name: String
    /// The stretches.
    public let spans: [Span]
    /// The colour.
    public let color: ColorRole
    /// Where they are marked strongly.
    public let lane: Lane

    /// Stretches called `name`.
    public init(_ name: String, spans: [Span], color: ColorRole, lane: Lane) {
      self.name = name
      self.spans = spans
      self.color = color
      self.lane = lane
    }
  }

  /// A value that matters, drawn across the frame.
  public struct Rule: Equatable, Sendable {
    /// The value.
    public let value: Double
    /// What it is.
    public let label: String
    /// The colour.
    public let color: ColorRole
    /// Whether it stands on the horizontal axis.
    public let isVertical: Bool

    /// A rule at `value`.
    public init(
      _ label: String, at value: Double, color: ColorRole = .ink, isVertical: Bool = false
    ) {
      self.label = label
      self.value = value
      self.color = color
      self.isVertical = isVertical
    }
  }

  /// A point that matters.
  public struct Mark: Equatable, Sendable {
    /// Its position.
    public let x: Double
    /// Its value.
    public let y: Double
    /// What it is.
    public let label: String
    /// The colour.
    public let color: ColorRole

    /// A mark at (`x`, `y`).
    public init(_ label: String, x: Double, y: Double, color: ColorRole = .series2) {
      self.label = label
      self.x = x
      self.y = y
      self.color = color
    }
  }

  /// What the chart shows, as a heading.
  public let title: String
  /// What is to be seen in it.
  public let summary: Prose
  /// How much room it takes in a page.
  public let shape: ChartShape
  /// The horizontal axis.
  public let horizontal: ChartAxis
  /// The vertical axis.
  public let vertical: ChartAxis
  /// The series.
  public let lines: [Line]
  /// The areas, drawn behind the series.
  public let bands: [Band]
  /// The stretches, drawn behind everything.
  public let overlays: [Overlay]
  /// The values that matter.
  public let rules: [Rule]
  /// The points that matter.
  public let marks: [Mark]
  /// A step of the horizontal axis longer than this breaks lines.
  public let gap: Double

  /// A chart of `lines`.
  public init(
    title: String, summary: Prose, shape: ChartShape = .wide(height: 260),
    horizontal: ChartAxis = .time, vertical: ChartAxis, lines: [Line], bands: [Band] = [],
    overlays: [Overlay] = [], rules: [Rule] = [], marks: [Mark] = [], gap: Double = .infinity
  ) {
    self.title = title
    self.summary = summary
    self.shape = shape
    self.horizontal = horizontal
    self.vertical = vertical
    self.lines = lines
    self.bands = bands
    self.overlays = overlays
    self.rules = rules
    self.marks = marks
    self.gap = gap
  }

  /// What its colours and marks mean.
  public var legend: [LegendEntry] {
    let lines = self.lines.map { line in
      let mark: LegendEntry.Mark =
        switch line.style {
        case .line, .steps: .line
        case .dashed: .dashed
        case .filledSteps: .area
        case .dots: .dot
        }
      return LegendEntry(line.name, line.color, mark)
    }
    let entries =
      lines + bands.map { LegendEntry($0.name, $0.color, .wash) }
      + overlays.filter { !$0.spans.isEmpty }
      .map { LegendEntry($0.name, $0.color, $0.lane == .behind ? .wash : .area) }
    return entries.count > 1 ? entries : []
  }
}
