/// A limit that one element breaks.
public struct Violation: Equatable, Sendable {
  /// The limit that is broken.
  public enum Kind: String, Sendable {
    /// The voltage is below its band.
    case undervoltage
    /// The voltage is above its band.
    case overvoltage
    /// The loading is above 100 %.
    case overload
  }

  /// The limit that is broken.
  public let kind: Kind
  /// The table of the element: bus, line, trafo, trafo3w or branch.
  public let table: String
  /// The number of the element.
  public let id: Int
  /// What it is: per unit or percent.
  public let value: Double
  /// What it may be.
  public let limit: Double
}

extension FlowResult {
  /// The limits that are broken: voltages outside of `voltageBandPU`, loadings above `loadingPercent`.
  public func violations(
    of network: Network, voltageBandPU: ClosedRange<Double>, loadingPercent: Double = 100
  ) -> [Violation] {
    var violations: [Violation] = []
    for (bus, voltage) in zip(network.buses, buses.voltagePU) {
      if voltage < voltageBandPU.lowerBound {
        violations.append(
          Violation(
            kind: .undervoltage, table: "bus", id: bus.id, value: voltage,
            limit: voltageBandPU.lowerBound))
      } else if voltage > voltageBandPU.upperBound {
        violations.append(
          Violation(
            kind: .overvoltage, table: "bus", id: bus.id, value: voltage,
            limit: voltageBandPU.upperBound))
      }
    }
    let kinds = [
      ("line", network.lines.map(\.id), lines.loadingPercent),
      ("branch", network.branches.map(\.id), branches.loadingPercent),
      ("trafo", network.transformers.map(\.id), transformers.loadingPercent),
      ("trafo3w", network.threeWindingTransformers.map(\.id), threeWindingLoadingPercent),
    ]
    for (table, ids, loadings) in kinds {
      for (id, value) in zip(ids, loadings) where value > loadingPercent {
        violations.append(
          Violation(kind: .overload, table: table, id: id, value: value, limit: loadingPercent))
      }
    }
    return violations
  }
}
