import Documents
import EconomicDispatch
import Numerics

/// `dispatch compare`: greedy, genetic and exact side by side, serial and parallel, over sizes.
struct DispatchCompareCommand: Command {
  static let specification = CommandSpecification(
    path: ["dispatch", "compare"],
    summary: "Compare greedy, genetic and exact dispatch, serial and parallel, over sizes.",
    discussion: """
      Reference problems with a loss for each source and node. CPU is the share of one core, memory \
      the most that was resident, GPU the busiest one where there is any, all sampled while the mode \
      runs. Serial and parallel searches take turns and must find the same schedule; a search that \
      is too short to share runs on one thread in both. Every schedule is checked again by code that \
      did not build it.
      """,
    options: [
      .value("sizes", "LIST", "Nodes x sources.", default: "10x3,50x5,200x10,1000x30"),
      .value("runs", "N", "Runs that a median is taken over.", default: "5"),
      .value(
        "seconds", "N", "Time for everything; slow modes are run less often for it.",
        default: "60"),
      .out("FILE.json", "Write the table here too."),
    ] + ReferenceProblem.ranges + [.seed, .threads],
    examples: [
      Example("kilowatch dispatch compare", "the whole table"),
      Example("kilowatch dispatch compare --sizes 10x3 --out table.json", "one size, and a file"),
    ])

  private let sizes: [ComparedSize]
  private let ranges: AllocationCase.Ranges
  private let runs: Int
  private let seconds: Double
  private let out: String?
  private let seed: UInt64
  private let execution: Execution

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    let words = arguments.list("sizes")
    var sizes: [ComparedSize] = []
    for word in words.isEmpty ? ["10x3", "50x5", "200x10", "1000x30"] : words {
      guard let size = ComparedSize(word) else {
        throw arguments.usage("--sizes takes NODESxSOURCES up to 1000x30, not '\(word)'")
      }
      sizes.append(size)
    }
    self.sizes = sizes
    var ranges = try ReferenceProblem.ranges(arguments)
    ranges.hasPairLosses = true
    self.ranges = ranges
    runs = try arguments.integer("runs", in: 1...100) ?? 5
    seconds = try arguments.double("seconds", in: 0.1...86_400) ?? 60
    out = arguments.string("out")
    seed = try arguments.seed()
    execution = try arguments.execution()
  }

  func run(_ console: Console) throws(CommandFailure) {
    let sampler = ResourceSampler()
    defer { sampler.stop() }
    let progress = console.progress(
      "comparing", total: sizes.count * DispatchComparison.modeCount * (runs + 1))
    var rows: [ComparedRow] = []
    for size in sizes {
      let comparison = DispatchComparison(
        size: size, runs: runs, seconds: seconds / Double(sizes.count), seed: seed,
        execution: execution, sampler: sampler, progress: progress)
      do throws(DispatchError) {
        rows += try comparison.rows(ranges)
      } catch {
        throw .failed("\(size): \(error)")
      }
    }
    progress.finish()
    console.write(ComparedRow.table(rows))
    if let out { try writeJSON(["rows": .array(rows.map(\.document))], to: out) }
    if let broken = rows.first(where: { $0.violations > 0 }) {
      throw .failed(
        "\(broken.size), \(broken.mode): the schedule breaks \(broken.violations) limits")
    }
  }
}

/// How many nodes and sources there are.
struct ComparedSize: CustomStringConvertible, Sendable {
  let nodes: Int
  let sources: Int

  /// A size written as `NODESxSOURCES`; nil if it is anything else or too large.
  init?(_ text: String) {
    let parts = text.split(separator: "x").map { Int($0) }
    guard parts.count == 2, let nodes = parts[0], let sources = parts[1],
      (1...1_000).contains(nodes), (1...30).contains(sources)
    else { return nil }
    self.nodes = nodes
    self.sources = sources
  }

  var description: String { "\(nodes)x\(sources)" }
}
