import PowerFlowKernels

extension RadialWorkspace {
  /// What all branches and nodes of one scenario amount to.
  public struct Summary: Equatable, Sendable {
    /// The largest loading of a line, percent.
    public let lineLoadingPercent: Double
    /// The largest loading of a transformer, percent.
    public let transformerLoadingPercent: Double
    /// The lowest voltage of a bus, the slack among them, per unit.
    public let lowestVoltagePU: Double
    /// The highest voltage of a bus, the slack among them, per unit.
    public let highestVoltagePU: Double
    /// Active power that the slack delivers, per unit.
    public let importedActivePU: Double
    /// Reactive power that the slack delivers, per unit.
    public let importedReactivePU: Double
    /// Active power lost in branches and shunts, per unit.
    public let activeLossesPU: Double
  }

  /// Sets demand less generation of a node in one scenario, per unit.
  public mutating func setDemand(
    activePU: Double, reactivePU: Double, node: Int, scenario: Int
  ) {
    let place = place(node: node, scenario: scenario)
    part(WorkspacePart.activeDemand)[place.block][place.lane] = activePU
    part(WorkspacePart.reactiveDemand)[place.block][place.lane] = reactivePU
  }

  /// The summary of one scenario, after `measure`.
  public func summary(scenario: Int) -> Summary {
    Summary(
      lineLoadingPercent: summary(SummaryRow.squaredLineLoading, scenario).squareRoot(),
      transformerLoadingPercent: summary(SummaryRow.squaredTransformerLoading, scenario)
        .squareRoot(),
      lowestVoltagePU: summary(SummaryRow.lowestSquaredVoltage, scenario).squareRoot(),
      highestVoltagePU: summary(SummaryRow.highestSquaredVoltage, scenario).squareRoot(),
      importedActivePU: summary(SummaryRow.importedActive, scenario),
      importedReactivePU: summary(SummaryRow.importedReactive, scenario),
      activeLossesPU: summary(SummaryRow.activeLosses, scenario))
  }

  /// The loading of a node's branch in one scenario, percent, after `measure`.
  public func loadingPercent(node: Int, scenario: Int) -> Double {
    value(WorkspacePart.squaredLoading, node, scenario).squareRoot()
  }

  /// Active and reactive power that enter the impedance of a node's branch, per unit.
  public func enteringPowerPU(node: Int, scenario: Int) -> (active: Double, reactive: Double) {
    (
      value(WorkspacePart.enteringActive, node, scenario),
      value(WorkspacePart.enteringReactive, node, scenario)
    )
  }

  /// The voltage of a node in one scenario, per unit, after `solve`.
  public func voltagePU(node: Int, scenario: Int, feeder: RadialFeeder) -> Double {
    (value(WorkspacePart.squaredVoltage, node, scenario) * feeder.squaredScale[node]).squareRoot()
  }

  private func value(_ index: Int, _ node: Int, _ scenario: Int) -> Double {
    let place = place(node: node, scenario: scenario)
    return part(index)[place.block][place.lane]
  }

  func summary(_ index: Int, _ scenario: Int) -> Double {
    precondition(
      (0..<blocks * 8).contains(scenario), "scenario \(scenario) is not below \(blocks * 8)")
    return row(index)[scenario / 8][scenario % 8]
  }

  private func place(node: Int, scenario: Int) -> (block: Int, lane: Int) {
    precondition((0..<nodeCount).contains(node), "node \(node) is not below \(nodeCount)")
    precondition(
      (0..<blocks * 8).contains(scenario), "scenario \(scenario) is not below \(blocks * 8)")
    return (node * blocks + scenario / 8, scenario % 8)
  }
}
