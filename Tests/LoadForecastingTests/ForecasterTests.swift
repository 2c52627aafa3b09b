import Documents
import GridModel
import Learning
import LoadForecasting
import Numerics
import Synchronization
import Testing

@Suite("Forecasters")
struct ForecasterTests {
  static let learnt: [ForecastModelKind] = [.network, .randomForest, .ridge]

  @Test("Nothing after the origin can reach a forecast", arguments: ForecastModelKind.allCases)
  func poisonedFutureIsNotSeen(kind: ForecastModelKind) throws {
    let series = try Example.household(days: 40, seed: 1)
    let origin = 30 * 24
    let poisoned = try LoadSeries(
      name: series.name, start: series.start, stepS: series.stepS,
      values: series.values.enumerated().map { $0 < origin ? $1 : 1e9 + Double($0) })
    func forecasts(_ series: LoadSeries) throws -> [ForecastPoint] {
      let backtest = try Backtest.run(
        on: series, forecaster: .init(kind: kind, horizonS: 86_400, exampleLimit: 4_000),
        configuration: .init(lastS: 10 * 86_400), seed: 5, execution: .serial)
      return Array(backtest.points.prefix(24))
    }
    let (clean, dirty) = (try forecasts(series), try forecasts(poisoned))
    #expect(clean.map(\.origin) == Array(repeating: origin, count: 24))
    #expect(clean.map(\.expected) == dirty.map(\.expected))
    #expect(clean.map(\.quantiles) == dirty.map(\.quantiles))
  }

  @Test("The same comparison sees a future that does reach a forecast")
  func leaksWouldBeSeen() throws {
    // Weather may be known ahead, so a copy of the load told as weather is a leak.
    let series = try Example.household(days: 40, seed: 1)
    let origin = 30 * 24
    func firstDay(futureFactor: Double) throws -> [Double] {
      let load = series.values.enumerated().map { $0 < origin ? $1 : futureFactor * $1 }
      let leaking = try LoadSeries(
        name: series.name, start: series.start, stepS: series.stepS, values: load,
        weather: [.init(name: "copy", values: load)])
      let backtest = try Backtest.run(
        on: leaking,
        forecaster: .init(
          kind: .ridge, horizonS: 86_400, weather: ["copy"], exampleLimit: 4_000),
        configuration: .init(lastS: 10 * 86_400), seed: 5, execution: .serial)
      return backtest.points.prefix(24).map(\.expected)
    }
    #expect(try firstDay(futureFactor: 1) != firstDay(futureFactor: 2))
  }

