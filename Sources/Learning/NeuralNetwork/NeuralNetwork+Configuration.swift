extension NeuralNetwork {
  /// How a network is built and trained, checked when it is made.
  public struct Configuration: Sendable, Equatable {
    /// The size of each hidden layer, from the inputs on.
    public let hiddenLayers: [Int]
    /// The function of the hidden layers; the last layer is linear.
    public let activation: Activation
    /// What training makes small.
    public let loss: Loss
    /// How many times training sees every row, at most.
    public let epochs: Int
    /// The number of rows that one step of Adam averages over.
    public let batchSize: Int
    /// The step size of Adam.
    public let learningRate: Double
    /// How the step size changes over the epochs.
    public let schedule: LearningRateSchedule
    /// The share of a weight that decays per step and unit of learning rate (decoupled, so AdamW).
    public let weightDecay: Double
    /// The decay per step of the running mean of parameters that training returns (Kingma and Ba
    /// 2015, section 7.2): 0 for the parameters themselves.
    public let averaging: Double
    /// When training stops before its last epoch; nil for never.
    public let earlyStopping: EarlyStopping?

    /// A configuration; the defaults are a 64-64 network with rectifiers, Adam at 0.001, 50 epochs
    /// of batches of 32, and of the parameters of the last hundred steps or so the mean.
    ///
    /// - Throws: `ConfigurationError.outOfRange` with the first parameter that makes no sense.
    public init(
      hiddenLayers: [Int] = [64, 64], activation: Activation = .relu, loss: Loss = .squaredError,
      epochs: Int = 50, batchSize: Int = 32, learningRate: Double = 0.001,
      schedule: LearningRateSchedule = .constant, weightDecay: Double = 0,
      averaging: Double = 0.99,
      earlyStopping: EarlyStopping? = nil
    ) throws(ConfigurationError) {
      try ConfigurationError.check("hidden layers", hiddenLayers.count, in: 0...100)
      for size in hiddenLayers {
        try ConfigurationError.check("size of a hidden layer", size, in: 1...65_536)
      }
      try loss.check()
      try ConfigurationError.check("epochs", epochs, in: 1...1_000_000)
      try ConfigurationError.check("batch size", batchSize, in: 1...1_048_576)
      guard learningRate > 0 && learningRate <= 10 else {
        throw .outOfRange(
          parameter: "learning rate", value: learningRate, allowed: "above 0 and up to 10")
      }
      if case .exponential(let factor) = schedule, !(factor > 0 && factor <= 1) {
        throw .outOfRange(
          parameter: "factor of the learning rate", value: factor, allowed: "above 0 and up to 1")
      }
      guard weightDecay >= 0 && weightDecay * learningRate < 1 else {
        throw .outOfRange(
          parameter: "weight decay", value: weightDecay,
          allowed: "from 0 to below 1 / learning rate")
      }
      guard averaging >= 0 && averaging < 1 else {
        throw .outOfRange(
          parameter: "averaging", value: averaging, allowed: "from 0 to below 1")
      }
      try earlyStopping?.check()
      self.hiddenLayers = hiddenLayers
      self.activation = activation
      self.loss = loss
      self.epochs = epochs
      self.batchSize = batchSize
      self.learningRate = learningRate
      self.schedule = schedule
      self.weightDecay = weightDecay
      self.averaging = averaging
      self.earlyStopping = earlyStopping
    }
  }

  /// Training stops once the loss on the last rows, which it does not learn from, has stopped
  /// falling; the network keeps the parameters of its best epoch.
  public struct EarlyStopping: Sendable, Equatable {
    /// The share of the rows, at the end of the table, that is kept out of training.
    public let validationShare: Double
    /// The number of epochs without a better loss that ends training.
    public let patience: Int

    /// Stops after `patience` epochs without progress on the last `validationShare` of the rows.
    public init(validationShare: Double = 0.1, patience: Int = 10) {
      self.validationShare = validationShare
      self.patience = patience
    }

    func check() throws(ConfigurationError) {
      guard validationShare > 0 && validationShare <= 0.5 else {
        throw .outOfRange(
          parameter: "validation share", value: validationShare, allowed: "above 0 and up to 0.5")
      }
      try ConfigurationError.check("patience", patience, in: 1...1_000_000)
    }
  }
}
