/// What a forecast command does, which depends on the kind of its data.
protocol ForecastJob: Sendable {
  init(_ arguments: ParsedArguments) throws(CommandFailure)

  func run(_ console: Console) throws(CommandFailure)
}

extension ParsedArguments {
  /// The job for a plain table if `--table` says that the data is one, else that for a load over
  /// time.
  func forecastJob(
    series: any ForecastJob.Type, table: any ForecastJob.Type
  ) throws(CommandFailure) -> any ForecastJob {
    try (flag("table") ? table : series).init(self)
  }
}
