/// What stops a tree and what it may look at.
struct TreeGrowth: Sendable {
  let featureCount: Int
  let featuresPerSplit: Int
  let minimumLeafRows: Int
  let maximumDepth: Int
  /// Whether a cut lies midway between two values, else midway between their levels.
  let cutsByValue: Bool
}
