import Glibc
import GridModel
import Numerics

/// The signal of one meter with its anomalies.
struct MeterSignal: Sendable {
  private(set) var voltage: [Double]
  private(set) var current: [Double]
  private(set) var power: [Double]
  private(set) var factor: [Double]
  private(set) var frequency: [Double]
  private(set) var distortion: [Double]
  private(set) var kinds: [AnomalyKind]
  private(set) var events: [InjectedEvent]

  func values(of channel: Channel) -> [Double] {
    switch channel {
    case .voltageV: voltage
    case .currentA: current
    case .activePowerKW: power
    case .powerFactor: factor
    case .frequencyHz: frequency
    case .thdPercent: distortion
    }
  }

  init(
    _ configuration: SignalConfiguration, meterID: String, using random: inout RandomSource
  ) {
    let rows = configuration.rowsPerMeter
    voltage = [Double](repeating: 0, count: rows)
    current = voltage
    power = voltage
    factor = voltage
    frequency = voltage
    distortion = voltage
    kinds = [AnomalyKind](repeating: .normal, count: rows)
    let plan = AnomalyPlan(
      configuration.anomalies, rows: rows, intervalS: configuration.intervalS, using: &random)
    let start = configuration.start
    events = plan.events.map { event in
      InjectedEvent(
        start: start.advanced(bySeconds: Double(event.rows.lowerBound * configuration.intervalS)),
        end: start.advanced(bySeconds: Double(event.rows.upperBound * configuration.intervalS)),
        meterID: meterID, kind: event.kind, channels: event.channels, size: event.size)
    }
    fill(configuration, plan, using: &random)
  }

  private mutating func fill(
    _ configuration: SignalConfiguration, _ plan: AnomalyPlan, using random: inout RandomSource
  ) {
    let mean = configuration.meanPowerKW
    let strength = configuration.anomalies.signature
    var shape = LoadShape(start: configuration.start, intervalS: configuration.intervalS)
    var noise = MeterNoise(intervalS: configuration.intervalS, using: &random)
    var next = plan.events.makeIterator()
    var event = next.next()
    for row in power.indices {
      while let finished = event, row >= finished.rows.upperBound { event = next.next() }
      let active = event.flatMap { $0.rows.contains(row) ? $0 : nil }
      let relative = shape.advance(temperatureNoise: noise.temperature) + noise.power(&random)
      var touch = active?.effect(atRow: row, strength: strength, using: &random) ?? .none
      let trueP = max(0.02 * mean, mean * relative * touch.load)
      let load = trueP / mean - 1
      let v = 230 - 3.6 * load + noise.voltage + touch.voltage
      let pf = min(1, max(0.4, 0.95 - 0.036 * load + noise.factor + touch.factor))
      let thd = max(0.1, 3 + 0.9 * load + noise.distortion + touch.distortion)
      let hz = 50 - 0.024 * load + noise.frequency
      power[row] = (trueP * touch.powerReading).rounded(decimals: 1e4)
      voltage[row] = (v * touch.voltageReading).rounded(decimals: 1e2)
      factor[row] = min(1, pf).rounded(decimals: 1e4)
      frequency[row] = hz.rounded(decimals: 1e4)
      distortion[row] = thd.rounded(decimals: 1e3)
      let truePower = active?.breaksPhysics == true ? trueP : power[row]
      let trueVoltage = active?.breaksPhysics == true ? v : voltage[row]
      current[row] =
        (truePower * 1_000 / (trueVoltage * factor[row]) * touch.currentReading)
        .rounded(decimals: 1e3)
      if let active { kinds[row] = active.kind }
      touch = .none
      noise.advance(&random)
    }
  }
}

/// What an anomaly does to one row.
struct AnomalyEffect {
  /// Factor on the load itself.
  var load = 1.0
  /// Added to the voltage, in V.
  var voltage = 0.0
  /// Added to the power factor.
  var factor = 0.0
  /// Added to the distortion, in percent.
  var distortion = 0.0
  /// Factors on readings, which break the physics.
  var powerReading = 1.0
  var voltageReading = 1.0
  var currentReading = 1.0

  static let none = AnomalyEffect()
}

extension AnomalyPlan.Event {
  /// The columns that the event touches.
  var channels: [Channel] {
    switch kind {
    case .normal: []
    case .powerSpike, .suddenDrop:
      [.voltageV, .currentA, .activePowerKW, .powerFactor, .thdPercent]
    case .drift: [.activePowerKW, .thdPercent]
    case .noiseBurst: [.voltageV, .currentA, .activePowerKW, .powerFactor, .thdPercent]
    }
  }

  /// What the event does to row `row`, how strongly it shows in power quality being `strength`.
  func effect(
    atRow row: Int, strength: Double, using random: inout RandomSource
  ) -> AnomalyEffect {
    var effect = AnomalyEffect()
    let progress = Double(row - rows.lowerBound + 1) / Double(rows.count)
    switch kind {
    case .normal:
      break
    case .powerSpike:
      effect.load = 1 + size
      effect.voltage = -2.5 * strength
      effect.factor = -0.05 * strength
      effect.distortion = 1.8 * strength
    case .suddenDrop:
      effect.load = 1 + size
      effect.voltage = 2.5 * strength
      effect.factor = -0.05 * strength
      effect.distortion = 1.8 * strength
    case .drift:
      effect.powerReading = 1 + size * progress
      effect.distortion = 1.5 * strength * progress
    case .noiseBurst:
      effect.powerReading = max(0, 1 + size * random.normal())
      effect.voltageReading = 1 + 0.01 * strength * random.normal()
      effect.currentReading = max(0, 1 + size * random.normal())
      effect.factor = -0.02 * strength * abs(random.normal())
      effect.distortion = 1.2 * strength * abs(random.normal())
    }
    return effect
  }
}

extension Double {
  fileprivate func rounded(decimals scale: Double) -> Double { (self * scale).rounded() / scale }
}
