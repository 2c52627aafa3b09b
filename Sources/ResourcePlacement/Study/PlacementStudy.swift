import Numerics
public import PowerFlow

/// A placement problem posed on a network: its loads and static generators are the sites.
///
/// A profile drives the active power of the element whose site it takes; the element's reactive
/// power, and every other element, stays as the network has it.
public struct PlacementStudy: Sendable {
  /// Profiles of one kind of device, and what is known of them.
  public struct Profiles: Equatable, Sendable {
    /// The name of each profile.
    public var names: [String]
    /// Active power of each profile in each step, MW, positive.
    public var powerMW: [[Double]]
    /// Profiles that stay where they are: profile → site.
    public var fixed: [Int: Int]

    /// Profiles with as many names.
    public init(names: [String], powerMW: [[Double]], fixed: [Int: Int] = [:]) {
      precondition(
        names.count == powerMW.count, "\(names.count) names for \(powerMW.count) profiles")
      self.names = names
      self.powerMW = powerMW
      self.fixed = fixed
    }
  }

  /// The network.
  public let network: Network
  /// The network as the solvers see it.
  public let model: PerUnitNetwork
  /// The problem.
  public let problem: PlacementProblem
  /// The static generators that are sites, as positions in the network.
  public let generationSites: [Int]
  /// The loads that are sites, as positions in the network.
  public let loadSites: [Int]
  /// The generation profiles.
  public let generation: Profiles
  /// The load profiles.
  public let load: Profiles

  /// What the network injects besides the profiles.
  let background: Injections

  /// Poses the problem.
  ///
  /// - Throws: `PlacementStudyError` if the network is not a connected radial feeder, or the
  ///   profiles do not fit its elements.
  public init(
    network: Network, generation: Profiles, load: Profiles,
    objective: PlacementObjective = .lineLoading, limits: SeriesLimits = SeriesLimits(),
    options: PlacementOptions = .none, stepHours: Double = 1,
    transformerModel: TransformerModel = .t
  ) throws(PlacementStudyError) {
    let (model, feeder) = try Self.feeder(of: network, transformerModel: transformerModel)
    let generationSites = network.staticGenerators.indices.filter {
      network.staticGenerators[$0].isInService && network.staticGenerators[$0].kind == .plain
    }
    let loadSites = network.loads.indices.filter {
      network.loads[$0].isInService && network.loads[$0].kind == .load
    }
    if let load = loadSites.first(where: {
      network.loads[$0].voltageDependence != .constantPower
    }) {
      throw .voltageDependentLoad(id: network.loads[load].id)
    }
    background = Self.background(of: model, generationSites: generationSites, loadSites: loadSites)
    let scale = 1 / network.basePowerMVA
    do throws(PlacementError) {
      problem = try PlacementProblem(
        feeder: feeder,
        generation: .init(
          generation, scale: scale,
          sites: try Self.nodes(
            generationSites.map { network.staticGenerators[$0].bus }, model, feeder, .generation)),
        load: .init(
          load, scale: scale,
          sites: try Self.nodes(
            loadSites.map { network.loads[$0].bus }, model, feeder, .load)),
        fixedDemand: background.constant,
        objective: objective, limits: limits, options: options, stepHours: stepHours,
        basePowerKVA: network.basePowerMVA * 1_000)
    } catch {
      throw .placement(error)
    }
    self.network = network
    self.model = model
    self.generationSites = generationSites
    self.loadSites = loadSites
    self.generation = generation
    self.load = load
  }

  private static func feeder(
    of network: Network, transformerModel: TransformerModel
  ) throws(PlacementStudyError) -> (PerUnitNetwork, RadialFeeder) {
    let model: PerUnitNetwork
    do throws(NetworkError) {
      model = try PerUnitNetwork(of: network, transformerModel: transformerModel)
    } catch {
      throw .network(error)
    }
    if let island = model.unsuppliedIslands.first {
      throw .disconnected(busIDs: island.map { network.buses[$0].id })
    }
    do throws(RadialFeederError) {
      return (model, try RadialFeeder(of: model))
    } catch {
      throw .notRadial(error)
    }
  }

  /// The feeder's node of each bus.
  private static func nodes(
    _ buses: [Int], _ model: PerUnitNetwork, _ feeder: RadialFeeder, _ kind: PlacementError.Kind
  ) throws(PlacementError) -> [Int] {
    var nodes: [Int] = []
    for bus in buses {
      guard let place = model.nodeOfBus[bus], let node = feeder.nodeOfBus[place] else {
        throw .siteOutsideFeeder(kind: kind, site: model.network.buses[bus].id)
      }
      nodes.append(node)
    }
    return nodes
  }

  /// The network's injections without the active power of the sites' elements.
  private static func background(
    of model: PerUnitNetwork, generationSites: [Int], loadSites: [Int]
  ) -> Injections {
    var injections = model.injections
    let scale = 1 / model.network.basePowerMVA
    for site in loadSites {
      let load = model.network.loads[site]
      guard let node = model.nodeOfBus[load.bus] else { continue }
      injections.constant[node] += Complex(load.activePowerMW * load.scaling * scale)
    }
    for site in generationSites {
      let source = model.network.staticGenerators[site]
      guard let node = model.nodeOfBus[source.bus] else { continue }
      injections.constant[node] -= Complex(source.activePowerMW * source.scaling * scale)
    }
    return injections
  }
}

extension PlacementProblem.Fleet {
  fileprivate init(_ profiles: PlacementStudy.Profiles, scale: Double, sites: [Int]) {
    self.init(
      profiles: profiles.powerMW.map { power in .init(activePU: power.map { $0 * scale }) },
      sites: sites, fixed: profiles.fixed)
  }
}

extension PlacementProblem {
  /// A problem whose buses inject `background` all the time besides the devices.
  fileprivate init(
    feeder: RadialFeeder, generation: Fleet, load: Fleet, fixedDemand background: [Complex],
    objective: PlacementObjective, limits: SeriesLimits, options: PlacementOptions,
    stepHours: Double, basePowerKVA: Double
  ) throws(PlacementError) {
    let steps = (generation.profiles + load.profiles).first?.activePU.count ?? 0
    var fixed: [(node: Int, RadialSeries.Profile)] = []
    for (bus, power) in background.enumerated() where power != .zero {
      guard let node = feeder.nodeOfBus[bus] else { continue }
      fixed.append(
        (
          node,
          .init(
            activePU: [Double](repeating: -power.real, count: steps),
            reactivePU: [Double](repeating: -power.imaginary, count: steps))
        ))
    }
    try self.init(
      feeder: feeder, generation: generation, load: load, fixedDemand: fixed,
      objective: objective, limits: limits, options: options, stepHours: stepHours,
      basePowerKVA: basePowerKVA)
  }
}
