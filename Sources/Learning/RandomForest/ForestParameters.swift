/// What random forests of classes and of numbers have in common.
struct ForestParameters: Sendable, Equatable {
  let trees: Int
  let featuresPerSplit: FeaturesPerSplit
  let minimumLeafRows: Int
  let maximumDepth: Int?
  let levels: Int
  let estimatesOutOfBag: Bool

  init(
    trees: Int, featuresPerSplit: FeaturesPerSplit, minimumLeafRows: Int, maximumDepth: Int?,
    levels: Int, estimatesOutOfBag: Bool
  ) throws(ConfigurationError) {
    try ConfigurationError.check("trees", trees, in: 1...100_000)
    try featuresPerSplit.check()
    try ConfigurationError.check("minimum leaf rows", minimumLeafRows, in: 1...1_000_000_000)
    if let maximumDepth {
      try ConfigurationError.check("maximum depth", maximumDepth, in: 1...1_000_000)
    }
    try ConfigurationError.check("levels", levels, in: 3...FeatureLevels.limit)
    self.trees = trees
    self.featuresPerSplit = featuresPerSplit
    self.minimumLeafRows = minimumLeafRows
    self.maximumDepth = maximumDepth
    self.levels = levels
    self.estimatesOutOfBag = estimatesOutOfBag
  }

  func growth(featureCount: Int, areNumbers: Bool) -> TreeGrowth {
    TreeGrowth(
      featureCount: featureCount, featuresPerSplit: featuresPerSplit.count(of: featureCount),
      minimumLeafRows: minimumLeafRows, maximumDepth: maximumDepth ?? .max,
      cutsByValue: !areNumbers)
  }
}
