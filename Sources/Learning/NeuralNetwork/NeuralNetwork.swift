public import Numerics

/// A feed-forward network of dense layers, trained in single precision.
///
/// It standardises its inputs and targets itself, so that it is fitted on and asked for numbers in
/// their own units. An input that is missing or infinite counts as the mean of its column.
public struct NeuralNetwork: Sendable, Equatable {
  /// What training reports after each epoch.
  public struct Epoch: Sendable, Equatable {
    /// The number of the epoch, from 1.
    public let number: Int
    /// The mean loss of the batches of the epoch, on the standardised scale.
    public let trainingLoss: Double
    /// The mean loss on the rows held out for early stopping, on the standardised scale.
    public let validationLoss: Double?

    /// A report of one epoch.
    public init(number: Int, trainingLoss: Double, validationLoss: Double?) {
      self.number = number
      self.trainingLoss = trainingLoss
      self.validationLoss = validationLoss
    }
  }

  /// How the network was built and trained.
  public let configuration: Configuration
  /// The names of the inputs.
  public let features: [String]
  /// The names of the targets.
  public let targets: [String]
  /// The learning curve.
  public let history: [Epoch]
  let inputScaling: Scaling
  let targetScaling: Scaling
  let shape: NetworkShape
  /// All weights and biases, as `shape` lays them out.
  let parameters: [Float]

  /// The number of outputs: one for each target, or for each target and level of a pinball loss.
  public var outputCount: Int { targets.count * configuration.loss.outputsPerTarget }

  /// The sizes of a network between `inputs` inputs and `targets` targets.
  static func shape(
    inputs: Int, targets: Int, configuration: Configuration
  ) -> NetworkShape {
    NetworkShape(
      sizes: [inputs] + configuration.hiddenLayers
        + [targets * configuration.loss.outputsPerTarget])
  }
}

// MARK: - Prediction

extension NeuralNetwork {
  /// The outputs for each row of `table`, in units of the targets: one column for each target, or
  /// for each level of each target.
  ///
  /// - Throws: `TableError.missingColumns` if the table lacks a feature of the network.
  /// - Complexity: O(rows · parameters), shared by the workers of `execution`.
  public func predict(
    _ table: FeatureTable, execution: Execution
  ) throws(TableError) -> [[Double]] {
    let inputs = inputScaling.rows(of: try table.selecting(columns: features))
    let (rows, width, outputs) = (table.rowCount, features.count, outputCount)
    var columns = [Double](repeating: 0, count: rows * outputs)
    let block = 512
    parallelFor(
      (rows + block - 1) / block, writingTo: &columns, execution: execution
    ) { index, columns in
      let first = index * block
      let count = min(block, rows - first)
      let workspace = NetworkWorkspace(
        shape: shape, activation: configuration.activation, batchSize: count)
      inputs.withUnsafeBufferPointer { inputs in
        guard let base = inputs.baseAddress else { return }
        workspace.inputs.update(from: base + first * width, count: count * width)
      }
      parameters.withUnsafeBufferPointer { parameters in
        guard let base = parameters.baseAddress else { return }
        workspace.forward(base, rows: count)
      }
      for output in 0..<outputs {
        for row in 0..<count {
          columns[output * rows + first + row] = restored(
            workspace.predictions[row * workspace.predictionPitch + output], output: output)
        }
      }
    }
    return (0..<outputs).map { Array(columns[$0 * rows..<($0 + 1) * rows]) }
  }

  /// The outputs for one row, its values in the order of `features`.
  ///
  /// - Complexity: O(parameters), about a microsecond for 20-64-64-1.
  public func predict(row: [Float]) -> [Double] {
    precondition(
      row.count == features.count,
      "a row of \(row.count) values for a network of \(features.count) features")
    let workspace = NetworkWorkspace(
      shape: shape, activation: configuration.activation, batchSize: 1)
    for column in row.indices {
      workspace.inputs[column] = inputScaling.standardized(row[column], column: column)
    }
    parameters.withUnsafeBufferPointer { parameters in
      guard let base = parameters.baseAddress else { return }
      workspace.forward(base, rows: 1)
    }
    return (0..<outputCount).map { restored(workspace.predictions[$0], output: $0) }
  }

  private func restored(_ value: Float, output: Int) -> Double {
    targetScaling.restored(value, column: output / configuration.loss.outputsPerTarget)
  }
}
