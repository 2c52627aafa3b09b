public import Numerics

/// A network driven by profiles: one power flow per step.
public struct FlowSeries: Sendable {
  /// The profiles that drive a network; what is nil stays as it stands in the network's file.
  public struct Profiles: Sendable {
    /// Active power that loads draw.
    public var loadActive: PowerProfile?
    /// Reactive power that loads draw.
    public var loadReactive: PowerProfile?
    /// Active power that static generators feed in.
    public var generationActive: PowerProfile?
    /// Reactive power that static generators feed in.
    public var generationReactive: PowerProfile?

    /// No profile yet.
    public init() {}
  }

  /// How the steps are solved.
  public let batch: BatchFlow
  /// What each step is called.
  public let steps: [String]
  private let loadActive: [Driven]
  private let loadReactive: [Driven]
  private let generationActive: [Driven]
  private let generationReactive: [Driven]

  /// An element by position, and its power in each step.
  private typealias Driven = (position: Int, power: [Double])

  /// Matches the columns of `profiles` with loads and static generators, by number or else by name.
  ///
  /// - Throws: `ProfileError` if a column has no element or an element no column, or the profiles
  ///   have different numbers of steps.
  public init(_ batch: BatchFlow, profiles: Profiles) throws(ProfileError) {
    self.batch = batch
    let given = [
      profiles.loadActive, profiles.loadReactive, profiles.generationActive,
      profiles.generationReactive,
    ].compactMap(\.self)
    steps = given.first?.steps ?? ["0"]
    for profile in given where profile.steps.count != steps.count {
      throw .differentLengths(first: steps.count, second: profile.steps.count)
    }
    let network = batch.plan.model.network
    let loads = network.loads.enumerated().filter { $0.element.kind == .load }
      .map { ($0.offset, $0.element.id, $0.element.name) }
    let sources = network.staticGenerators.enumerated().filter { $0.element.kind == .plain }
      .map { ($0.offset, $0.element.id, $0.element.name) }
    loadActive = try FlowSeries.match(profiles.loadActive, loads, "load")
    loadReactive = try FlowSeries.match(profiles.loadReactive, loads, "load")
    generationActive = try FlowSeries.match(profiles.generationActive, sources, "generator")
    generationReactive = try FlowSeries.match(profiles.generationReactive, sources, "generator")
  }

  /// How many steps there are.
  public var count: Int { steps.count }

  /// The elements of the network with the powers of `step`.
  public func elements(at step: Int) -> Network.Elements {
    var elements = batch.plan.model.network.elements
    for (position, power) in loadActive { elements.loads[position].activePowerMW = power[step] }
    for (position, power) in loadReactive {
      elements.loads[position].reactivePowerMVAr = power[step]
    }
    for (position, power) in generationActive {
      elements.staticGenerators[position].activePowerMW = power[step]
    }
    for (position, power) in generationReactive {
      elements.staticGenerators[position].reactivePowerMVAr = power[step]
    }
    return elements
  }

  /// The results of the steps in `range`, in order.
  ///
  /// - Parameters:
  ///   - range: the steps.
  ///   - convergence: when a step is solved.
  ///   - execution: how many workers solve; the answer does not depend on it.
  /// - Returns: one result per step, an error for each that has no solution.
  public func solve(
    _ range: Range<Int>, until convergence: Convergence = .standard,
    execution: Execution = .concurrent
  ) -> [Result<FlowResult, PowerFlowError>] {
    let model = batch.plan.model
    let solutions = batch.solve(range.count, until: convergence, execution: execution) {
      Injections(of: model, elements: elements(at: range.lowerBound + $0))
    }
    return parallelMap(range.count, execution: execution) { offset in
      solutions[offset].map {
        model.result(of: $0, elements: elements(at: range.lowerBound + offset))
      }
    }
  }

  /// The columns of `profile` by position of their element.
  private static func match(
    _ profile: PowerProfile?, _ elements: [(position: Int, id: Int, name: String?)],
    _ kind: String
  ) throws(ProfileError) -> [Driven] {
    guard let profile else { return [] }
    guard profile.names.count == elements.count else {
      throw .wrongNumberOfColumns(
        columns: profile.names.count, elements: elements.count, kind: kind)
    }
    var seen = Set<Int>()
    var driven: [Driven] = []
    for (name, column) in zip(profile.names, profile.columns) {
      let element =
        elements.first { "\($0.id)" == name } ?? elements.first { $0.name == name }
      guard let element, seen.insert(element.position).inserted else {
        throw .unknownElement(column: name, kind: kind)
      }
      driven.append((element.position, column))
    }
    return driven
  }
}
