import AnomalyDetection
import Documents
import GridModel
import Numerics
import Reporting
import Telemetry

/// `bench report`: how long a detection page takes once its data is there, and what it weighs.
struct BenchReportCommand: Command {
  static let specification = CommandSpecification(
    path: ["bench", "report"],
    summary: "Time the making of detection pages and weigh them.",
    options: [
      .value(
        "days", "DAYS", "Days of minutes in each recording, separated by commas.", default: "30,365"
      ),
      .seed,
    ],
    examples: [Example("kilowatch bench report", "a month and a year of one meter")])

  private let days: [Double]
  private let seed: UInt64

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    let texts = arguments.list("days").isEmpty ? ["30", "365"] : arguments.list("days")
    days = texts.compactMap { Double($0) }.filter { $0 >= 1 && $0 <= 3_650 }
    guard days.count == texts.count else {
      throw arguments.usage("--days takes numbers from 1 to 3650, separated by commas")
    }
    seed = try arguments.seed()
  }

  func run(_ console: Console) throws(CommandFailure) {
    console.print("days  rows     page_ms  files_ms  page_kB  twin_kB")
    for days in days {
      let content = try content(days: days)
      var pageTimes: [Double] = []
      var fileTimes: [Double] = []
      var sizes = (page: 0, twin: 0)
      for _ in 0..<5 {
        let start = monotonicNanoseconds()
        let page = Page.detection(content)
        let html = page.html(twin: "page.json", chartFolder: "charts")
        let twin = page.twin(chartFolder: "charts").serialized()
        let middle = monotonicNanoseconds()
        _ = PageFiles(page, name: "page")
        pageTimes.append(Double(middle - start) / 1e6)
        fileTimes.append(Double(monotonicNanoseconds() - middle) / 1e6)
        sizes = (html.count, twin.count)
      }
      let columns = [
        NumberStyle.significant(3).text(days), "\(Int(days) * 1_440)",
        NumberStyle.decimals(1).text(pageTimes.sorted()[2]),
        NumberStyle.decimals(1).text(fileTimes.sorted()[2]),
        NumberStyle.decimals(0).text(Double(sizes.page) / 1_000),
        NumberStyle.decimals(0).text(Double(sizes.twin) / 1_000),
      ]
      let widths = [6, 9, 9, 10, 9, 0]
      console.print(
        zip(columns, widths).map { text, width in
          text + String(repeating: " ", count: max(1, width - text.count))
        }.joined())
    }
  }

  /// A generated recording with the scores of a detector that sees the labels through noise.
  private func content(days: Double) throws(CommandFailure) -> DetectionContent {
    let recording: Recording
    do throws(SignalError) {
      let configuration = try SignalConfiguration(
        start: Timestamp(millisecondsSinceEpoch: 1_704_067_200_000), days: days,
        anomalies: AnomalyConfiguration(preset: .medium))
      recording = SignalGenerator(configuration).generate(seed: seed, execution: .serial).recording
    } catch {
      throw .failed(error.description)
    }
    var random = RandomSource(seed: seed)
    let scores = (recording.labels ?? []).map { label in
      0.4 + 0.1 * random.uniform() + (label != 0 ? 0.2 * random.uniform() : 0)
    }
    let scored = ScoredRecording(
      recording: recording, scores: scores, decisions: scores.map { $0 >= 0.5 },
      threshold: ScoreThreshold(value: 0.5, method: "fixed", source: "given"), model: "noise")
    return DetectionContent(name: "generated", model: "noise", scored: scored)
  }
}
