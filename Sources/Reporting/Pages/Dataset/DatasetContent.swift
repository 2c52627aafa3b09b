public import GridModel

/// What a page about a recording is made of.
public struct DatasetContent: Sendable {
  /// Something that a check of the recording noticed.
  public struct Finding: Equatable, Sendable {
    /// How much it matters.
    public let tone: Tone
    /// What was noticed, in a few words.
    public let name: String
    /// Where and how much, in a sentence.
    public let detail: String
    /// How often.
    public let count: Int

    /// A finding called `name`.
    public init(_ tone: Tone, _ name: String, detail: String, count: Int) {
      self.tone = tone
      self.name = name
      self.detail = detail
      self.count = count
    }
  }

  /// The recording's name.
  public var name: String
  /// What each meter recorded.
  public var meters: [MeterSeries]
  /// The events that are known to be in it.
  public var events: [GridEvent]
  /// What a check noticed; nil if none was made.
  public var findings: [Finding]?
  /// Rolling features of the first meter, as channels of its moments.
  public var features: [MeterSeries.Channel]
  /// How the report was made.
  public var provenance: [Page.Provenance]

  /// A page about the recording called `name`.
  public init(
    name: String, meters: [MeterSeries], events: [GridEvent] = [], findings: [Finding]? = nil,
    features: [MeterSeries.Channel] = [], provenance: [Page.Provenance] = []
  ) {
    self.name = name
    self.meters = meters
    self.events = events
    self.findings = findings
    self.features = features
    self.provenance = provenance
  }
}