  @Test("Lags keep the clock time when the clock changes")
  func lagsKeepTheClock() throws {
    // The load is the local hour: a day earlier by the clock is exact on the days of 23 and 25
    // hours too.
    for day in ["2024-03-31", "2024-10-27"] {
      let midnight = try #require(CivilDate(text: day)).daysSinceEpoch
      let calendar = try LocalCalendar(zoneName: "Europe/Berlin")
      let start = Timestamp(millisecondsSinceEpoch: Int64(midnight - 30) * 86_400_000)
      let values = (0..<32 * 24).map { step -> Double in
        let moment = start.advanced(bySeconds: Double(step) * 3_600)
        let local = Int(moment.millisecondsSinceEpoch / 1_000) + calendar.offsetSeconds(at: moment)
        return Double(local % 86_400 / 3_600)
      }
      let series = try LoadSeries(name: "clock", start: start, stepS: 3_600, values: values)
      let backtest = try Backtest.run(
        on: series,
        forecaster: .init(
          kind: .seasonalNaiveDay, horizonS: 86_400, calendar: calendar, exampleLimit: 4_000),
        configuration: .init(lastS: 3 * 86_400), seed: 1, execution: .serial)
      let wrong = backtest.points.filter { abs($0.expected - $0.actual) > 1e-9 }
      // The hour that spring skips and the one that autumn repeats have no true counterpart.
      #expect(
        wrong.count <= 1,
        "\(day): \(wrong.count) hours are wrong: \(wrong.map { ($0.origin, $0.step, $0.expected, $0.actual) })"
      )
    }
  }

  @Test("Models beat the better seasonal naive forecast on a noisy household", arguments: learnt)
  func modelsBeatNaive(kind: ForecastModelKind) throws {
    let series = try Example.household(days: 90, seed: 2)
    let backtest = try Backtest.run(
      on: series, forecaster: .init(kind: kind, horizonS: 86_400, exampleLimit: 4_000),
      configuration: .init(lastS: 30 * 86_400), seed: 3, execution: .serial)
    let metrics = try #require(backtest.metrics)
    let naive = backtest.references.filter {
      [.seasonalNaiveDay, .seasonalNaiveWeek].contains($0.kind)
    }
    .compactMap { ForecastMetrics($0.points, naiveError: backtest.naiveError)?.mae }
    #expect(naive.count == 2)
    #expect(metrics.mae < 0.9 * (naive.min() ?? 0))
    #expect((85...95).contains(metrics.coverage90Percent))
    #expect(backtest.record(of: series, calendar: .utc).metricsByLead.count == 24)
  }

  @Test(
    "Learnt quantiles cover what they say, for models of both kinds",
    arguments: [ForecastModelKind.network, .randomForest])
  func quantilesCover(kind: ForecastModelKind) throws {
    let series = try Example.household(days: 120, seed: 12)
    let backtest = try Backtest.run(
      on: series,
      forecaster: .init(
        kind: kind, horizonS: 86_400, intervals: .quantile, exampleLimit: 6_000),
      configuration: .init(lastS: 40 * 86_400), seed: 3, execution: .concurrent)
    let metrics = try #require(backtest.metrics)
    #expect((86...94).contains(metrics.coverage90Percent), "\(metrics.coverage90Percent) %")
    let within80 = backtest.points.count {
      (($0.quantiles[1])...($0.quantiles[3])).contains($0.actual)
    }
    #expect((75...86).contains(100 * within80 / backtest.points.count))
    for point in backtest.points { #expect(point.quantiles == point.quantiles.sorted()) }
    let text = backtest.model.json.serialized()
    #expect(try Forecaster(try JSONValue(parsing: text)) == backtest.model)
  }

  @Test("A network keeps the epochs that were best on held-out days, and tells their losses")
  func networksStopEarly() throws {
    let series = try Example.household(days: 60, seed: 8)
    let model = try Forecaster.train(
      on: [series], configuration: .init(kind: .network, horizonS: 86_400, exampleLimit: 4_000),
      seed: 2, execution: .serial)
    let told = Mutex<[NeuralNetwork.Epoch]>([])
    let again = try Forecaster.train(
      on: [series], configuration: .init(kind: .network, horizonS: 86_400, exampleLimit: 4_000),
      seed: 2, execution: .concurrent(workers: 2),
      onProgress: { step in
        if case .epoch(let epoch) = step { told.withLock { $0.append(epoch) } }
      })
    #expect(again == model)
    let epochs = told.withLock(\.self)
    let judged = epochs.prefix { $0.validationLoss != nil }.count
    #expect((1...model.learningCurve.count).contains(judged) && epochs.count > judged)
    #expect(epochs.prefix(judged).map(\.number) == Array(1...judged))
    #expect((1...10).contains(model.learningCurve.count))
    #expect(model.learningCurve.allSatisfy { $0.trainingLoss > 0 && $0.validationLoss != nil })
  }

  @Test(
    "A forecast learns from the days since its training as a backtest does",
    arguments: [ForecastModelKind.network, .ridge])
  func forecastsFollowTheirErrors(kind: ForecastModelKind) throws {
    let series = try Example.household(days: 60, seed: 14)
    let configuration = Forecaster.Configuration(kind: kind, horizonS: 86_400, exampleLimit: 4_000)
    let backtest = try Backtest.run(
      on: series, forecaster: configuration, configuration: .init(lastS: 20 * 86_400), seed: 2,
      execution: .serial)
    let model = try Forecaster.train(
      on: [series.prefix(40 * 24)], configuration: configuration, seed: 2, execution: .serial)
    for day in [0, 1, 19] {
      let origin = (40 + day) * 24
      let forecast = try model.forecast(series.prefix(origin), execution: .serial)
      let points = backtest.points.filter { $0.origin == origin }
      #expect(forecast.expected == points.map(\.expected), "day \(day)")
      #expect(forecast.quantiles[0] == points.map { $0.quantiles[0] }, "day \(day)")
    }
    let recent = try LoadSeries(
      name: series.name, start: series.timestamp(ofStep: 45 * 24), stepS: series.stepS,
      values: Array(series.values[(45 * 24)...]))
    #expect(try model.forecast(recent, execution: .serial).expected.count == 24)
  }

  @Test(
    "A load that takes up another rhythm is forecast by what fits it now",
    arguments: [ForecastModelKind.network, .randomForest])
  func rhythmsMayChange(kind: ForecastModelKind) throws {
    // Ten weeks of days that are all alike, then weekends of half the load.
    let usual = try Example.household(days: 126, seed: 15)
    let values = usual.values.enumerated().map { step, value in
      step >= 70 * 24 && step / 24 % 7 >= 5 ? value / 2 : value
    }
    let series = try LoadSeries(
      name: "changed", start: usual.start, stepS: usual.stepS, values: values)
    let model = try Forecaster.train(
      on: [series.prefix(70 * 24)],
      configuration: .init(kind: kind, horizonS: 86_400, exampleLimit: 4_000), seed: 2,
      execution: .concurrent)
    var members = try #require(model.json.object)
    members["expert_weights"] = .numbers([1])
    let alone = try Forecaster(.object(members))
    func error(_ model: Forecaster) throws -> Double {
      var sum = 0.0
      for day in 112..<126 {
        let forecast = try model.forecast(series.prefix(day * 24), execution: .concurrent)
        sum += zip(forecast.expected, values[(day * 24)...]).map { abs($0 - $1) }.reduce(0, +)
      }
      return sum
    }
    #expect(try error(model) < 0.8 * error(alone))
  }

  @Test(
    "A load that is mostly zero, or known for a fortnight, is forecast better than by repeating it",
    arguments: [ForecastModelKind.network, .randomForest], [true, false])
  func naiveIsBeaten(kind: ForecastModelKind, charges: Bool) throws {
    let usual = try Example.household(days: charges ? 150 : 30, seed: 16)
    // A car charges for four hours of each day, whenever it comes.
    var random = RandomSource(seed: 1)
    var charging = [Double](repeating: 0, count: usual.values.count)
    for day in 0..<usual.values.count / 24 {
      let start = day * 24 + random.index(below: 20)
      for hour in start..<start + 4 { charging[hour] = 11 }
    }
    let values = charges ? charging : usual.values
    let backtest = try Backtest.run(
      on: try LoadSeries(
        name: "load", start: usual.start, stepS: usual.stepS, values: values),
      forecaster: .init(kind: kind, horizonS: 86_400, exampleLimit: 4_000),
      configuration: .init(lastS: (charges ? 60 : 15) * 86_400), seed: 2, execution: .concurrent)
    func error(_ points: [ForecastPoint]) -> Double {
      points.map { abs($0.expected - $0.actual) }.reduce(0, +)
    }
    for reference in backtest.references
    where [.seasonalNaiveDay, .seasonalNaiveWeek].contains(reference.kind) {
      #expect(error(backtest.points) < error(reference.points), "\(reference.kind)")
    }
  }

  @Test("Days at the end that nothing is known of do not hinder training")
  func unknownEndsAreLeftOut() throws {
    let series = try Example.household(days: 40, seed: 4)
    let values = series.values.enumerated().map { $0 < 30 * 24 ? $1 : .nan }
    func train(_ values: [Double]) throws -> Forecaster {
      try Forecaster.train(
        on: [
          LoadSeries(name: "load", start: series.start, stepS: series.stepS, values: values)
        ],
        configuration: .init(kind: .ridge, horizonS: 86_400, exampleLimit: 4_000), seed: 9,
        execution: .serial)
    }
    let known = Array(values.prefix(30 * 24))
    let origin = try LoadSeries(
      name: "load", start: series.start, stepS: series.stepS, values: known)
    #expect(
      try train(values).forecast(origin, execution: .serial)
        == train(known).forecast(origin, execution: .serial))
  }

  @Test("A backtest that refits keeps its coverage")
  func refitsKeepCoverage() throws {
    let series = try Example.household(days: 100, seed: 21)
    let backtest = try Backtest.run(
      on: series, forecaster: .init(kind: .ridge, horizonS: 86_400, exampleLimit: 4_000),
      configuration: .init(lastS: 40 * 86_400, refitS: 10 * 86_400), seed: 3, execution: .serial)
    #expect(backtest.fits == 4)
    #expect((86...94).contains(try #require(backtest.metrics).coverage90Percent))
  }

  @Test("Quantiles never fall from level to level")
  func quantilesAreSorted() throws {
    let series = try Example.household(days: 40, seed: 3)
    let backtest = try Backtest.run(
      on: series, forecaster: .init(kind: .ridge, horizonS: 86_400, exampleLimit: 4_000),
      configuration: .init(lastS: 10 * 86_400), seed: 3, execution: .serial)
    for point in backtest.points {
      #expect(point.quantiles == point.quantiles.sorted())
    }
  }

  @Test("One worker trains the same model as several", arguments: learnt)
  func workersDoNotMatter(kind: ForecastModelKind) throws {
    let series = try Example.household(days: 30, seed: 4)
    func train(_ execution: Execution) throws -> Forecaster {
      try Forecaster.train(
        on: [series], configuration: .init(kind: kind, horizonS: 43_200, exampleLimit: 4_000),
        seed: 9,
        execution: execution)
    }
    #expect(try train(.serial) == train(.concurrent(workers: 3)))
  }

  @Test("A document gives the forecasts of its model", arguments: ForecastModelKind.allCases)
  func documentsKeepForecasts(kind: ForecastModelKind) throws {
    let series = try Example.household(days: 30, seed: 4, weatherDays: 31)
    let christmas = try #require(CivilDate(text: "2023-12-25"))
    let model = try Forecaster.train(
      on: [series],
      configuration: .init(
        kind: kind, horizonS: 86_400, calendar: try LocalCalendar(zoneName: "Europe/Berlin"),
        holidays: Holidays([christmas]), weather: ["temperature"], exampleLimit: 4_000), seed: 9,
      execution: .serial)
    let text = model.json.serialized()
    let read = try Forecaster(try JSONValue(parsing: text))
    #expect(read == model)
    #expect(
      try read.forecast(series, execution: .serial) == model.forecast(series, execution: .serial))
    #expect(read.json.serialized() == text)
  }

  @Test("Documents that no training wrote are refused")
  func damagedDocumentsAreRefused() throws {
    let series = try Example.household(days: 30, seed: 4)
    let model = try Forecaster.train(
      on: [series], configuration: .init(kind: .network, horizonS: 86_400, exampleLimit: 4_000),
      seed: 9,
      execution: .serial)
    let members = try #require(model.json.object)
    for (name, value) in [
      ("step_s", 7), ("networks", []), ("ridge", nil), ("naive_days", 0), ("scales", ["x": 0]),
      ("intervals", [:]), ("recipe", 1), ("configuration", nil),
    ] as [(String, JSONValue)] {
      var damaged = members
      damaged[name] = value
      #expect(throws: ModelDocumentError.self, "\(name)") { try Forecaster(.object(damaged)) }
    }
  }

  @Test("Meters of different size share one model")
  func metersShareAModel() throws {
    let small = try Example.household(days: 60, seed: 5, name: "small")
    let large = try Example.household(days: 60, seed: 6, name: "large", size: 1_000)
    let model = try Forecaster.train(
      on: [small, large], configuration: .init(kind: .ridge, horizonS: 86_400, exampleLimit: 4_000),
      seed: 1,
      execution: .serial)
    for series in [small, large] {
      let forecast = try model.forecast(series, execution: .serial)
      let usual = series.values.suffix(168).reduce(0, +) / 168
      #expect(forecast.expected.allSatisfy { $0 > 0.2 * usual && $0 < 3 * usual })
      #expect(forecast.node(unitKW: 1_000).demandKW[0] == forecast.expected[0] * 1_000)
    }
  }

  @Test("Weeks without rows and constant zeros are forecast from what is known")
  func holesAreBridged() throws {
    let series = try Example.household(days: 60, seed: 7)
    let holed = try LoadSeries(
      name: "holed", start: series.start, stepS: series.stepS,
      values: series.values.enumerated().map { (600..<1_100).contains($0) ? .nan : $1 })
    let zeros = try LoadSeries(
      name: "zeros", start: series.start, stepS: series.stepS,
      values: series.values.map { _ in 0 })
    for kind in ForecasterTests.learnt {
      func forecast(_ series: LoadSeries) throws -> LoadForecast {
        try Forecaster.train(
          on: [series], configuration: .init(kind: kind, horizonS: 86_400, exampleLimit: 4_000),
          seed: 1,
          execution: .serial
        ).forecast(series, execution: .serial)
      }
      #expect(try forecast(holed).expected.allSatisfy { $0.isFinite && $0 > 0 })
      #expect(try forecast(zeros).expected.allSatisfy { abs($0) < 1e-6 })
    }
  }

  @Test("What cannot be forecast is refused with its numbers")
  func impossibleTasksAreRefused() throws {
    let short = try Example.household(days: 5, seed: 1)
    func train(_ series: LoadSeries, horizonS: Int = 86_400, weather: [String] = []) throws {
      _ = try Forecaster.train(
        on: [series], configuration: .init(kind: .ridge, horizonS: horizonS, weather: weather),
        seed: 1, execution: .serial)
    }
    #expect(throws: ForecastError.historyTooShort(days: 5, neededDays: 11)) { try train(short) }
    let series = try Example.household(days: 30, seed: 1)
    #expect(
      throws: ForecastError.horizonNotSupported(seconds: 1_800, stepSeconds: 3_600, limit: 744)
    ) { try train(series, horizonS: 1_800) }
    #expect(throws: ForecastError.weatherMissing(name: "wind")) {
      try train(series, weather: ["wind"])
    }
    let unknown = try LoadSeries(
      name: "nothing", start: series.start, stepS: 3_600,
      values: series.values.map { _ in .nan })
    #expect(throws: ForecastError.self) { try train(unknown) }
  }

  @Test("Measures are those of their definitions")
  func measuresAreRight() throws {
    let points = [(2.0, 1.0), (-1, 1), (0, 0.5)].map { actual, expected in
      ForecastPoint(
        origin: 0, step: 0, actual: actual, expected: expected, quantiles: [-1.5, -1, 0, 1, 1.5])
    }
    let metrics = try #require(ForecastMetrics(points, naiveError: 2))
    #expect(metrics.mae == 3.5 / 3)
    #expect(abs(metrics.rmse - (5.25 / 3).squareRoot()) < 1e-15)
    #expect(metrics.mapePercent == 125)
    #expect(abs(metrics.smapePercent - 100 * (2.0 / 3 + 2 + 2) / 3) < 1e-12)
    #expect(metrics.mase == 3.5 / 6)
    #expect(abs(metrics.coverage90Percent - 200.0 / 3) < 1e-12)
    #expect(metrics.width90 == 3)
    #expect(ForecastMetrics([], naiveError: 1) == nil)
    #expect(ForecastMetrics(points, naiveError: 0)?.mase == nil)
  }
}

private enum Example {
  /// A load with the shape of days and weeks and autocorrelated noise, hour by hour.
  static func household(
    days: Int, seed: UInt64, name: String = "house", size: Double = 1, weatherDays: Int = 0
  ) throws -> LoadSeries {
    var random = RandomSource(seed: seed)
    var noise = 0.0
    let values = (0..<days * 24).map { step -> Double in
      noise = 0.8 * noise + 0.15 * random.normal()
      let hour = Double(step % 24)
      let isWeekend = step / 24 % 7 >= 5
      let shape = hour < 6 ? 1 : hour < 17 ? (isWeekend ? 3 : 2) : 4
      return size * (Double(shape) + noise + 2)
    }
    let weather = (0..<weatherDays * 24).map { Double($0 % 24) }
    return try LoadSeries(
      name: name, start: Timestamp(millisecondsSinceEpoch: 1_700_006_400_000), stepS: 3_600,
      values: values, weather: weatherDays > 0 ? [.init(name: "temperature", values: weather)] : [])
  }
}
