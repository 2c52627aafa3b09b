import Glibc
import GridModel

/// The load that is expected of a moment, relative to its mean: the day, the week, and heating.
struct LoadShape {
  private let startS: Double
  private let intervalS: Double
  private var row = 0

  init(start: Timestamp, intervalS: Int) {
    startS = Double(start.millisecondsSinceEpoch) / 1_000
    self.intervalS = Double(intervalS)
  }

  /// The expected load of the next row, the temperature being `temperatureNoise` K above what the
  /// season and the hour make it.
  mutating func advance(temperatureNoise: Double) -> Double {
    let seconds = startS + Double(row) * intervalS
    row += 1
    let days = (seconds / 86_400).rounded(.down)
    let hours = (seconds - days * 86_400) / 3_600
    let weekday = (Int(days) + 3) % 7
    let dayOfYear = days.truncatingRemainder(dividingBy: 365.25)
    let turn = 2 * Double.pi
    let temperature =
      11 + 9 * sin(turn * (dayOfYear - 105) / 365.25) + 3.5 * sin(turn * (hours - 9) / 24)
      + temperatureNoise
    let day = 0.24 * sin(turn * (hours - 8) / 24) + 0.10 * sin(2 * turn * (hours - 6) / 24)
    let heating = 0.008 * max(0, 16 - temperature)
    return (1 + day) * (weekday >= 5 ? 0.86 : 1) + heating
  }
}
