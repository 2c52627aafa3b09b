import GridModel
import Numerics

/// Where the anomalies of one meter lie and how strong they are.
struct AnomalyPlan {
  struct Event {
    let rows: Range<Int>
    let kind: AnomalyKind
    /// Relative to power; negative for what lowers it.
    let size: Double
    /// Whether the meter errs, so that power no longer is V · I · power factor.
    let breaksPhysics: Bool
  }

  let events: [Event]

  /// Draws events one after another, each in a slot of its own, so that none overlap; kinds come in
  /// their exact shares, in random order.
  init(
    _ configuration: AnomalyConfiguration, rows: Int, intervalS: Int,
    using random: inout RandomSource
  ) {
    let kinds = AnomalyKind.allCases.compactMap { kind in
      configuration.kinds[kind].map { (kind: kind, settings: $0) }
    }.filter { $0.settings.share > 0 }
    let minute = 60 / Double(intervalS)
    let shares = kinds.map(\.settings.share).reduce(0, +)
    let meanRows =
      kinds.map { kind in
        let (low, high) = (kind.settings.minutes.lowerBound, kind.settings.minutes.upperBound)
        return kind.settings.share / shares * max(1, (low + high) / 2 * minute)
      }.reduce(0, +)
    let count = kinds.isEmpty ? 0 : Int((Double(rows) * configuration.rate / meanRows).rounded())
    guard count > 0 else {
      events = []
      return
    }
    var order: [Int] = []
    var owed = 0.0
    for (index, kind) in kinds.enumerated() {
      owed += kind.settings.share / shares * Double(count)
      while order.count < Int(owed.rounded()) { order.append(index) }
    }
    random.shuffle(&order)

    let slot = rows / order.count
    events = order.enumerated().compactMap { place, index in
      let (kind, settings) = kinds[index]
      let length = max(1, Int((random.uniform(in: settings.minutes) * minute).rounded()))
      var size = random.uniform(in: settings.size)
      let lowers = random.uniform() < 0.5
      let latest = slot - length
      let start = latest > 0 ? random.index(below: latest) : 0
      guard latest > 0 else { return nil }
      if kind == .suddenDrop || (kind == .drift && lowers) { size = -size }
      let first = place * slot + start
      return Event(
        rows: first..<first + length, kind: kind, size: size,
        breaksPhysics: kind == .drift || kind == .noiseBurst)
    }
  }
}
