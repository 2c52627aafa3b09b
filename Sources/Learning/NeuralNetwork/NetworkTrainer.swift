import Glibc
import Numerics

/// What a network learns from: standardised rows of inputs and of targets.
struct NetworkExamples {
  let inputs: [Float]
  let inputWidth: Int
  let targets: [Float]
  let targetWidth: Int
}

/// A network in training: its parameters and the state of Adam.
struct NetworkTrainer: ~Copyable {
  let shape: NetworkShape
  var parameters: [Float]
  private let configuration: NeuralNetwork.Configuration
  private let loss: PointLoss
  /// The quantile of each output.
  private let levels: [Float]
  private let workspace: NetworkWorkspace
  private(set) var gradients: [Float]
  private var mean: [Float]
  private var square: [Float]
  /// The running mean of the parameters, before it is corrected for its start at zero.
  private var average: [Float]
  private var stepsDone = 0
  private var random: RandomSource
  private var order: [Int32] = []

  init(shape: NetworkShape, configuration: NeuralNetwork.Configuration, seed: UInt64) {
    self.shape = shape
    self.configuration = configuration
    random = RandomSource(seed: seed)
    loss = configuration.loss.ofPoint
    levels = configuration.loss.levels.map { Float($0) }
    workspace = NetworkWorkspace(
      shape: shape, activation: configuration.activation, batchSize: configuration.batchSize)
    parameters = NetworkTrainer.startingParameters(shape: shape, using: &random)
    gradients = [Float](repeating: 0, count: shape.parameterCount)
    mean = gradients
    square = gradients
    average = gradients
  }

  /// What training has come to: the mean of the last parameters, or the parameters themselves.
  var answer: [Float] {
    guard configuration.averaging > 0 && stepsDone > 0 else { return parameters }
    let correction = Float(1 / (1 - pow(configuration.averaging, Double(stepsDone))))
    return average.map { $0 * correction }
  }

  /// Weights and biases drawn uniformly within ± 1/√inputs.
  ///
  /// Smaller than the starts of Glorot and He, which keep the size of signals through many layers:
  /// few layers need no such help, and with lags that say nearly the same the smaller start
  /// overfits less.
  private static func startingParameters(
    shape: NetworkShape, using random: inout RandomSource
  ) -> [Float] {
    var parameters = [Float](repeating: 0, count: shape.parameterCount)
    for layer in shape.layers {
      let limit = 1 / Double(layer.inputs).squareRoot()
      for row in 0...layer.inputs {
        for output in 0..<layer.outputs {
          parameters[layer.weights + row * layer.pitch + output] = Float(
            random.uniform(in: -limit...limit))
        }
      }
    }
    return parameters
  }

  /// Trains on the first `rows` examples once, in random order.
  ///
  /// - Returns: the mean loss of the batches, each before its step.
  mutating func trainEpoch(_ epoch: Int, on examples: NetworkExamples, rows: Int) -> Double {
    if order.count != rows { order = (0..<Int32(rows)).map(\.self) }
    random.shuffle(&order)
    let rate =
      configuration.learningRate
      * configuration.schedule.share(epoch: epoch, of: configuration.epochs)
    var total = 0.0
    for start in stride(from: 0, to: rows, by: configuration.batchSize) {
      let end = min(start + configuration.batchSize, rows)
      total += step(order[start..<end], in: examples, rate: rate)
    }
    return total / Double(rows * shape.layers[shape.layers.count - 1].outputs)
  }

  /// Moves the parameters one step along the gradients of `batch`.
  ///
  /// - Returns: the loss before the step, summed over the batch and its outputs.
  mutating func step(
    _ batch: ArraySlice<Int32>, in examples: NetworkExamples, rate: Double
  ) -> Double {
    let loss = computeGradients(of: batch, in: examples)
    takeStep(rate: rate)
    return loss
  }

