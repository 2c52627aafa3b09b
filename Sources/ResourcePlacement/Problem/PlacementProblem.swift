public import PowerFlow

/// A feeder, the profiles of generators and loads, and the sites where they may stand.
public struct PlacementProblem: Sendable {
  /// The devices of one kind.
  public struct Fleet: Equatable, Sendable {
    /// The profile of each device: magnitudes, per unit.
    public var profiles: [RadialSeries.Profile]
    /// The node of each site; as many as profiles.
    public var sites: [Int]
    /// Devices that stay where they are: device → site.
    public var fixed: [Int: Int]

    /// Devices with `profiles` for `sites`.
    public init(profiles: [RadialSeries.Profile], sites: [Int], fixed: [Int: Int] = [:]) {
      self.profiles = profiles
      self.sites = sites
      self.fixed = fixed
    }

    /// The devices that may be moved.
    var movable: [Int] { profiles.indices.filter { fixed[$0] == nil } }
    /// The sites that fixed devices leave free.
    var freeSites: [Int] {
      let taken = Set(fixed.values)
      return sites.indices.filter { !taken.contains($0) }
    }
  }

  /// The feeder with all devices, generators first.
  public let series: RadialSeries
  /// The generators.
  public let generation: Fleet
  /// The loads.
  public let load: Fleet
  /// What placements are rated by.
  public internal(set) var objective: PlacementObjective
  /// What placements have to keep to.
  public let limits: SeriesLimits
  /// Batteries, sizes and inverters.
  public let options: PlacementOptions
  /// What each battery does.
  public let batterySchedules: [Battery.Schedule]
  /// The length of a step in hours.
  public let stepHours: Double
  /// The base power that turns per unit into kW.
  public let basePowerKVA: Double

  /// Checks that every device has a site.
  ///
  /// - Throws: `PlacementError` for counts that do not match or values no device can have.
  public init(
    feeder: RadialFeeder, generation: Fleet, load: Fleet,
    fixedDemand: [(node: Int, RadialSeries.Profile)] = [],
    objective: PlacementObjective = .lineLoading, limits: SeriesLimits = SeriesLimits(),
    options: PlacementOptions = .none, stepHours: Double = 1, basePowerKVA: Double
  ) throws(PlacementError) {
    let stepCount = (generation.profiles + load.profiles).first?.activePU.count ?? 0
    guard stepCount > 0 else { throw .nothingToPlace }
    try Self.check(generation, kind: .generation, stepCount: stepCount, feeder: feeder)
    try Self.check(load, kind: .load, stepCount: stepCount, feeder: feeder)
    self.generation = generation
    self.load = load
    self.objective = objective
    self.limits = limits
    self.stepHours = stepHours
    self.basePowerKVA = basePowerKVA
    self.options = options
    try Self.check(options, limits: limits)
    batterySchedules = Self.schedules(
      options.batteries, generation: generation, load: load, stepCount: stepCount,
      stepHours: stepHours, basePowerKVA: basePowerKVA)
    let devices =
      generation.profiles.map(\.negated) + load.profiles
      + batterySchedules.map { schedule in
        .init(activePU: schedule.powerKW.map { $0 / basePowerKVA })
      }
    series = RadialSeries(
      feeder: feeder, stepCount: stepCount, devices: devices, fixed: fixedDemand,
      inverters: options.inverterCapability.map { share in
        let peaks = generation.profiles.map { share * ($0.activePU.map(abs).max() ?? 0) }
        let rest = devices.count - peaks.count
        return InverterControl(capabilityPU: peaks + [Double](repeating: 0, count: rest))
      })
  }

  /// What each battery does with what generators, loads and the batteries before it leave over,
  /// wherever they stand.
  private static func schedules(
    _ batteries: [Battery], generation: Fleet, load: Fleet, stepCount: Int, stepHours: Double,
    basePowerKVA: Double
  ) -> [Battery.Schedule] {
    var surplus = [Double](repeating: 0, count: stepCount)
    for step in 0..<stepCount {
      for profile in generation.profiles { surplus[step] += profile.activePU[step] * basePowerKVA }
      for profile in load.profiles { surplus[step] -= profile.activePU[step] * basePowerKVA }
    }
    return batteries.map { battery in
      let schedule = battery.schedule(surplusKW: surplus, stepHours: stepHours)
      for step in 0..<stepCount { surplus[step] -= schedule.powerKW[step] }
      return schedule
    }
  }

  private static func check(
    _ options: PlacementOptions, limits: SeriesLimits
  ) throws(PlacementError) {
    if let range = options.generationFactors, !(range.contains(1) && range.lowerBound >= 0) {
      throw .invalidSizes(smallest: range.lowerBound, largest: range.upperBound)
    }
    if let share = options.inverterCapability, !(share >= 0 && share.isFinite) {
      throw .invalidInverters(capability: share)
    }
    guard limits.lineLoadingPercent > 0, limits.transformerLoadingPercent > 0,
      limits.voltagePU.lowerBound >= 0
    else { throw .impossibleLimits }
  }

  /// The number of devices of both kinds.
  public var deviceCount: Int { series.deviceCount }

  /// Profile j at site j, fixed devices where they are.
  public var identity: Placement {
    Placement(
      generationOrder: Self.order(generation, free: generation.freeSites),
      loadOrder: Self.order(load, free: load.freeSites),
      generationFactors: givenFactors,
      batterySites: [Int](repeating: 0, count: options.batteries.count))
  }

  /// The factors before any generator is resized.
  var givenFactors: [Double] {
    options.generationFactors == nil
      ? [] : [Double](repeating: 1, count: generation.profiles.count)
  }

  /// The order that puts movable devices onto `free` sites one by one.
  static func order(_ fleet: Fleet, free: [Int]) -> [Int] {
    var order = [Int](repeating: 0, count: fleet.profiles.count)
    for (device, site) in fleet.fixed { order[device] = site }
    for (device, site) in zip(fleet.movable, free) { order[device] = site }
    return order
  }

  private static func check(
    _ fleet: Fleet, kind: PlacementError.Kind, stepCount: Int, feeder: RadialFeeder
  ) throws(PlacementError) {
    guard fleet.profiles.count == fleet.sites.count else {
      throw .countMismatch(kind: kind, profiles: fleet.profiles.count, sites: fleet.sites.count)
    }
    for (device, profile) in fleet.profiles.enumerated() {
      guard profile.activePU.count == stepCount else {
        throw .stepMismatch(
          kind: kind, profile: device, steps: profile.activePU.count, expected: stepCount)
      }
      let values = profile.activePU + (profile.reactivePU ?? [])
      if let step = values.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(kind: kind, profile: device, step: step % stepCount)
      }
    }
    for site in fleet.sites where !(0..<feeder.nodeCount).contains(site) {
      throw .siteOutsideFeeder(kind: kind, site: site)
    }
    for (device, site) in fleet.fixed {
      guard fleet.profiles.indices.contains(device), fleet.sites.indices.contains(site) else {
        throw .unknownFixedDevice(kind: kind, profile: device, site: site)
      }
    }
    guard Set(fleet.fixed.values).count == fleet.fixed.count else {
      throw .siteTakenTwice(kind: kind)
    }
  }
}

extension RadialSeries.Profile {
  /// Generation as demand.
  var negated: Self {
    Self(activePU: activePU.map { -$0 }, reactivePU: reactivePU?.map { -$0 })
  }
}
