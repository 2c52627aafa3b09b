/// What is settled before a learner is fitted, and chosen among few by the error on held-out days.
struct LearnerRecipe: Sendable, Equatable {
  /// Whether the learner corrects a linear regression instead of standing beside it.
  ///
  /// Trees then follow trends, and networks start from the best linear answer.
  let correctsRidge: Bool
  /// The epochs of a network, on a cosine schedule to its end.
  var epochs = 0
  /// The weight decay of a network.
  var weightDecay = 0.0
  /// The fewest rows of a leaf of a tree.
  var leafRows = 1
  /// How much the learner counts, from 0, the linear regression alone, to 1.
  var share = 1.0

  /// The epochs without a better loss on the held-out days after which training stops.
  static let patience = 3

  /// The shares to choose from.
  static let shares = [0.25, 0.5, 0.75, 1]

  /// The recipes to choose from for a model of `kind`: from little freedom, for a load that is
  /// mostly noise, to much, for one that repeats its shape.
  static func candidates(for kind: ForecastModelKind) -> [LearnerRecipe] {
    switch kind {
    case .network:
      [(5, 3.0), (1, 0.1), (3, 0.1), (10, 0.1)].flatMap { epochs, decay in
        [false, true].map {
          LearnerRecipe(correctsRidge: $0, epochs: epochs, weightDecay: decay)
        }
      }
    case .randomForest:
      [5, 25].flatMap { leafRows in
        [false, true].map { LearnerRecipe(correctsRidge: $0, leafRows: leafRows) }
      }
    default:
      [LearnerRecipe(correctsRidge: false)]
    }
  }
}
