/// What random forests of classes and of numbers have in common.
struct ForestParameters: Sendable, Equatable {
  let trees: Int
  let featuresPerSplit: FeaturesPerSplit
  let minimumLeafRows: Int
  let maximumDepth: Int?
  /// Nil until the table is known.
  let levels: Int?
  let estimatesOutOfBag: Bool

  /// The most levels of a feature.
  var levelLimit: Int { levels ?? FeatureLevels.byteLimit }

  init(
    trees: Int, featuresPerSplit: FeaturesPerSplit, minimumLeafRows: Int, maximumDepth: Int?,
    levels: Int?, estimatesOutOfBag: Bool
  ) throws(ConfigurationError) {
    try ConfigurationError.check("trees", trees, in: 1...100_000)
    try featuresPerSplit.check()
    try ConfigurationError.check("minimum leaf rows", minimumLeafRows, in: 1...1_000_000_000)
    if let maximumDepth {
      try ConfigurationError.check("maximum depth", maximumDepth, in: 1...1_000_000)
    }
    if let levels { try ConfigurationError.check("levels", levels, in: 3...FeatureLevels.limit) }
    self.trees = trees
    self.featuresPerSplit = featuresPerSplit
    self.minimumLeafRows = minimumLeafRows
    self.maximumDepth = maximumDepth
    self.levels = levels
    self.estimatesOutOfBag = estimatesOutOfBag
  }

  private init(_ other: ForestParameters, levels: Int) {
    trees = other.trees
    featuresPerSplit = other.featuresPerSplit
    minimumLeafRows = other.minimumLeafRows
    maximumDepth = other.maximumDepth
    self.levels = levels
    estimatesOutOfBag = other.estimatesOutOfBag
  }

  /// The same with the number of levels that suits `table`, unless one was asked for.
  ///
  /// All trees cut between the same levels, where the samples of exact trees put their cuts each
  /// elsewhere, and no cut can lie within a level. That costs accuracy where few features must carry
  /// many cuts, or few rows of a tail decide; in small tables exact splits cost little time.
  func suiting(_ table: FeatureTable) -> ForestParameters {
    let isExact = table.values.count <= 100_000 || table.columnCount <= 3
    return ForestParameters(
      self, levels: levels ?? (isExact ? FeatureLevels.limit : FeatureLevels.byteLimit))
  }

  func growth(featureCount: Int, areNumbers: Bool) -> TreeGrowth {
    TreeGrowth(
      featureCount: featureCount, featuresPerSplit: featuresPerSplit.count(of: featureCount),
      minimumLeafRows: minimumLeafRows, maximumDepth: maximumDepth ?? .max,
      cutsByValue: !areNumbers)
  }
}
