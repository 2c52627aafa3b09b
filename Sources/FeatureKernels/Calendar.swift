// The place of moments in their day and week, as sines and cosines of turns.

/// Writes the calendar features of `count` moments as five columns, `stride` values apart: sine and
/// cosine of the time of day, sine and cosine of the time of week, and 1 on weekends.
///
/// Moments are in milliseconds since 1970, and there is one at least; weeks start on Monday. Rows
/// come in eights: up to seven more are written.
public func writeCalendar(
  _ times: UnsafePointer<Int64>, _ count: Int, stride: Int,
  to columns: UnsafeMutablePointer<Double>
) {
  var monday = startOfWeek(times[0])
  var row = 0
  while row < count {
    var inDay = Lanes()
    var inWeek = Lanes()
    for lane in 0..<min(8, count &- row) {
      let time = times[row &+ lane]
      if time < monday || time &- monday >= millisecondsPerWeek { monday = startOfWeek(time) }
      let sinceMonday = time &- monday
      inDay[lane] = Double(sinceMonday % millisecondsPerDay)
      inWeek[lane] = Double(sinceMonday)
    }
    let day = inDay / Double(millisecondsPerDay)
    let week = inWeek / Double(millisecondsPerWeek)
    let isWeekend = inWeek .>= Double(5 * millisecondsPerDay)
    let place = UnsafeMutableRawPointer(columns + row)
    let size = stride &* MemoryLayout<Double>.stride
    place.storeBytes(of: sines(day), as: Lanes.self)
    place.storeBytes(of: sines(day + 0.25), toByteOffset: size, as: Lanes.self)
    place.storeBytes(of: sines(week), toByteOffset: 2 &* size, as: Lanes.self)
    place.storeBytes(of: sines(week + 0.25), toByteOffset: 3 &* size, as: Lanes.self)
    place.storeBytes(
      of: Lanes().replacing(with: 1, where: isWeekend), toByteOffset: 4 &* size, as: Lanes.self)
    row &+= 8
  }
}

/// Writes the calendar features of one moment in the order of the columns, and three zeros.
public func writeCalendar(of time: Int64, to features: UnsafeMutablePointer<Lanes>) {
  let inWeek = time - startOfWeek(time)
  let day = Double(inWeek % millisecondsPerDay) / Double(millisecondsPerDay)
  let week = Double(inWeek) / Double(millisecondsPerWeek)
  var lanes = sines(Lanes(day, day + 0.25, week, week + 0.25, 0, 0, 0, 0))
  lanes[4] = inWeek >= 5 * millisecondsPerDay ? 1 : 0
  features.pointee = lanes
}

private let millisecondsPerDay: Int64 = 86_400_000
private let millisecondsPerWeek: Int64 = 604_800_000

/// The Monday that the week of `time` began on; 1970-01-05 was the first.
@inline(__always)
private func startOfWeek(_ time: Int64) -> Int64 {
  let inWeek = (time - 4 * millisecondsPerDay) % millisecondsPerWeek
  return time - (inWeek < 0 ? inWeek + millisecondsPerWeek : inWeek)
}

/// sin 2πx for x in 0 ..< 1.25: the Taylor series about the nearest half turn, whose first term left
/// out is below 2e-18.
@inline(__always)
private func sines(_ turns: Lanes) -> Lanes {
  let isHalf = (turns .>= 0.25) .& (turns .< 0.75)
  let nearest = Lanes().replacing(with: 0.5, where: turns .>= 0.25)
    .replacing(with: 1, where: turns .>= 0.75)
  let sign = Lanes(repeating: 1).replacing(with: -1, where: isHalf)
  let angle = sign * ((turns - nearest) * (2 * .pi))
  let square = angle * angle
  var sum = square * (1 / 51_090_942_171_709_440_000) - 1 / 121_645_100_408_832_000
  sum = sum * square + 1 / 355_687_428_096_000
  sum = sum * square - 1 / 1_307_674_368_000
  sum = sum * square + 1 / 6_227_020_800
  sum = sum * square - 1 / 39_916_800
  sum = sum * square + 1 / 362_880
  sum = sum * square - 1 / 5_040
  sum = sum * square + 1 / 120
  sum = sum * square - 1 / 6
  sum = sum * square + 1
  return angle * sum
}
