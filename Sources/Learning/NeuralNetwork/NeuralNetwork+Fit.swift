// Training: mini-batches in a fresh random order every epoch, gradients by reverse accumulation
// (Rumelhart, Hinton and Williams 1986), Adam (Kingma and Ba 2015).
//
// One network is trained by one thread: a step on 32 rows takes some microseconds, far less than
// handing it over. Whoever trains several networks gives each a thread.

extension NeuralNetwork {
  /// Trains a network that predicts `targets` from `inputs`.
  ///
  /// `inputs` has a row for each example; a missing value counts as the mean of its column.
  /// `targets` has as many rows, all finite. `seed` decides the first weights and the order of
  /// rows: the same seed gives the same bits. `onEpoch` is called after each epoch.
  ///
  /// - Throws: `NeuralNetworkError` if the tables do not fit or training diverges.
  /// - Complexity: O(epochs · rows · parameters).
  public static func fit(
    inputs: FeatureTable, targets: FeatureTable, configuration: Configuration, seed: UInt64,
    onEpoch: (Epoch) -> Void = { _ in }
  ) throws(NeuralNetworkError) -> NeuralNetwork {
    let heldOut = try checkedValidationRows(inputs, targets, configuration)
    let trained = inputs.rowCount - heldOut
    let inputScaling = Scaling(of: inputs, rows: trained)
    let targetScaling = Scaling(of: targets, rows: trained)
    let examples = NetworkExamples(
      inputs: inputScaling.rows(of: inputs), inputWidth: inputs.columnCount,
      targets: targetScaling.rows(of: targets), targetWidth: targets.columnCount)
    var trainer = NetworkTrainer(
      shape: shape(
        inputs: inputs.columnCount, targets: targets.columnCount, configuration: configuration),
      configuration: configuration, seed: seed)
    var history: [Epoch] = []
    var best: (loss: Double, epoch: Int, parameters: [Float])?
    for number in 1...configuration.epochs {
      let trainingLoss = trainer.trainEpoch(number - 1, on: examples, rows: trained)
      let validationLoss =
        heldOut == 0 ? nil : trainer.loss(on: examples, rows: trained..<inputs.rowCount)
      guard trainingLoss.isFinite && validationLoss?.isFinite != false else {
        throw .diverged(epoch: number)
      }
      let epoch = Epoch(
        number: number, trainingLoss: trainingLoss, validationLoss: validationLoss)
      history.append(epoch)
      onEpoch(epoch)
      if let stopping = configuration.earlyStopping, let validationLoss {
        if validationLoss < best?.loss ?? .infinity {
          best = (validationLoss, number, trainer.answer)
        } else if let best, number - best.epoch >= stopping.patience {
          break
        }
      }
    }
    return NeuralNetwork(
      configuration: configuration, features: inputs.names, targets: targets.names,
      history: history, inputScaling: inputScaling, targetScaling: targetScaling,
      shape: trainer.shape, parameters: best?.parameters ?? trainer.answer)
  }

  /// The number of rows at the end that training does not learn from.
  private static func checkedValidationRows(
    _ inputs: FeatureTable, _ targets: FeatureTable, _ configuration: Configuration
  ) throws(NeuralNetworkError) -> Int {
    guard inputs.rowCount == targets.rowCount else {
      throw .rowCountsDiffer(inputs: inputs.rowCount, targets: targets.rowCount)
    }
    guard inputs.columnCount > 0 && targets.columnCount > 0 else { throw .noColumns }
    let needed = configuration.earlyStopping == nil ? 1 : 2
    guard inputs.rowCount >= needed else {
      throw .tooFewRows(found: inputs.rowCount, needed: needed)
    }
    for (column, name) in targets.names.enumerated() {
      for (row, value) in targets.column(column).enumerated() where !value.isFinite {
        throw .targetNotFinite(name: name, row: row)
      }
    }
    guard let stopping = configuration.earlyStopping else { return 0 }
    return max(1, Int(Double(inputs.rowCount) * stopping.validationShare))
  }
}
