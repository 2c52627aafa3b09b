/// The memory in which a network computes a batch forwards and backwards.
///
/// It is one block, taken once: the inputs of the batch, then for each layer its outputs, then the
/// gradients by them, and one transposed matrix of weights.
struct NetworkWorkspace: ~Copyable {
  let shape: NetworkShape
  let activation: Activation
  let kernels: DenseKernelSet
  /// The rows of the batch, one after another, as wide as the network has inputs.
  let inputs: UnsafeMutablePointer<Float>
  private let outputs: [UnsafeMutablePointer<Float>]
  private let gradients: [UnsafeMutablePointer<Float>]
  private let transposed: UnsafeMutablePointer<Float>
  private let block: UnsafeMutablePointer<Float>

  init(
    shape: NetworkShape, activation: Activation, batchSize: Int,
    kernels: DenseKernelSet = .best
  ) {
    let inputLength = (batchSize * shape.sizes[0]).roundedUp(toMultipleOf: 16)
    let lengths = shape.layers.map { (batchSize * $0.pitch).roundedUp(toMultipleOf: 16) }
    let transposedLength = shape.layers.map { $0.outputs * $0.inputPitch }.max() ?? 0
    let total = inputLength + 2 * lengths.reduce(0, +) + transposedLength
    block = .allocate(capacity: total)
    block.initialize(repeating: 0, count: total)
    var next = block
    func take(_ length: Int) -> UnsafeMutablePointer<Float> {
      defer { next += length }
      return next
    }
    inputs = take(inputLength)
    outputs = lengths.map(take)
    gradients = lengths.map(take)
    transposed = take(transposedLength)
    self.shape = shape
    self.activation = activation
    self.kernels = kernels
  }

  deinit { block.deallocate() }

  /// The outputs of the last layer: rows that are its pitch apart.
  var predictions: UnsafeMutablePointer<Float> { outputs[outputs.count - 1] }

  /// The place for the gradients of the loss by `predictions`, padding included.
  var predictionGradients: UnsafeMutablePointer<Float> { gradients[gradients.count - 1] }

  /// The distance between rows of `predictions`.
  var predictionPitch: Int { shape.layers[shape.layers.count - 1].pitch }

  /// Computes the outputs of every layer for the first `rows` rows of `inputs`.
  func forward(_ parameters: UnsafePointer<Float>, rows: Int) {
    var source = UnsafePointer(inputs)
    for (index, layer) in shape.layers.enumerated() {
      kernels.product(
        source, layer.inputPitch, 1, parameters + layer.weights, parameters + layer.biases,
        outputs[index], rows, layer.pitch, layer.inputs)
      if index < shape.layers.count - 1 {
        activation.apply(
          to: span(outputs[index], rows: rows, of: layer), kernels: kernels)
      }
      source = UnsafePointer(outputs[index])
    }
  }

  /// Computes the gradients by all parameters from those by the predictions.
  func backward(
    _ parameters: UnsafePointer<Float>, into parameterGradients: UnsafeMutablePointer<Float>,
    rows: Int
  ) {
    for (index, layer) in shape.layers.enumerated().reversed() {
      let gradient = gradients[index]
      let source = index == 0 ? inputs : outputs[index - 1]
      kernels.product(
        source, 1, layer.inputPitch, gradient, nil, parameterGradients + layer.weights,
        layer.inputs, layer.pitch, rows)
      sumRows(gradient, rows: rows, pitch: layer.pitch, into: parameterGradients + layer.biases)
      if index == 0 { return }
      transpose(parameters + layer.weights, of: layer)
      kernels.product(
        gradient, layer.pitch, 1, transposed, nil, gradients[index - 1], rows, layer.inputPitch,
        layer.outputs)
      let before = shape.layers[index - 1]
      activation.backpropagate(
        span(gradients[index - 1], rows: rows, of: before),
        outputs: span(outputs[index - 1], rows: rows, of: before), kernels: kernels)
    }
  }

  /// The outputs of a layer for `rows` rows, up to a whole register.
  private func span(
    _ base: UnsafeMutablePointer<Float>, rows: Int, of layer: NetworkShape.Layer
  ) -> UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(
      start: base, count: (rows * layer.pitch).roundedUp(toMultipleOf: 16))
  }

  /// Writes the weights of `layer` with outputs as rows, as wide as the pitch of its inputs.
  private func transpose(_ weights: UnsafePointer<Float>, of layer: NetworkShape.Layer) {
    for input in 0..<layer.inputs {
      let row = weights + input &* layer.pitch
      var place = transposed + input
      for output in 0..<layer.outputs {
        place.pointee = row[output]
        place += layer.inputPitch
      }
    }
    for output in 0..<layer.outputs {
      for padding in layer.inputs..<layer.inputPitch {
        transposed[output * layer.inputPitch + padding] = 0
      }
    }
  }

  /// Adds up `rows` rows, one below another; `pitch` is a multiple of 4.
  private func sumRows(
    _ values: UnsafePointer<Float>, rows: Int, pitch: Int, into sums: UnsafeMutablePointer<Float>
  ) {
    for column in stride(from: 0, to: pitch, by: 4) {
      var sum = SIMD4<Float>()
      var place = UnsafeRawPointer(values + column)
      for _ in 0..<rows {
        sum += place.loadUnaligned(as: SIMD4<Float>.self)
        place += pitch &* MemoryLayout<Float>.stride
      }
      UnsafeMutableRawPointer(sums + column).storeBytes(of: sum, as: SIMD4<Float>.self)
    }
  }
}
