import Glibc

/// How the learning rate changes over the epochs of training.
public enum LearningRateSchedule: Sendable, Equatable {
  /// The same rate throughout.
  case constant
  /// Half a cosine from the full rate in the first epoch to none after the last (Loshchilov and
  /// Hutter 2017, without restarts).
  case cosine
  /// `factor` times the rate of the epoch before.
  case exponential(factor: Double)

  /// The share of the configured rate that epoch `epoch` of `epochs` trains with.
  func share(epoch: Int, of epochs: Int) -> Double {
    switch self {
    case .constant: 1
    case .cosine: 0.5 * (1 + cos(Double.pi * Double(epoch) / Double(epochs)))
    case .exponential(let factor): pow(factor, Double(epoch))
    }
  }
}
