import Learning
import LoadForecasting

extension Progress {
  /// Tells what the training of a forecaster has come to.
  func reach(_ step: Forecaster.Progress) {
    switch step {
    case .triedRecipe(let number, let count, let error):
      reach(
        "recipe \(number) of \(count): error on held-out days \(error.rounded(toPlaces: 4))",
        advancingBy: 1)
    case .epoch(let epoch): reach(epoch.words)
    case .calibrated, .fitted: advance()
    }
  }

  /// Tells what a backtest has come to.
  func reach(_ step: Backtest.Progress) {
    switch step {
    case .training(.epoch(let epoch)): reach(epoch.words)
    case .training: break
    case .forecast: advance()
    }
  }
}

extension NeuralNetwork.Epoch {
  /// The losses of the epoch, in words.
  var words: String {
    let validation = validationLoss.map { ", on held-out days \($0.rounded(toPlaces: 4))" } ?? ""
    return "epoch \(number): loss \(trainingLoss.rounded(toPlaces: 4))\(validation)"
  }
}
