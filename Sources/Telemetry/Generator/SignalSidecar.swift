public import Documents
import GridModel

/// What stands beside a generated file as `NAME.meta.json`: what it is and what was put into it.
public struct SignalSidecar: Sendable {
  /// What the generator was told.
  public let configuration: SignalConfiguration
  /// The seed.
  public let seed: UInt64
  /// The preset, if the anomalies are those of one.
  public let preset: SignalConfiguration.Preset?
  /// The rows of the file.
  public let rowCount: Int
  /// What was put into the signal.
  public let events: [InjectedEvent]

  /// The sidecar of a file of `rowCount` rows.
  public init(
    configuration: SignalConfiguration, seed: UInt64, preset: SignalConfiguration.Preset?,
    rowCount: Int, events: [InjectedEvent]
  ) {
    self.configuration = configuration
    self.seed = seed
    self.preset = preset
    self.rowCount = rowCount
    self.events = events
  }

  /// Where the sidecar of the file at `path` stands: `a/b.csv.gz` has `a/b.meta.json`.
  public static func path(beside path: String) -> String {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    var name = path.dropFirst(folder.count)
    for ending in [".gz", ".zst", ".csv"] where name.hasSuffix(ending) && name.count > ending.count
    {
      name = name.dropLast(ending.count)
    }
    return folder + name + ".meta.json"
  }

  /// The document, `sha256` being the digest of the file's bytes.
  public func document(sha256: String) -> JSONValue {
    let anomalies = configuration.anomalies
    return .object([
      "kind": .string("telemetry"),
      "format_version": .integer(1),
      "rows": .integer(Int64(rowCount)),
      "sha256": .string(sha256),
      "seed": .string(String(seed)),
      "timezone": .string("UTC"),
      "interval_s": .integer(Int64(configuration.intervalS)),
      "sign_convention": .string("load: consumption is positive"),
      "units": .object(
        Dictionary(
          uniqueKeysWithValues: Channel.allCases.map { ($0.rawValue, .string($0.unit)) })),
      "configuration": .object([
        "preset": preset.map { .string($0.rawValue) } ?? .null,
        "start": .string(configuration.start.description),
        "rows_per_meter": .integer(Int64(configuration.rowsPerMeter)),
        "meters": .integer(Int64(configuration.meterCount)),
        "mean_power_kw": .number(configuration.meanPowerKW),
        "anomaly_rate": .number(anomalies.rate),
        "signature": .number(anomalies.signature),
        "kinds": .object(
          Dictionary(
            uniqueKeysWithValues: anomalies.kinds.map { kind, settings in
              (kind.rawValue, Self.document(of: settings))
            })),
      ]),
      "events": .array(events.map(Self.document)),
    ])
  }

  private static func document(of kind: AnomalyConfiguration.Kind) -> JSONValue {
    .object([
      "share": .number(kind.share),
      "minutes": .numbers([kind.minutes.lowerBound, kind.minutes.upperBound]),
      "size": .numbers([kind.size.lowerBound, kind.size.upperBound]),
    ])
  }

  private static func document(of event: InjectedEvent) -> JSONValue {
    .object([
      "start": .string(event.start.description),
      "end": .string(event.end.description),
      "meter_id": .string(event.meterID),
      "kind": .string(event.kind.rawValue),
      "channels": .array(event.channels.map { .string($0.rawValue) }),
      "size": .number(event.size),
    ])
  }
}
