extension NeuralNetwork {
  /// A point of the loss: where the parameters are, the mean loss of all rows there and its slope.
  package struct LossPoint {
    package let parameters: [Float]
    package let loss: Double
    package let gradients: [Float]
  }

  /// The loss and its gradients at `parameters`, or at those that training with `seed` starts from:
  /// what finite differences and other tools are compared with.
  package static func lossPoint(
    inputs: FeatureTable, targets: FeatureTable, configuration: Configuration, seed: UInt64,
    parameters: [Float]? = nil
  ) -> LossPoint {
    let examples = NetworkExamples(inputs, targets)
    var trainer = NetworkTrainer(
      shape: shape(
        inputs: inputs.columnCount, targets: targets.columnCount, configuration: configuration),
      configuration: configuration, seed: seed)
    if let parameters { trainer.parameters = parameters }
    let rows = (0..<Int32(inputs.rowCount)).map(\.self)
    let total = trainer.computeGradients(of: rows[...], in: examples)
    let outputs = targets.columnCount * configuration.loss.outputsPerTarget
    return LossPoint(
      parameters: trainer.parameters, loss: total / Double(rows.count * outputs),
      gradients: trainer.gradients)
  }

  /// The parameters after a step of Adam for each of `batches`, from `parameters` on, with the mean
  /// loss of each batch before its step: what other tools' steps are compared with.
  package static func steps(
    inputs: FeatureTable, targets: FeatureTable, configuration: Configuration,
    from parameters: [Float], batches: [[Int32]]
  ) -> (parameters: [Float], losses: [Double]) {
    let examples = NetworkExamples(inputs, targets)
    var trainer = NetworkTrainer(
      shape: shape(
        inputs: inputs.columnCount, targets: targets.columnCount, configuration: configuration),
      configuration: configuration, seed: 0)
    trainer.parameters = parameters
    let outputs = targets.columnCount * configuration.loss.outputsPerTarget
    let losses = batches.map { batch in
      trainer.step(batch[...], in: examples, rate: configuration.learningRate)
        / Double(batch.count * outputs)
    }
    return (trainer.parameters, losses)
  }
}

extension NetworkExamples {
  /// The rows of both tables, standardised by all of them.
  fileprivate init(_ inputs: FeatureTable, _ targets: FeatureTable) {
    self.init(
      inputs: Scaling(of: inputs, rows: inputs.rowCount).rows(of: inputs),
      inputWidth: inputs.columnCount,
      targets: Scaling(of: targets, rows: targets.rowCount).rows(of: targets),
      targetWidth: targets.columnCount)
  }
}
