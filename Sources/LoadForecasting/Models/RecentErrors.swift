/// The last errors of a model at each time of the day, by the local clock.
struct RecentErrors {
  /// The number of errors whose mean counts: those of a week.
  static let count = 7

  private let stepS: Int
  private var errors: [[Double]]

  /// Nothing known yet of a series of steps of `stepS` seconds.
  init(stepS: Int) {
    self.stepS = stepS
    errors = [[Double]](repeating: [], count: 86_400 / stepS)
  }

  /// The mean of the last errors at the time of day of `step`; 0 if there are none.
  func mean(at step: Int, of timeline: Timeline) -> Double {
    let errors = errors[place(of: step, timeline)]
    return errors.isEmpty ? 0 : errors.reduce(0, +) / Double(errors.count)
  }

  /// Takes in an error that has become known; not a number if it has not.
  mutating func learn(_ error: Double, at step: Int, of timeline: Timeline) {
    guard error.isFinite else { return }
    let place = place(of: step, timeline)
    errors[place].append(error)
    if errors[place].count > RecentErrors.count { errors[place].removeFirst() }
  }

  private func place(of step: Int, _ timeline: Timeline) -> Int {
    Int(timeline.secondOfDay[step]) / stepS
  }
}
