/// What training makes small: how much a prediction misses its target.
public enum Loss: Sendable, Equatable {
  /// (ŷ − y)², whose best answer is the mean.
  case squaredError
  /// Huber (1964): ½ e² up to |e| = `delta`, δ (|e| − ½ δ) beyond; outliers pull with a bounded
  /// force. `delta` is in standard deviations of the target.
  case huber(delta: Double)
  /// Koenker and Bassett (1978): max(τ e, (τ − 1) e) for e = y − ŷ, whose best answer is the
  /// quantile of level τ. The network has one output for each target and level.
  case pinball(levels: [Double])

  /// The number of outputs that the network has for each target.
  public var outputsPerTarget: Int {
    if case .pinball(let levels) = self { levels.count } else { 1 }
  }
}

/// A loss with its numbers in single precision, as the training loop evaluates it.
enum PointLoss {
  case squaredError
  case huber(delta: Float)
  case pinball

  /// The loss of one prediction and its slope, both on the standardised scale; `level` is the
  /// quantile that a pinball loss asks this output for.
  @inline(__always)
  func valueAndSlope(predicted: Float, target: Float, level: Float) -> (Float, Float) {
    let error = predicted - target
    switch self {
    case .squaredError:
      return (error * error, 2 * error)
    case .huber(let delta):
      return abs(error) <= delta
        ? (0.5 * error * error, error)
        : (delta * (abs(error) - 0.5 * delta), error < 0 ? -delta : delta)
    case .pinball:
      return error < 0 ? (-level * error, -level) : ((1 - level) * error, 1 - level)
    }
  }
}

extension Loss {
  /// The loss of one output.
  var ofPoint: PointLoss {
    switch self {
    case .squaredError: .squaredError
    case .huber(let delta): .huber(delta: Float(delta))
    case .pinball: .pinball
    }
  }

  /// The quantile that each output of a target stands for; one half where there are none.
  var levels: [Double] {
    if case .pinball(let levels) = self { levels } else { [0.5] }
  }

  /// Whether the parameters of the loss make sense.
  func check() throws(ConfigurationError) {
    switch self {
    case .squaredError: break
    case .huber(let delta):
      guard delta > 0 && delta.isFinite else {
        throw .outOfRange(parameter: "delta", value: delta, allowed: "positive and finite")
      }
    case .pinball(let levels):
      guard (1...1_000).contains(levels.count) else {
        throw .outOfRange(
          parameter: "levels", value: Double(levels.count), allowed: "from 1 to 1000")
      }
      for level in levels where !(level > 0 && level < 1) {
        throw .outOfRange(parameter: "level", value: level, allowed: "between 0 and 1")
      }
    }
  }
}
