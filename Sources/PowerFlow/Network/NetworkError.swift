/// Why a network cannot be.
public enum NetworkError: Error, Equatable, Sendable {
  /// There is no bus.
  case noBuses
  /// An element refers to a bus, line or transformer that the network does not have.
  case danglingReference(element: String, id: Int, position: Int)
  /// A quantity is not finite, or not positive where it must be.
  case impossibleQuantity(element: String, id: Int, quantity: String, value: Double)
  /// A quantity of the whole network is not positive and finite.
  case impossibleBase(quantity: String, value: Double)
  /// A line or transformer switch stands at a bus that its element does not touch.
  case switchAwayFromElement(id: Int)
  /// Sources at one place hold different voltages.
  case contradictingVoltages(bus: Int, firstPU: Double, secondPU: Double)
  /// Nothing in service holds voltage and angle.
  case noReference
}

extension NetworkError: CustomStringConvertible {
  /// The error as one line.
  public var description: String {
    switch self {
    case .noBuses:
      "the network has no buses"
    case .danglingReference(let element, let id, let position):
      "\(element) \(id) refers to position \(position), which the network does not have"
    case .impossibleQuantity(let element, let id, let quantity, let value):
      "\(element) \(id): \(quantity) cannot be \(value)"
    case .impossibleBase(let quantity, let value):
      "the network's \(quantity) cannot be \(value)"
    case .switchAwayFromElement(let id):
      "switch \(id) stands at a bus that its line or transformer does not touch"
    case .contradictingVoltages(let bus, let first, let second):
      "sources at bus \(bus) hold different voltages, \(first) and \(second) p.u."
    case .noReference:
      "no external grid (or reference generator) in service: nothing holds the voltage"
    }
  }
}
