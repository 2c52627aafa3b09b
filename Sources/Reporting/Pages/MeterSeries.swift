import GridModel

/// What one meter recorded, as pages draw it: channels over shared moments.
public struct MeterSeries: Sendable {
  /// Measurements of one kind.
  public struct Channel: Sendable {
    /// The name that files know it by, such as `active_power_kw`.
    public let name: String
    /// The values, one for each moment; not finite where nothing was measured.
    public let values: [Double]

    /// A channel called `name`.
    ///
    /// An axis has no steps for numbers beyond ±1e300 or within ±1e−300: they become ±1e300 and 0.
    public init(_ name: String, _ values: [Double]) {
      self.name = name
      let hasExtremes = values.contains { $0 != 0 && !(1e-300...1e300).contains(abs($0)) }
      self.values = hasExtremes ? values.map(Self.drawable) : values
    }

    private static func drawable(_ value: Double) -> Double {
      guard value.isFinite else { return value }
      return abs(value) < 1e-300 ? 0 : max(-1e300, min(value, 1e300))
    }
  }

  /// The meter.
  public let meterID: String
  /// The moments, in order, in milliseconds since 1970.
  public let times: [Double]
  /// The usual distance of moments, in seconds.
  public let intervalS: Double
  /// The channels, each with a value for every moment.
  public let channels: [Channel]

  /// What `meterID` recorded at `times`.
  public init(meterID: String, times: [Double], intervalS: Double, channels: [Channel]) {
    for channel in channels {
      precondition(
        channel.values.count == times.count,
        "\(channel.values.count) values of \(channel.name) for \(times.count) moments")
    }
    self.meterID = meterID
    self.times = times
    self.intervalS = intervalS
    self.channels = channels
  }

  /// The channel that a chart of this meter shows first: power, or else the first one.
  var main: Channel? { channels.first { $0.name == "active_power_kw" } ?? channels.first }

  /// A step longer than this is a gap, in milliseconds.
  var gap: Double { intervalS * 2_500 }

  /// The first and the last moment.
  var span: ClosedRange<Double>? {
    guard let first = times.first, let last = times.last, first <= last else { return nil }
    return first...last
  }

  /// The rows whose moments lie within `range`.
  func rows(in range: ClosedRange<Double>) -> Range<Int> {
    let start = times.partitionIndex { $0 >= range.lowerBound }
    return start..<max(start, times.partitionIndex { $0 > range.upperBound })
  }
}

/// A channel's name for people.
struct ChannelLabel {
  /// What is measured, such as “Active power”.
  let title: String
  /// Its unit; empty if the name does not say one.
  let unit: String

  private static let units: [(suffix: String, unit: String)] = [
    ("_percent", "%"), ("_kvarh", "kvarh"), ("_kvar", "kvar"), ("_kwh", "kWh"), ("_kva", "kVA"),
    ("_mw", "MW"), ("_mwh", "MWh"), ("_kw", "kW"), ("_kv", "kV"), ("_hz", "Hz"), ("_pu", "p.u."),
    ("_c", "°C"), ("_v", "V"), ("_a", "A"), ("_w", "W"), ("_s", "s"),
  ]

  init(_ name: String) {
    let known = [
      "voltage_v": "Voltage", "current_a": "Current", "active_power_kw": "Active power",
      "power_factor": "Power factor", "frequency_hz": "Frequency",
      "thd_percent": "Harmonic distortion",
    ]
    let match = Self.units.first { name.lowercased().hasSuffix($0.suffix) }
    unit = match?.unit ?? ""
    let stem = match.map { String(name.dropLast($0.suffix.count)) } ?? name
    let words = stem.split(separator: "_").joined(separator: " ")
    let plain = words.isEmpty ? name : words.prefix(1).uppercased() + words.dropFirst()
    title = known[name] ?? String(plain)
  }

  /// The title with its unit in parentheses.
  var full: String { unit.isEmpty ? title : "\(title) (\(unit))" }
}

extension [Double] {
  /// The first index for which `isPast` holds, in values for which it holds from some index on.
  func partitionIndex(where isPast: (Double) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isPast(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension GridEvent {
  /// What a reader is told who points at the event.
  var hint: String {
    "\(kindLabel), \(start.minuteText) – \(end.minuteText), \(durationText(seconds: durationS))"
  }

  /// The kind for people: `power_spike` as “power spike”.
  var kindLabel: String { kindText(kind) }

  /// The event as a stretch of an axis of time.
  var span: LineChart.Overlay.Span {
    LineChart.Overlay.Span(
      start: Double(start.millisecondsSinceEpoch), end: Double(end.millisecondsSinceEpoch),
      label: hint)
  }

  /// Whether the event shares a moment with `other` on the same meter; at its end it is over.
  func overlaps(_ other: GridEvent) -> Bool {
    meterID == other.meterID
      && (start == other.start || (start < other.end && other.start < end))
  }
}

/// `power_spike` as “power spike”.
func kindText(_ kind: String) -> String {
  kind.split(separator: "_").joined(separator: " ")
}

extension Timestamp {
  /// Milliseconds since 1970 as charts place moments.
  var position: Double { Double(millisecondsSinceEpoch) }

  init(position: Double) {
    self.init(millisecondsSinceEpoch: Int64(position))
  }
}
