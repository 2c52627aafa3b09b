import Numerics
public import PowerFlow

/// A placement solved again, step by step, by Newton's method.
public struct PlacementConfirmation: Sendable {
  /// A limit that is exceeded.
  public struct Violation: Equatable, Sendable {
    /// What exceeds it.
    public enum Subject: String, Sendable {
      /// The voltage of a bus, per unit.
      case busVoltage = "bus_voltage_pu"
      /// The loading of a line, percent.
      case lineLoading = "line_loading_percent"
      /// The loading of a transformer, percent.
      case transformerLoading = "transformer_loading_percent"
    }

    /// The step.
    public let step: Int
    /// What exceeds the limit.
    public let subject: Subject
    /// The number that files know the element by.
    public let id: Int
    /// The value.
    public let value: Double
    /// The limit.
    public let limit: Double
  }

  /// The flow in each step.
  public let flows: [FlowResult]
  /// What the steps amount to.
  public let objective: Double
  /// The largest mismatch of power at any node in any step, per unit.
  public let largestMismatchPU: Double
  /// Every limit that is exceeded, by step.
  public let violations: [Violation]
}

extension PlacementStudy {
  /// Solves every step of `placement` by Newton's method.
  ///
  /// - Throws: `PlacementStudyError.flow` if a step has no solution.
  /// - Complexity: O(steps × nodes).
  public func confirm(
    _ placement: Placement
  ) throws(PlacementStudyError) -> PlacementConfirmation {
    let solver = NewtonSolver(NewtonPlan(model))
    var flows: [FlowResult] = []
    for step in 0..<problem.series.stepCount {
      let (solution, injections) = try solve(placement, step: step, solver)
      flows.append(model.result(of: solution, injections: injections))
    }
    return PlacementConfirmation(
      flows: flows, objective: objective(of: flows),
      largestMismatchPU: flows.map(\.largestMismatchPU).max() ?? 0,
      violations: flows.indices.flatMap { violations(of: flows[$0], step: $0) })
  }

  /// The voltages of one step, and what is injected at them.
  ///
  /// Inverters answer the voltages until their reactive powers stand.
  func solve(
    _ placement: Placement, step: Int, _ solver: NewtonSolver
  ) throws(PlacementStudyError) -> (VoltageSolution, Injections) {
    let given = injections(of: placement, step: step)
    var injections = given
    do throws(PowerFlowError) {
      var solution = try solver.solve(injections)
      guard let inverters = problem.series.inverters else { return (solution, injections) }
      let places = problem.places(of: placement)
      for _ in 0..<50 {
        let before = injections
        injections = given
        for (device, place) in places.nodes.enumerated() {
          let node = nodeOfFeeder[Int(place)]
          let drawn =
            inverters.capabilityPU[device] * places.factors[device]
            * inverters.share(voltagePU: solution.magnitudePU[node])
          injections.constant[node] -= Complex(0, drawn)
        }
        solution = try solver.solve(injections, from: solution)
        let change = zip(injections.constant, before.constant).map { ($0 - $1).magnitude }.max()
        if change ?? 0 < 1e-10 { break }
      }
      return (solution, injections)
    } catch {
      throw .flow(error, step: step)
    }
  }

  /// What every node injects in one step, inverters not answering.
  func injections(of placement: Placement, step: Int) -> Injections {
    var injections = background
    let places = problem.places(of: placement)
    let demandMW =
      generation.powerMW.map { -$0[step] } + load.powerMW.map { $0[step] }
      + problem.batterySchedules.map { $0.powerKW[step] / 1_000 }
    for (device, place) in places.nodes.enumerated() {
      let node = nodeOfFeeder[Int(place)]
      injections.constant[node] -= Complex(
        demandMW[device] * places.factors[device] / network.basePowerMVA)
    }
    return injections
  }

  /// The model's node of each node of the feeder.
  private var nodeOfFeeder: [Int] { problem.series.feeder.busOfNode }

  private func objective(of flows: [FlowResult]) -> Double {
    let weights = problem.objective
    let energyKWh = 1_000 * problem.stepHours
    return flows.reduce(0) { sum, flow in
      let loading = flow.lines.loadingPercent.filter(\.isFinite).max() ?? 0
      let deviation = flow.buses.voltagePU.filter(\.isFinite).map { abs($0 - 1) }.max() ?? 0
      let imported = max(0, flow.externalGrids.activePowerMW.filter(\.isFinite).reduce(0, +))
      return sum + weights.loading * loading + weights.losses * flow.lossesMW * energyKWh
        + weights.voltageDeviation * 100 * deviation + weights.gridImport * imported * energyKWh
    }
  }

  private func violations(
    of flow: FlowResult, step: Int
  ) -> [PlacementConfirmation.Violation] {
    let limits = problem.limits
    var violations: [PlacementConfirmation.Violation] = []
    func check(
      _ subject: PlacementConfirmation.Violation.Subject, _ values: [Double], _ ids: [Int],
      _ band: ClosedRange<Double>
    ) {
      for (value, id) in zip(values, ids) where value.isFinite && !band.contains(value) {
        violations.append(
          .init(
            step: step, subject: subject, id: id, value: value,
            limit: value < band.lowerBound ? band.lowerBound : band.upperBound))
      }
    }
    check(.busVoltage, flow.buses.voltagePU, network.buses.map(\.id), limits.voltagePU)
    check(
      .lineLoading, flow.lines.loadingPercent, network.lines.map(\.id),
      0...limits.lineLoadingPercent)
    check(
      .transformerLoading, flow.transformers.loadingPercent, network.transformers.map(\.id),
      0...limits.transformerLoadingPercent)
    return violations
  }
}
