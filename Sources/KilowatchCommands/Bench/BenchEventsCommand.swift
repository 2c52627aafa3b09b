import Documents
import EventEngine
import FaultResponse
import Glibc
import Numerics

/// `bench events`: how soon a critical sample is answered, and at what cost, beside polling.
struct BenchEventsCommand: Command {
  static let specification = CommandSpecification(
    path: ["bench", "events"],
    summary: "Time the reaction to critical samples, by interrupt, by polling and by spinning.",
    discussion: """
      One thread produces samples at a steady rate, one in a thousand of them critical; another \
      answers them. It is woken by the event engine after the check at ingest, or by nothing but a \
      semaphore, or looks for new samples at an interval, or without a pause. Reaction is the time from a critical sample to \
      the start of its handler; CPU is that of the answering thread. Then, one thread each and by \
      its processor's time: the queue at 10,000 entries, and the check at ingest without and with \
      the detector's features. Then a stream with an isolation forest of 100 trees: one sample at a \
      time, the rate on one thread and on two, and the memory over a long stream. Last, the engine \
      left idle.
      """,
    options: [
      .value("samples", "N", "Samples for each way of answering.", default: "1000000"),
      .value("rate", "N", "Samples a second.", default: "100000"),
      .value(
        "stream-samples", "N", "Samples over which memory is watched.", default: "1000000"),
      .value("idle", "SECONDS", "How long the engine is left idle.", default: "5"),
      .json,
    ],
    examples: [
      Example("kilowatch bench events", "the whole table, about a minute"),
      Example(
        "kilowatch bench events --idle 60 --stream-samples 10000000 --json",
        "with a minute of idling and ten million samples, as JSON"),
    ])

  private let samples: Int
  private let rate: Int
  private let idleS: Int
  private let streamSamples: Int
  private let isJSON: Bool

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    samples = try arguments.integer("samples", in: 10_000...100_000_000) ?? 1_000_000
    rate = try arguments.integer("rate", in: 1_000...10_000_000) ?? 100_000
    idleS = try arguments.integer("idle", in: 0...3_600) ?? 5
    streamSamples =
      try arguments.integer("stream-samples", in: 100_000...1_000_000_000) ?? 1_000_000
    isJSON = arguments.flag(Option.json.name)
  }

  func run(_ console: Console) throws(CommandFailure) {
    let ways: [ReactionTrial.Way] = [
      .interrupt, .wakeUp, .spin, .poll(milliseconds: 1), .poll(milliseconds: 10),
      .poll(milliseconds: 100), .poll(milliseconds: 1_000),
    ]
    var reactions: [ReactionTrial.Outcome] = []
    for way in ways {
      console.note("\(way.name) …")
      reactions.append(ReactionTrial(samples: samples, rate: rate).run(way))
    }
    console.note("queue, ingest …")
    let queue = EventThroughput.queueMillionsPerSecond(entries: 10_000)
    let ingest = try EventThroughput.ingestMillionsPerSecond()
    console.note("stream …")
    let stream = try StreamTrial()
    let latency = try stream.latency(samples: 100_000)
    let (one, alarms) = try stream.rate(samples: streamSamples, .serial)
    let (two, sameAlarms) = try stream.rate(samples: streamSamples, .concurrent(workers: 2))
    precondition(alarms == sameAlarms, "\(alarms) alarms on one thread, \(sameAlarms) on two")
    let memory = try stream.memory(samples: streamSamples)
    console.note("idle …")
    let switches = EventThroughput.idleSwitchesPerSecond(seconds: idleS)
    let figures: [(name: String, value: Double, words: String)] = [
      ("queue_push_take_millions_per_s", queue, "million push+take a second at 10,000 entries"),
      ("ingest_check_millions_per_s", ingest.check, "million samples a second: check"),
      (
        "ingest_check_and_features_millions_per_s", ingest.features,
        "million samples a second: check and features"
      ),
      ("stream_score_p50_us", latency.p50, "µs from a sample to its score, median"),
      ("stream_score_p99_us", latency.p99, "µs from a sample to its score, 99 %"),
      ("stream_samples_per_s_1_thread", one, "samples a second, scored, on one thread"),
      ("stream_samples_per_s_2_threads", two, "samples a second, scored, on two threads"),
      ("stream_memory_samples", Double(memory.samples), "samples in a stream, of which"),
      ("stream_memory_mb", Double(memory.afterWarmUp) / 1e6, "MB after a tenth, and"),
      ("stream_memory_drift_percent", memory.driftPercent, "% more at the most after that"),
      ("idle_context_switches_per_s", switches, "voluntary context switches a second, idle"),
    ]
    if isJSON {
      var document: [String: JSONValue] = [
        "samples": JSONValue(samples), "rate_per_s": JSONValue(rate),
        "reaction": .array(reactions.map(\.document)),
      ]
      for figure in figures { document[figure.name] = JSONValue(figure.value) }
      console.write(String(decoding: JSONValue.object(document).serialized(), as: UTF8.self))
      return
    }
    console.print("way            reaction p50      p99       max       CPU    wake-ups/s")
    for outcome in reactions { console.print(outcome.line) }
    for figure in figures { console.print("\(rounded(figure.value)) \(figure.words)") }
  }
}

/// `value` with three digits after the point.
func rounded(_ value: Double) -> String {
  String(Double((value * 1_000).rounded()) / 1_000)
}
