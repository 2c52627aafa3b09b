/// How the parameters of a network lie in one flat array.
///
/// A layer of K inputs and N outputs is K rows of N weights, then N biases. Its rows are `pitch`
/// long, N rounded up to a multiple of 4, so that no kernel needs a ragged end; the padding is zero
/// and stays zero, because its gradients are.
struct NetworkShape: Sendable, Equatable {
  struct Layer: Sendable, Equatable {
    let inputs: Int
    let outputs: Int
    /// The distance between the rows of the inputs in memory.
    let inputPitch: Int
    /// The distance between the rows of the outputs in memory.
    let pitch: Int
    /// Where the weights start.
    let weights: Int
    /// Where the biases start.
    var biases: Int { weights + inputs * pitch }
  }

  /// The number of inputs, of each hidden layer's outputs, and of the network's outputs.
  let sizes: [Int]
  let layers: [Layer]
  /// The length of the flat array, a multiple of 16.
  let parameterCount: Int

  init(sizes: [Int]) {
    self.sizes = sizes
    var next = 0
    var inputPitch = sizes[0]
    layers = zip(sizes, sizes.dropFirst()).map { inputs, outputs in
      let layer = Layer(
        inputs: inputs, outputs: outputs, inputPitch: inputPitch,
        pitch: outputs.roundedUp(toMultipleOf: 4), weights: next)
      next = layer.biases + layer.pitch
      inputPitch = layer.pitch
      return layer
    }
    parameterCount = next.roundedUp(toMultipleOf: 16)
  }
}

extension Int {
  /// The smallest multiple of `step` that is not below this number.
  func roundedUp(toMultipleOf step: Int) -> Int {
    (self + step - 1) / step * step
  }
}
