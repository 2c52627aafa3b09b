import Glibc

/// The function that a hidden layer applies to each of its sums.
public enum Activation: String, CaseIterable, Sendable {
  /// max(0, x).
  case relu
  /// x where positive, x / 100 elsewhere.
  case leakyReLU = "leaky_relu"
  /// The hyperbolic tangent.
  case tanh
  /// 1 / (1 + e⁻ˣ).
  case sigmoid
  /// x itself: the layer is linear.
  case identity
}

extension Activation {
  /// The slope of the leaky rectifier below zero.
  private static let leak: Float = 0.01

  /// Replaces each sum by its activation.
  func apply(
    to values: UnsafeMutableBufferPointer<Float>, kernels: DenseKernelSet
  ) {
    switch self {
    case .relu: kernels.rectify(values)
    case .leakyReLU:
      for index in values.indices where values[index] < 0 { values[index] *= Activation.leak }
    case .tanh:
      for index in values.indices { values[index] = tanhf(values[index]) }
    case .sigmoid:
      for index in values.indices { values[index] = 1 / (1 + expf(-values[index])) }
    case .identity: break
    }
  }

  /// Turns gradients by the activations into gradients by the sums.
  ///
  /// Every slope here is a function of the activation itself, so the sums need not be kept.
  func backpropagate(
    _ gradients: UnsafeMutableBufferPointer<Float>, outputs: UnsafeMutableBufferPointer<Float>,
    kernels: DenseKernelSet
  ) {
    switch self {
    case .relu: kernels.rectifyGradients(gradients, outputs: outputs)
    case .leakyReLU:
      for index in gradients.indices where outputs[index] < 0 {
        gradients[index] *= Activation.leak
      }
    case .tanh:
      for index in gradients.indices {
        gradients[index] *= 1 - outputs[index] * outputs[index]
      }
    case .sigmoid:
      for index in gradients.indices {
        gradients[index] *= outputs[index] * (1 - outputs[index])
      }
    case .identity: break
    }
  }
}
