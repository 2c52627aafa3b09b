/// Weights and targets such that all sums of weights, and of products of the two, are exact.
struct ExactMoments {
  let weights: [Float]
  let targets: [Float]
  /// What products of weight and target are to be rounded to.
  let productGrid: SummationGrid

  /// Nil if so much would be lost that trees could tell: where numbers are of very unequal size.
  init?(targets: [Float], weights: [Float]) {
    let targets = zip(weights, targets).map { $0 > 0 ? $1 : 0 }
    let products = zip(weights, targets).map { $0 * $1 }
    let weightGrid = SummationGrid(for: weights)
    // Targets that are alike stay so, whatever they are multiplied by.
    let targetGrid = SummationGrid(for: targets)
    productGrid = SummationGrid(for: products)
    guard weightGrid.shareCoarsened(of: weights) == 0,
      targetGrid.shareCoarsened(of: targets) < 1 / 256,
      productGrid.shareCoarsened(of: products) < 1 / 256
    else { return nil }
    self.weights = weights.map { weightGrid.rounded($0) }
    self.targets = targets.map { targetGrid.rounded($0) }
  }
}
