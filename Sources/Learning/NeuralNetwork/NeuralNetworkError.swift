/// Why a network could not be trained.
public enum NeuralNetworkError: Error, Equatable, Sendable {
  /// The inputs have `inputs` rows, the targets `targets`.
  case rowCountsDiffer(inputs: Int, targets: Int)
  /// There are `found` rows where at least `needed` are.
  case tooFewRows(found: Int, needed: Int)
  /// There is no input or no target column.
  case noColumns
  /// The value of a target is not a finite number.
  case targetNotFinite(name: String, row: Int)
  /// The loss stopped being a number in `epoch`.
  case diverged(epoch: Int)
}

extension NeuralNetworkError: CustomStringConvertible {
  /// What is wrong, in one line.
  public var description: String {
    switch self {
    case .rowCountsDiffer(let inputs, let targets):
      "\(inputs) rows of inputs cannot be learnt from \(targets) rows of targets"
    case .tooFewRows(let found, let needed):
      "\(found) rows are too few to train a network, which needs \(needed)"
    case .noColumns:
      "a network needs at least one input and one target"
    case .targetNotFinite(let name, let row):
      "target \"\(name)\" of row \(row) is not a finite number"
    case .diverged(let epoch):
      "training diverged in epoch \(epoch); a smaller learning rate may help"
    }
  }
}
