import EconomicDispatch
import Numerics

/// Times every mode on one case, the modes taking turns so that a busy machine is the same to all.
struct DispatchComparison {
  let size: ComparedSize
  let runs: Int
  /// The time for all modes together.
  let seconds: Double
  let seed: UInt64
  let execution: Execution
  let sampler: ResourceSampler
  let progress: Progress

  /// How many modes there are.
  static let modeCount = 6

  private struct Mode {
    let name: String
    let solve: () throws(DispatchError) -> AllocationSchedule
    /// Calls in a row, so that a sample has something to see.
    var calls = 1
    var times: [Double] = []
    var uses: [ResourceSampler.Use] = []
    var schedule: AllocationSchedule?

    init(
      _ name: String, _ solve: @escaping () throws(DispatchError) -> AllocationSchedule
    ) {
      self.name = name
      self.solve = solve
    }
  }

  /// A row for each mode.
  func rows(_ ranges: AllocationCase.Ranges) throws(DispatchError) -> [ComparedRow] {
    var ranges = ranges
    ranges.nodes = size.nodes
    ranges.sources = size.sources
    var random = RandomSource(seed: seed)
    let allocation = try AllocationCase.random(ranges, using: &random)
    var modes = try modes(of: allocation)
    let start = monotonicNanoseconds()
    // A round to warm up, one that counts in any case, and more while there is time.
    for round in 0...runs {
      for index in modes.indices {
        let elapsed = Double(monotonicNanoseconds() - start) * 1e-9
        progress.advance(detail: "\(size), \(modes[index].name)")
        guard round < 2 || elapsed < seconds else { continue }
        try run(&modes[index], isFirst: round == 0)
      }
    }
    let optimum = modes.last?.schedule?.cost ?? 0
    let serial = median(modes[2].times)
    return modes.compactMap { mode in
      guard let schedule = mode.schedule else { return nil }
      let time = median(mode.times)
      return ComparedRow(
        size: size, mode: mode.name, runs: mode.times.count, seconds: time,
        speedUp: mode.name == modes[3].name ? serial / time : nil,
        processorPercent: median(mode.uses.map(\.processorPercent)),
        memoryMiB: mode.uses.map(\.memoryMiB).max() ?? 0,
        graphicsPercent: mode.uses.compactMap(\.graphicsPercent).max(), cost: schedule.cost,
        gapPercent: optimum > 0 ? (schedule.cost / optimum - 1) * 100 : 0,
        lossMWh: schedule.lossMWh, unservedMWh: schedule.unservedMWh,
        violations: allocation.violations(in: schedule).count)
    }
  }

  private func modes(of allocation: AllocationCase) throws(DispatchError) -> [Mode] {
    let raw = try GeneticAllocation.Configuration()
    let polished = try GeneticAllocation.Configuration(isPolished: true)
    func genetic(
      _ configuration: GeneticAllocation.Configuration, _ execution: Execution
    ) -> () throws(DispatchError) -> AllocationSchedule {
      { () throws(DispatchError) in
        try GeneticAllocation(allocation, configuration, seed: seed, execution: execution).schedule
      }
    }
    return [
      Mode("greedy by cost") { () throws(DispatchError) in
        GreedyAllocation.byCost.schedule(allocation)
      },
      Mode("greedy by delivered") { () throws(DispatchError) in
        GreedyAllocation.byDeliveredCost.schedule(allocation)
      },
      Mode("genetic, serial", genetic(raw, .serial)),
      Mode("genetic, \(execution.workers) threads", genetic(raw, execution)),
      Mode("genetic, polished", genetic(polished, execution)),
      Mode("exact") { () throws(DispatchError) in try ExactAllocation(allocation).schedule },
    ]
  }

  private func run(_ mode: inout Mode, isFirst: Bool) throws(DispatchError) {
    let start = monotonicNanoseconds()
    let use = try sampler.use { () throws(DispatchError) in
      for _ in 0..<mode.calls { mode.schedule = try mode.solve() }
    }
    let seconds = Double(monotonicNanoseconds() - start) * 1e-9 / Double(mode.calls)
    if isFirst {
      // A warm-up, which says how many calls a sample needs.
      mode.calls = max(1, Int(0.02 / seconds))
    } else {
      mode.times.append(seconds)
      mode.uses.append(use)
    }
  }

  private func median(_ values: [Double]) -> Double {
    values.sorted()[values.count / 2]
  }
}
