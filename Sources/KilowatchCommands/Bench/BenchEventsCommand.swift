internal import Documents
internal import EventEngine
internal import FaultResponse
import Glibc
internal import GridModel
internal import Telemetry

/// `bench events`: how soon a critical sample is answered, and at what cost, beside polling.
struct BenchEventsCommand: Command {
  static let specification = CommandSpecification(
    path: ["bench", "events"],
    summary: "Time the reaction to critical samples, by interrupt, by polling and by spinning.",
    discussion: """
      One thread produces samples at a steady rate, one in a thousand of them critical; another \
      answers them. It is woken by the event engine after the check at ingest, or looks for new \
      samples at an interval, or without a pause. Reaction is the time from a critical sample to \
      the start of its handler; CPU is that of the answering thread. Then, one thread each: the \
      queue at 10,000 entries, the check at ingest with the detector's features, and the engine \
      left idle.
      """,
    options: [
      .value("samples", "N", "Samples for each way of answering.", default: "1000000"),
      .value("rate", "N", "Samples a second.", default: "100000"),
      .value("idle", "SECONDS", "How long the engine is left idle.", default: "5"),
      .json,
    ],
    examples: [
      Example("kilowatch bench events", "the whole table, about a minute"),
      Example("kilowatch bench events --idle 60 --json", "with a minute of idling, as JSON"),
    ])

  private let samples: Int
  private let rate: Int
  private let idleS: Int
  private let isJSON: Bool

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    samples = try arguments.integer("samples", in: 10_000...100_000_000) ?? 1_000_000
    rate = try arguments.integer("rate", in: 1_000...10_000_000) ?? 100_000
    idleS = try arguments.integer("idle", in: 0...3_600) ?? 5
    isJSON = arguments.flag(Option.json.name)
  }

  func run(_ console: Console) throws(CommandFailure) {
    let ways: [ReactionTrial.Way] = [
      .interrupt, .spin, .poll(milliseconds: 1), .poll(milliseconds: 10),
      .poll(milliseconds: 100), .poll(milliseconds: 1_000),
    ]
    var reactions: [ReactionTrial.Outcome] = []
    for way in ways {
      console.note("\(way.name) …")
      reactions.append(ReactionTrial(samples: samples, rate: rate).run(way))
    }
    console.note("queue, ingest, idle …")
    let queue = EventThroughput.queueMillionsPerSecond(entries: 10_000)
    let check = try EventThroughput.checkMillionsPerSecond()
    let ingest = try EventThroughput.ingestMillionsPerSecond()
    let switches = EventThroughput.idleSwitchesPerSecond(seconds: idleS)
    if isJSON {
      let document: JSONValue = [
        "samples": JSONValue(samples), "rate_per_s": JSONValue(rate),
        "reaction": .array(reactions.map(\.document)),
        "queue_push_take_millions_per_s": JSONValue(queue),
        "ingest_check_millions_per_s": JSONValue(check),
        "ingest_check_and_features_millions_per_s": JSONValue(ingest),
        "idle_context_switches_per_s": JSONValue(switches),
      ]
      console.write(String(decoding: document.serialized(), as: UTF8.self))
      return
    }
    console.print("way            reaction p50      p99       max       CPU    wake-ups/s")
    for outcome in reactions { console.print(outcome.line) }
    console.print("queue, 10,000 entries: \(rounded(queue)) million push+take a second")
    console.print("check at ingest: \(rounded(check)) million samples a second")
    console.print("check at ingest and features: \(rounded(ingest)) million samples a second")
    console.print("idle: \(rounded(switches)) voluntary context switches a second")
  }
}

/// `value` with three digits after the point.
func rounded(_ value: Double) -> String {
  String(Double((value * 1_000).rounded()) / 1_000)
}
