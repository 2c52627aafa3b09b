/// What stops a tree and what it may look at.
struct TreeGrowth: Sendable {
  let featureCount: Int
  let featuresPerSplit: Int
  let minimumLeafRows: Int
  let maximumDepth: Int
}
