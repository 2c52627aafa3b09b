import GridModel

/// A moment taken apart for people, in UTC.
struct CalendarTime {
  let date: CivilDate
  let secondOfDay: Int

  init(_ time: Timestamp) {
    let seconds = Int((Double(time.millisecondsSinceEpoch) / 1_000).rounded(.down))
    let day = Int((Double(seconds) / 86_400).rounded(.down))
    date = CivilDate(daysSinceEpoch: day)
    secondOfDay = seconds - day * 86_400
  }

  var month: String {
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][
      date.month - 1]
  }

  var clock: String { "\(twoDigits(secondOfDay / 3_600)):\(twoDigits(secondOfDay / 60 % 60))" }

  var clockWithSeconds: String { "\(clock):\(twoDigits(secondOfDay % 60))" }
}

extension Timestamp {
  /// `3 Mar 2026, 14:05`, with seconds only where there are any.
  var minuteText: String {
    let time = CalendarTime(self)
    let clock = time.secondOfDay % 60 == 0 ? time.clock : time.clockWithSeconds
    return "\(dateText), \(clock)"
  }

  /// `3 Mar 2026`.
  var dateText: String {
    let time = CalendarTime(self)
    return "\(time.date.day) \(time.month) \(time.date.year)"
  }
}

/// A length of time in the two largest units that matter: `3 d 4 h`, `12 min`, `45 s`.
func durationText(seconds: Double) -> String {
  guard seconds.isFinite, seconds >= 0, seconds < 1e12 else { return "–" }
  let total = Int(seconds.rounded())
  let parts = [
    (total / 86_400, "d"), (total / 3_600 % 24, "h"), (total / 60 % 60, "min"), (total % 60, "s"),
  ]
  guard let first = parts.firstIndex(where: { $0.0 > 0 }) else {
    return "\(NumberStyle.significant(3).text(seconds))\u{A0}s"
  }
  return parts[first..<min(first + 2, 4)].filter { $0.0 > 0 }
    .map { "\($0.0)\u{A0}\($0.1)" }.joined(separator: " ")
}

private func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
