/// A limit that a schedule breaks.
public struct DispatchViolation: Equatable, Sendable {
  /// The hour, from 0.
  public let hour: Int
  /// What is broken, in one sentence.
  public let limit: String
  /// By how much, in the unit of the limit.
  public let excess: Double

  /// `limit` is broken in `hour` by `excess`.
  public init(hour: Int, limit: String, excess: Double) {
    self.hour = hour
    self.limit = limit
    self.excess = excess
  }
}

extension AllocationCase {
  /// The limits that `schedule` breaks by more than `toleranceMW`.
  ///
  /// Nothing here is shared with the methods that build schedules: every limit is computed again
  /// from the case alone.
  public func violations(
    in schedule: AllocationSchedule, toleranceMW: Double = 1e-6
  ) -> [DispatchViolation] {
    var found: [DispatchViolation] = []
    func check(_ excess: Double, _ hour: Int, _ limit: @autoclosure () -> String) {
      if !(excess <= toleranceMW) {
        found.append(DispatchViolation(hour: hour, limit: limit(), excess: excess))
      }
    }
    for (hour, allocation) in schedule.hours.enumerated() {
      var used = [Double](repeating: 0, count: sources.count)
      for (index, node) in nodes.enumerated() {
        var taken = 0.0
        var delivered = 0.0
        for column in sources.indices {
          let sent = allocation.sentMW[index * sources.count + column]
          check(-sent, hour, "\(sources[column].name) sends a negative amount to \(node.name)")
          let pair = pairLoss.isEmpty ? 0 : pairLoss[index * sources.count + column]
          delivered += sent * (1 - node.loss) * (1 - pair)
          taken += sent
          used[column] += sent
        }
        let unserved = allocation.unservedMW[index]
        check(-unserved, hour, "\(node.name) has a negative amount unserved")
        check(taken - node.capacityMW, hour, "\(node.name) takes in more than its capacity")
        check(
          abs(delivered + unserved - node.demandMW[hour]), hour,
          "\(node.name) is not balanced")
        if unservedCostPerMWh == nil {
          check(unserved, hour, "\(node.name) is shed, which the case forbids")
        }
      }
      for (column, source) in sources.enumerated() {
        check(
          used[column] - source.capacityMW * source.availability[hour], hour,
          "\(source.name) sends more than is available")
      }
    }
    return found
  }
}
