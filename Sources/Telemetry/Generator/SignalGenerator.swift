import Glibc
import GridModel
public import Numerics

// The signal of one meter, row by row.
//
// Power follows the day, the week and a slow temperature, with autocorrelated and white noise.
// Everything else follows power: voltage sags with load, the power factor falls and distortion
// rises with it; frequency returns to 50 Hz by itself. Current is what physics leaves it:
//
//     P = V · I · pf,   so   I = P / (V · pf)
//
// Values are rounded as a meter rounds them, current last, so that P = V · I · pf holds to rounding
// except where an anomaly breaks it: drift is a meter whose reading of power drifts, and noise
// bursts disturb every reading by itself.

/// Generates telemetry with the physics of a meter and with labelled anomalies.
public struct SignalGenerator: Sendable {
  /// What is generated.
  public let configuration: SignalConfiguration

  /// A generator of `configuration`.
  public init(_ configuration: SignalConfiguration) {
    self.configuration = configuration
  }

  /// A recording with labels, and the events that were put into it in order of meter and time.
  ///
  /// Rows are in order of time and then of meter. The same seed gives the same recording for any
  /// number of workers.
  public func generate(
    seed: UInt64, execution: Execution
  ) -> (recording: Recording, events: [InjectedEvent]) {
    let meters = configuration.meterCount
    let series = parallelMap(meters, execution: execution) { meter in
      var random = RandomSource(seed: seed, stream: meter)
      return MeterSignal(configuration, meterID: Self.meterID(meter), using: &random)
    }
    let events = series.flatMap(\.events)
    let rows = configuration.rowsPerMeter
    func interleaved<Value>(_ column: (MeterSignal) -> [Value]) -> [Value] {
      if meters == 1 { return column(series[0]) }
      let columns = series.map(column)
      return (0..<rows * meters).map { columns[$0 % meters][$0 / meters] }
    }
    let step = Int64(configuration.intervalS) * 1_000
    let start = configuration.start.millisecondsSinceEpoch
    let recording = Recording(
      timestamps: (0..<rows * meters).map {
        Timestamp(millisecondsSinceEpoch: start + Int64($0 / meters) * step)
      },
      meterIDs: (0..<meters).map(Self.meterID),
      meterIndices: (0..<rows * meters).map { Int32($0 % meters) },
      channels: Channel.allCases.map { channel in
        Recording.Column(name: channel.rawValue, values: interleaved { $0.values(of: channel) })
      },
      labels: interleaved { $0.kinds.map { $0 == .normal ? 0 : 1 } },
      anomalyKinds: interleaved(\.kinds))
    return (recording, events)
  }

  private static func meterID(_ index: Int) -> String {
    let digits = String(index + 1)
    return "meter-" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
  }
}
