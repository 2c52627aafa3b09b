import Documents
import Learning
import Numerics

/// `bench forests`: fits and scores one kind of forest on the rows of
/// `Benchmarks/forests/make_data.py`.
struct BenchForestsCommand: Command {
  static let specification = CommandSpecification(
    path: ["bench", "forests"],
    summary: "Time isolation forests and random forests, with the quality of their answers.",
    discussion: """
      Files hold rows of little-endian float32, the target last. The peers are \
      Benchmarks/forests/peers.py on the same files. Medians over the runs; quality is the mean \
      over the seeds. Prints one JSON object.
      """,
    options: [
      .value("job", "NAME", "isolation, classifier or regressor."),
      .value("train", "FILE", "Rows to fit on."),
      .value("test", "FILE", "Rows to score; those of --train if it is not given."),
      .value("columns", "N", "Columns of a row, the target not counted."),
      .value("trees", "N", "Trees.", default: "100"),
      .value(
        "features-per-split", "N",
        "For isolation: 2 and more make oblique splits. Default: 1, √columns, all columns."),
      .value(
        "levels", "N", "For the others: levels of a feature; 65535 is exact.",
        default: "as in detect train"),
      .value("maximum-depth", "N", "For the others: most splits on a path. Default: no limit."),
      .value("minimum-leaf-rows", "N", "For the others: fewest rows of a leaf.", default: "1"),
      .value("runs", "N", "Runs that a median is taken over.", default: "5"),
      .value("seeds", "N", "Fits that quality is averaged over.", default: "1"),
      .value("keep", "PREFIX", "Write PREFIX.json, PREFIX.onnx and PREFIX.scores.json."),
      .threads,
    ],
    examples: [
      Example(
        """
        kilowatch bench forests --job classifier --columns 24 --train \
        Benchmarks/data/rf24_100k.f32 --test Benchmarks/data/rf24_test.f32
        """, "a row of the benchmark table")
    ])

  enum Job: String, CaseIterable {
    case isolation
    case classifier
    case regressor
  }

  private let job: Job
  private let train: String
  private let test: String
  private let columns: Int
  private let trees: Int
  private let featuresPerSplit: Int?
  private let levels: Int?
  private let maximumDepth: Int?
  private let minimumLeafRows: Int
  private let runs: Int
  private let seeds: Int
  private let keep: String?
  private let execution: Execution

  init(_ arguments: ParsedArguments) throws(CommandFailure) {
    guard let job = try arguments.choice("job", of: Job.self) else {
      throw arguments.usage("needs --job")
    }
    self.job = job
    train = try arguments.required("train")
    test = arguments.string("test") ?? train
    guard let columns = try arguments.integer("columns", in: 1...65_535) else {
      throw arguments.usage("needs --columns")
    }
    self.columns = columns
    trees = try arguments.integer("trees", in: 1...100_000) ?? 100
    featuresPerSplit = try arguments.integer("features-per-split", in: 1...65_535)
    levels = try arguments.integer("levels", in: 3...65_535)
    maximumDepth = try arguments.integer("maximum-depth", in: 1...1_000_000)
    minimumLeafRows = try arguments.integer("minimum-leaf-rows", in: 1...1_000_000_000) ?? 1
    runs = try arguments.integer("runs", in: 1...1_000) ?? 5
    seeds = try arguments.integer("seeds", in: 1...1_000) ?? 1
    keep = arguments.string("keep")
    execution = try arguments.execution()
  }

