internal import Documents
internal import EconomicDispatch
import Glibc
internal import Numerics

/// `dispatch compare`: greedy, genetic and exact side by side, serial and parallel, over sizes.
struct DispatchCompareCommand: Command {
  static let specification = CommandSpecification(
    path: ["dispatch", "compare"],
    summary: "Compare greedy, genetic and exact dispatch, serial and parallel, over sizes.",
    discussion: """
      Random cases with a loss for each source and node, 24 hours. CPU is the share of one core \
      over the run, memory the largest that the process has had so far. The serial and the parallel \
      search give the same schedule; a parallel one is used only where its measured cost says that \
      it pays.
      """,
    options: [
      .value("sizes", "LIST", "Nodes x sources.", default: "10x3,50x5,200x10,1000x30"),
      .value("runs", "N", "Runs that a median is taken over.", default: "5"),
      .value("out", "FILE.json", "Write the table here too."),
      .seed, .threads,
    ],
    examples: [
      Example("kilowatch dispatch compare", "the whole table"),
      Example("kilowatch dispatch compare --sizes 10x3 --out table.json", "one size, and a file"),
    ])

  private let sizes: [(nodes: Int, sources: Int)]
  private let runs: Int
  private let out: String?
  private let seed: UInt64
  private let execution: Execution

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    var sizes: [(nodes: Int, sources: Int)] = []
    let asked = arguments.list("sizes")
    for text in asked.isEmpty ? ["10x3", "50x5", "200x10", "1000x30"] : asked {
      let parts = text.split(separator: "x").map { Int($0) }
      guard parts.count == 2, let nodes = parts[0], let sources = parts[1],
        (1...1_000).contains(nodes), (1...30).contains(sources)
      else {
        throw arguments.usage("--sizes takes NODESxSOURCES up to 1000x30, not '\(text)'")
      }
      sizes.append((nodes, sources))
    }
    self.sizes = sizes
    runs = try arguments.integer("runs", in: 1...100) ?? 5
    out = arguments.string("out")
    seed = try arguments.seed()
    execution = try arguments.execution()
  }

  func run(_ console: Console) throws(CommandFailure) {
    var rows: [JSONValue] = []
    console.print(
      "size      mode                  time ms   CPU %  speed-up        cost    gap %  unserved MWh"
    )
    for size in sizes {
      var ranges = AllocationCase.Ranges()
      ranges.nodes = size.nodes
      ranges.sources = size.sources
      ranges.hasPairLosses = true
      for row in try compare(ranges) {
        console.print(row.line(size: "\(size.nodes)x\(size.sources)"))
        rows.append(row.document(size))
      }
    }
    if let out { try writeJSON(["rows": .array(rows)], to: out) }
  }

  private func compare(_ ranges: AllocationCase.Ranges) throws(CommandFailure) -> [Row] {
    do throws(DispatchError) {
      var random = RandomSource(seed: seed)
      let allocation = try AllocationCase.random(ranges, using: &random)
      let optimum = try ExactAllocation(allocation).schedule.cost
      let modes: [(String, () throws(DispatchError) -> AllocationSchedule)] = [
        (
          "greedy by cost",
          { () throws(DispatchError) in GreedyAllocation.byCost.schedule(allocation) }
        ),
        (
          "greedy by delivered cost",
          { () throws(DispatchError) in GreedyAllocation.byDeliveredCost.schedule(allocation) }
        ),
        ("genetic, serial", { () throws(DispatchError) in try search(allocation, .serial) }),
        ("genetic, parallel", { () throws(DispatchError) in try search(allocation, execution) }),
        ("exact", { () throws(DispatchError) in try ExactAllocation(allocation).schedule }),
      ]
      var rows: [Row] = []
      for (name, solve) in modes {
        rows.append(try measure(name, optimum: optimum, solve))
      }
      let serial = rows[2].seconds
      rows[3].speedUp = serial / rows[3].seconds
      return rows
    } catch {
      throw .failed("\(error)")
    }
  }

  private func search(
    _ allocation: AllocationCase, _ execution: Execution
  ) throws(DispatchError) -> AllocationSchedule {
    try GeneticAllocation(
      allocation, .init(isPolished: false), seed: seed, execution: execution
    ).schedule
  }

  private func measure(
    _ name: String, optimum: Double, _ solve: () throws(DispatchError) -> AllocationSchedule
  ) throws(DispatchError) -> Row {
    var seconds: [Double] = []
    var cpu: [Double] = []
    var schedule = try solve()
    for _ in 0..<runs {
      let used = processSeconds()
      let begin = monotonicNanoseconds()
      schedule = try solve()
      let elapsed = Double(monotonicNanoseconds() - begin) * 1e-9
      seconds.append(elapsed)
      cpu.append((processSeconds() - used) / elapsed * 100)
    }
    return Row(
      mode: name, seconds: seconds.sorted()[runs / 2], cpuPercent: cpu.sorted()[runs / 2],
      schedule: schedule, gapPercent: (schedule.cost - optimum) / optimum * 100,
      memoryMB: peakMemoryMB())
  }

  /// One line of the table.
  private struct Row {
    let mode: String
    let seconds: Double
    let cpuPercent: Double
    let schedule: AllocationSchedule
    let gapPercent: Double
    let memoryMB: Double
    var speedUp: Double?

    func line(size: String) -> String {
      func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.count)) + text
      }
      func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
      }
      return left(size, 10) + left(mode, 20) + right(rounded(seconds * 1_000), 10)
        + right(String(Int(cpuPercent.rounded())), 8)
        + right(speedUp.map { rounded($0) } ?? "", 10) + right(rounded(schedule.cost), 12)
        + right(rounded(gapPercent), 9) + right(rounded(schedule.unservedMWh), 14)
    }

    func document(_ size: (nodes: Int, sources: Int)) -> JSONValue {
      [
        "nodes": JSONValue(size.nodes), "sources": JSONValue(size.sources),
        "mode": .string(mode), "elapsed_s": JSONValue(seconds),
        "cpu_percent": JSONValue(cpuPercent), "peak_memory_mb": JSONValue(memoryMB),
        "speed_up": speedUp.map { JSONValue($0) } ?? .null, "cost": JSONValue(schedule.cost),
        "gap_percent": JSONValue(gapPercent), "unserved_mwh": JSONValue(schedule.unservedMWh),
        "loss_mwh": JSONValue(schedule.lossMWh),
      ]
    }
  }
}

/// Processor time that this process has used, in seconds.
private func processSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// The most memory that this process has had, in MB.
private func peakMemoryMB() -> Double {
  var usage = rusage()
  getrusage(0, &usage)  // RUSAGE_SELF
  return Double(usage.ru_maxrss) / 1_024
}
