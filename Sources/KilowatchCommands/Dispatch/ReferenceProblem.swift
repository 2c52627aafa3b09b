import EconomicDispatch
import Numerics

/// The reference problem as flags describe it.
enum ReferenceProblem {
  /// The flags that say how many there are of everything.
  static let sizes: [Option] = [
    .value("nodes", "N", "Nodes of the reference problem.", default: "10"),
    .value("sources", "N", "Sources of the reference problem.", default: "3"),
  ]

  /// The flags that say what everything is like.
  static let ranges: [Option] = [
    .value("hours", "N", "Hours of the reference problem.", default: "24"),
    .value("demand-mw", "RANGE", "Demand of a node in an hour.", default: "50..150"),
    .value("node-capacity-mw", "MW", "The most that may be sent to a node.", default: "200"),
    .value("loss-percent", "RANGE", "What is lost on the way.", default: "5..15"),
    .flag("pair-losses", "Draw a loss for each source and node instead of for each node."),
    .value(
      "source-capacity-mw", "RANGE",
      "Power of a source at 10 nodes and 3 sources; scaled with their number.",
      default: "300..500"),
    .value("cost", "RANGE", "Price of a MWh.", default: "5..15"),
    .value(
      "availability-percent", "RANGE", "Share of a source that is there in an hour.",
      default: "80..100"),
    .value("unserved-cost", "PRICE", "Price of a MWh that is not served.", default: "100"),
    .flag("forbid-shedding", "All demand must be served."),
  ]

  /// The ranges that `arguments` ask for.
  static func ranges(_ arguments: ParsedArguments) throws(CommandFailure) -> AllocationCase.Ranges {
    var ranges = AllocationCase.Ranges()
    let limits = AllocationCase.limits
    ranges.nodes = try arguments.integer("nodes", in: 1...limits.nodes) ?? ranges.nodes
    ranges.sources = try arguments.integer("sources", in: 1...limits.sources) ?? ranges.sources
    ranges.hours = try arguments.integer("hours", in: 1...limits.hours) ?? ranges.hours
    ranges.demandMW = try arguments.range("demand-mw", in: 0...1e6) ?? ranges.demandMW
    ranges.nodeCapacityMW =
      try arguments.double("node-capacity-mw", in: 0...1e6) ?? ranges.nodeCapacityMW
    ranges.loss = try arguments.range("loss-percent", in: 0...99)?.shares ?? ranges.loss
    ranges.hasPairLosses = arguments.flag("pair-losses")
    ranges.sourceCapacityMW =
      try arguments.range("source-capacity-mw", in: 0...1e6) ?? ranges.sourceCapacityMW
    ranges.costPerMWh = try arguments.range("cost", in: 0...1e6) ?? ranges.costPerMWh
    ranges.availability =
      try arguments.range("availability-percent", in: 0...100)?.shares ?? ranges.availability
    ranges.unservedCostPerMWh =
      try arguments.double("unserved-cost", in: 0...1e9) ?? ranges.unservedCostPerMWh
    if arguments.flag("forbid-shedding") { ranges.unservedCostPerMWh = nil }
    return ranges
  }

  /// Refuses flags of the reference problem where a case says everything itself.
  static func refuseFlags(_ arguments: ParsedArguments) throws(CommandFailure) {
    for option in sizes + ranges
    where arguments.string(option.name) != nil || arguments.flag(option.name) {
      throw arguments.usage("--\(option.name) changes the reference problem, not a CASE.json")
    }
  }
}

extension ParsedArguments {
  /// A range `A..B` within `bounds`, or one number that is both ends.
  fileprivate func range(
    _ name: String, in bounds: ClosedRange<Double>
  ) throws(CommandFailure) -> ClosedRange<Double>? {
    guard let text = string(name) else { return nil }
    let numbers = text.replacing("..", with: " ").split(separator: " ").map { Double($0) }
    guard (1...2).contains(numbers.count), let low = numbers[0], let high = numbers.last ?? nil,
      bounds.contains(low), bounds.contains(high), low <= high
    else {
      throw usage(
        "--\(name) takes A..B from \(bounds.lowerBound) to \(bounds.upperBound), not '\(text)'")
    }
    return low...high
  }
}

extension ClosedRange<Double> {
  /// These percentages as shares of one.
  fileprivate var shares: ClosedRange<Double> { lowerBound / 100...upperBound / 100 }
}