  /// The mean loss of `answer` on the examples `rows`.
  func loss(on examples: NetworkExamples, rows: Range<Int>) -> Double {
    var total = 0.0
    let parameters = answer
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: configuration.batchSize) {
      let end = min(start + configuration.batchSize, rows.upperBound)
      let batch = (start..<end).map { Int32($0) }
      gather(batch[...], of: examples)
      parameters.withUnsafeBufferPointer { parameters in
        guard let base = parameters.baseAddress else { return }
        workspace.forward(base, rows: batch.count)
      }
      total += computeLoss(of: batch[...], in: examples)
    }
    return total / Double(rows.count * shape.layers[shape.layers.count - 1].outputs)
  }

  /// Leaves the gradients of the mean loss of `batch`.
  ///
  /// - Returns: the loss summed over the batch and its outputs.
  mutating func computeGradients(
    of batch: ArraySlice<Int32>, in examples: NetworkExamples
  ) -> Double {
    gather(batch, of: examples)
    var total = 0.0
    parameters.withUnsafeBufferPointer { parameters in
      guard let base = parameters.baseAddress else { return }
      workspace.forward(base, rows: batch.count)
      total = computeLoss(of: batch, in: examples)
      gradients.withUnsafeMutableBufferPointer { gradients in
        guard let gradientBase = gradients.baseAddress else { return }
        workspace.backward(base, into: gradientBase, rows: batch.count)
      }
    }
    return total
  }

  /// Copies the inputs of `batch` to where the network reads them.
  private func gather(_ batch: ArraySlice<Int32>, of examples: NetworkExamples) {
    let width = examples.inputWidth
    examples.inputs.withUnsafeBufferPointer { inputs in
      guard let base = inputs.baseAddress else { return }
      var place = workspace.inputs
      for row in batch {
        place.update(from: base + Int(row) &* width, count: width)
        place += width
      }
    }
  }

  /// Compares predictions with targets and leaves the gradients of the mean loss by the former.
  private func computeLoss(of batch: ArraySlice<Int32>, in examples: NetworkExamples) -> Double {
    let outputs = examples.targetWidth * levels.count
    let share = 1 / Float(batch.count * outputs)
    let pitch = workspace.predictionPitch
    var total: Float = 0
    var place = 0
    for row in batch {
      var output = place
      for target in 0..<examples.targetWidth {
        let wanted = examples.targets[Int(row) &* examples.targetWidth &+ target]
        for level in levels {
          let (value, slope) = loss.valueAndSlope(
            predicted: workspace.predictions[output], target: wanted, level: level)
          total += value
          workspace.predictionGradients[output] = slope * share
          output &+= 1
        }
      }
      place &+= pitch
    }
    return Double(total)
  }

  /// Moves the parameters one step of Adam along the gradients.
  private mutating func takeStep(rate: Double) {
    let (beta1, beta2) = (0.9, 0.999)
    stepsDone += 1
    let step = rate / (1 - pow(beta1, Double(stepsDone)))
    let correction = 1 / (1 - pow(beta2, Double(stepsDone))).squareRoot()
    parameters.withUnsafeMutableBufferPointer { parameters in
      gradients.withUnsafeBufferPointer { gradients in
        mean.withUnsafeMutableBufferPointer { mean in
          square.withUnsafeMutableBufferPointer { square in
            guard let parameterBase = parameters.baseAddress,
              let gradientBase = gradients.baseAddress, let meanBase = mean.baseAddress,
              let squareBase = square.baseAddress
            else { return }
            workspace.kernels.adamStep(
              parameterBase, gradientBase, meanBase, squareBase, parameters.count, Float(step),
              Float(correction), Float(rate * configuration.weightDecay), Float(beta1),
              Float(beta2), 1e-8)
          }
        }
      }
    }
    if configuration.averaging > 0 { takeIntoAverage() }
  }

  /// Moves the running mean towards the parameters (Kingma and Ba 2015, section 7.2).
  private mutating func takeIntoAverage() {
    let share = Float(1 - configuration.averaging)
    parameters.withUnsafeBufferPointer { parameters in
      average.withUnsafeMutableBufferPointer { average in
        for index in average.indices {
          average[index] += share * (parameters[index] - average[index])
        }
      }
    }
  }
}
