import Glibc
import Numerics

/// The noises of one meter: each a process that returns to its mean, with the correlation time and
/// deviation given below whatever the interval, and white noise.
struct MeterNoise {
  /// A first-order autoregressive process.
  private struct Process {
    let memory: Double
    let step: Double
    var value: Double

    init(
      deviation: Double, correlationMinutes: Double, intervalS: Int,
      using random: inout RandomSource
    ) {
      memory = exp(-Double(intervalS) / (60 * correlationMinutes))
      step = deviation * (1 - memory * memory).squareRoot()
      value = deviation * random.normal()
    }

    mutating func advance(_ random: inout RandomSource) {
      value = memory * value + step * random.normal()
    }
  }

  private var load: Process
  private var slow: Process
  private var sag: Process
  private var angle: Process
  private var grid: Process
  private var harmonics: Process

  init(intervalS: Int, using random: inout RandomSource) {
    func process(_ deviation: Double, _ minutes: Double) -> Process {
      Process(
        deviation: deviation, correlationMinutes: minutes, intervalS: intervalS, using: &random)
    }
    load = process(0.020, 40)
    slow = process(2.5, 1_440)
    sag = process(0.8, 20)
    angle = process(0.006, 10)
    grid = process(0.015, 30)
    harmonics = process(0.25, 10)
  }

  /// In K.
  var temperature: Double { slow.value }
  /// In V.
  var voltage: Double { sag.value }
  var factor: Double { angle.value }
  /// In Hz.
  var frequency: Double { grid.value }
  /// In percent.
  var distortion: Double { harmonics.value }

  /// The noise of power, relative to its mean.
  func power(_ random: inout RandomSource) -> Double {
    load.value + 0.018 * random.normal()
  }

  mutating func advance(_ random: inout RandomSource) {
    load.advance(&random)
    slow.advance(&random)
    sag.advance(&random)
    angle.advance(&random)
    grid.advance(&random)
    harmonics.advance(&random)
  }
}