  func run(_ console: Console) throws(CommandFailure) {
    let fitted = try BenchRows(train, columns: columns)
    let scored = try test == train ? fitted : BenchRows(test, columns: columns)
    var report: [String: JSONValue] = [
      "tool": .string("kilowatch \(Kilowatch.version)"), "job": .string(job.rawValue),
      "rows": JSONValue(fitted.table.rowCount), "threads": JSONValue(execution.workers),
    ]
    do {
      let bench = try self.bench(on: fitted)
      report["before_fit_mib"] = JSONValue(memoryMiB("VmRSS"))
      forgetPeakMemory()
      let (model, fitS, fitProcessorS) = try median { () throws in try bench(1) }
      report["fit_s"] = JSONValue(fitS)
      report["fit_cpu_s"] = JSONValue(fitProcessorS)
      report["peak_mib"] = JSONValue(memoryMiB("VmHWM"))
      let (scores, scoreS, scoreProcessorS) = try median { () throws in
        try model.scores(scored.table, execution)
      }
      report["score_s"] = JSONValue(scoreS)
      report["score_cpu_s"] = JSONValue(scoreProcessorS)
      report["scored_rows"] = JSONValue(scored.table.rowCount)
      report["one_row_us"] = JSONValue(oneRowMicroseconds(model, scored.table))
      var quality = [try model.quality(on: scored, scores: scores, execution)]
      for seed in 2..<UInt64(max(2, seeds + 1)) {
        let other = try bench(seed)
        let scores = try other.scores(scored.table, execution)
        quality.append(try other.quality(on: scored, scores: scores, execution))
      }
      for name in quality[0].keys {
        let values = quality.compactMap { $0[name] }
        report[name] = JSONValue(values.reduce(0, +) / Double(values.count))
      }
      let document = model.json.serialized(.compact)
      report["document_bytes"] = JSONValue(document.count)
      let (_, loadS, loadProcessorS) = try median { () throws in try model.load(document) }
      report["load_s"] = JSONValue(loadS)
      report["load_cpu_s"] = JSONValue(loadProcessorS)
      try write(model, document: document, scores: scores)
    } catch let error as CommandFailure {
      throw error
    } catch { throw .failed("\(error)") }
    console.print(
      String(decoding: JSONValue.object(report).serialized(.compact), as: UTF8.self))
  }

  /// How a model is fitted with a seed.
  private func bench(on rows: BenchRows) throws -> (UInt64) throws -> BenchModel {
    let execution = execution
    switch job {
    case .isolation:
      let configuration = try IsolationForest.Configuration(
        trees: trees, featuresPerSplit: featuresPerSplit ?? 1)
      return { .isolation(try configuration.fit(rows.table, seed: $0, execution: execution)) }
    case .classifier:
      let labels = ClassLabels(rows.target.map { Int($0) })
      let configuration = try RandomForestClassifier.Configuration(
        trees: trees, featuresPerSplit: featuresPerSplit.map { .count($0) } ?? .squareRoot,
        minimumLeafRows: minimumLeafRows, maximumDepth: maximumDepth, levels: levels)
      return {
        .classifier(
          try configuration.fit(rows.table, labels: labels, seed: $0, execution: execution))
      }
    case .regressor:
      let targets = rows.target.map { Double($0) }
      let configuration = try RandomForestRegressor.Configuration(
        trees: trees, featuresPerSplit: featuresPerSplit.map { .count($0) } ?? .all,
        minimumLeafRows: minimumLeafRows, maximumDepth: maximumDepth, levels: levels)
      return {
        .regressor(
          try configuration.fit(rows.table, targets: targets, seed: $0, execution: execution))
      }
    }
  }

  /// The median time of a score for one row, over a thousand different rows.
  private func oneRowMicroseconds(_ model: BenchModel, _ table: FeatureTable) -> Double {
    let rows = (0..<min(1_000, table.rowCount)).map { table.row($0) }
    let times = rows.map { row in
      row.withUnsafeBufferPointer { row in
        let begin = monotonicNanoseconds()
        _ = model.score(row)
        return monotonicNanoseconds() - begin
      }
    }
    return Double(times.sorted()[times.count / 2]) / 1e3
  }

  /// The value of the last run and the medians over the runs of the time and of the processor time
  /// of all threads, in seconds.
  private func median<Value>(_ work: () throws -> Value) throws -> (Value, Double, Double) {
    var times: [Double] = []
    var processorTimes: [Double] = []
    while true {
      let begin = monotonicNanoseconds()
      let processorBegin = processorNanoseconds()
      let value = try work()
      processorTimes.append(Double(processorNanoseconds() - processorBegin) * 1e-9)
      times.append(Double(monotonicNanoseconds() - begin) * 1e-9)
      if times.count == runs {
        return (value, times.sorted()[runs / 2], processorTimes.sorted()[runs / 2])
      }
    }
  }

  private func write(
    _ model: BenchModel, document: [UInt8], scores: [Double]
  ) throws(CommandFailure) {
    guard let keep else { return }
    try withFiles { () throws(FileFailure) in
      try DocumentFile.write(document, to: "\(keep).json")
      if let onnx = model.onnx { try DocumentFile.write(onnx, to: "\(keep).onnx") }
      try DocumentFile.write(
        JSONValue.numbers(scores).serialized(.compact), to: "\(keep).scores.json")
    }
  }
}
