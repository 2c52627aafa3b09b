/// Which candidates a group chooses from.
enum GroupGrid {
  /// Valve points, limits and for pairs a grid over the whole range, shifted by a share of its step.
  case coarse(phase: Double)
  /// Steps to both sides of where the schedule stands, for pairs.
  case around(step: Double)
}

/// The candidates of all hours of a group, and the cheapest way to each.
struct GroupStages {
  struct Choice {
    var first: Double
    var second: Double
    var third: Double
    /// The cost of the hour, then of all hours until here.
    var cost: Double
    var before: Int32
  }

  /// What a group's ramps allow from one hour to the next, in MW; infinite where there is none.
  struct Ramps {
    var up = (Double.infinity, Double.infinity, Double.infinity)
    var down = (Double.infinity, Double.infinity, Double.infinity)
  }

  private(set) var choices: [Choice] = []
  private var starts = [0]

  mutating func clear() {
    choices.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    starts.append(0)
  }

  mutating func append(_ choice: Choice) { choices.append(choice) }

  /// Drops candidates of the open hour.
  mutating func removeOpen(where isOut: (Choice) -> Bool) {
    let begin = starts[starts.count - 1]
    var kept = begin
    for place in begin..<choices.count where !isOut(choices[place]) {
      choices[kept] = choices[place]
      kept += 1
    }
    choices.removeLast(choices.count - kept)
  }

  /// Ends an hour: sorts its candidates, and finds the cheapest way to each from the hour before.
  mutating func close(_ ramps: Ramps) {
    let hour = starts.count - 1
    let begin = starts[hour]
    choices[begin...].sort { $0.first < $1.first }
    starts.append(choices.count)
    guard hour > 0 else { return }
    let earlier = starts[hour - 1]..<begin
    choices.withUnsafeMutableBufferPointer { choices in
      var low = earlier.lowerBound
      for index in begin..<choices.count {
        let now = choices[index]
        while low < earlier.upperBound && choices[low].first < now.first - ramps.up.0 { low += 1 }
        var best = Double.infinity
        var place = -1
        var from = low
        while from < earlier.upperBound && choices[from].first <= now.first + ramps.down.0 {
          let before = choices[from]
          if before.cost < best, now.second - before.second <= ramps.up.1,
            before.second - now.second <= ramps.down.1,
            now.third - before.third <= ramps.up.2, before.third - now.third <= ramps.down.2
          {
            best = before.cost
            place = from
          }
          from += 1
        }
        choices[index].cost += best
        choices[index].before = Int32(place)
      }
    }
  }

  /// The last choice of the cheapest trajectory; nil if there is none.
  var cheapestEnd: Int? {
    guard starts.count > 1 else { return nil }
    let last = starts[starts.count - 2]..<choices.count
    return last.min { choices[$0].cost < choices[$1].cost }
  }
}
