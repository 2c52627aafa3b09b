import PowerFlowKernels

/// A feeder and the profiles of devices that can stand at any of its nodes: everything that is the
/// same for every placement of the devices.
///
/// Time steps are scenarios: they are solved in groups of a few blocks of eight. A class, so that
/// whoever solves it counts one reference and not one for each of its parts.
public final class RadialSeries: Sendable {
  /// The power of a device over time, demand positive, per unit.
  public struct Profile: Equatable, Sendable {
    /// Active demand in each step.
    public let activePU: [Double]
    /// Reactive demand in each step; nil for none.
    public let reactivePU: [Double]?

    /// A profile with one value per step.
    public init(activePU: [Double], reactivePU: [Double]? = nil) {
      self.activePU = activePU
      self.reactivePU = reactivePU
    }
  }

  /// Where the devices stand, and how large they are.
  public struct Places: Equatable, Sendable {
    /// The node of each device.
    public var nodes: [Int32]
    /// What each device's profile is multiplied by.
    public var factors: [Double]

    /// Devices at `nodes`, as large as their profiles unless `factors` says otherwise.
    public init(nodes: [Int32], factors: [Double]? = nil) {
      self.nodes = nodes
      self.factors = factors ?? [Double](repeating: 1, count: nodes.count)
    }
  }

  /// Some of the steps, in lanes.
  struct Group: Sendable {
    let blocks: Int
    /// Blocks of lanes for each device.
    let active: PinnedNumbers<Lanes>
    /// The same for reactive power; nil if no device has any.
    let reactive: PinnedNumbers<Lanes>?
    /// Blocks of lanes for each node: what stays where it is.
    let fixedActive: PinnedNumbers<Lanes>
    let fixedReactive: PinnedNumbers<Lanes>
    /// 1 for the lanes that are steps.
    let isLive: PinnedNumbers<Lanes>
  }

  /// The feeder.
  public let feeder: RadialFeeder
  /// The number of time steps.
  public let stepCount: Int
  /// The number of devices.
  public let deviceCount: Int
  /// What stays where it is, by node.
  public let fixed: [(node: Int, Profile)]
  /// How the inverters among the devices follow the voltage; nil if none does.
  public let inverters: InverterControl?
  let groups: [Group]
  private let devices: [Profile]

  /// Prepares `devices`, which can be moved, and `fixed`, which cannot: profiles by node.
  ///
  /// - Precondition: every profile has `stepCount` values.
  public init(
    feeder: RadialFeeder, stepCount: Int, devices: [Profile], fixed: [(node: Int, Profile)] = [],
    inverters: InverterControl? = nil
  ) {
    for profile in devices + fixed.map(\.1) {
      precondition(
        profile.activePU.count == stepCount
          && profile.reactivePU?.count ?? stepCount == stepCount,
        "a profile of \(profile.activePU.count) steps in a series of \(stepCount)")
    }
    precondition(
      inverters?.capabilityPU.count ?? devices.count == devices.count,
      "every one of the \(devices.count) devices needs a capability")
    self.inverters = inverters
    self.feeder = feeder
    self.stepCount = stepCount
    self.devices = devices
    self.fixed = fixed
    deviceCount = devices.count
    let width = Lanes.scalarCount
    let blockCount = (stepCount + width - 1) / width
    let blocksInGroup = RadialWorkspace.blocksInCache(nodeCount: feeder.nodeCount)
    groups = stride(from: 0, to: blockCount, by: blocksInGroup).map { start in
      let blocks = min(blocksInGroup, blockCount - start)
      let steps = (start * width)..<((start + blocks) * width)
      let active = devices.map(\.activePU)
      let reactive = devices.map { $0.reactivePU ?? [] }
      var fixedActive = [Lanes](repeating: Lanes(), count: feeder.nodeCount * blocks)
      var fixedReactive = fixedActive
      for (node, profile) in fixed {
        let sums = [profile.activePU, profile.reactivePU ?? []].map { Self.lanes($0, steps) }
        for block in 0..<blocks {
          fixedActive[node * blocks + block] += sums[0][block]
          fixedReactive[node * blocks + block] += sums[1][block]
        }
      }
      return Group(
        blocks: blocks, active: PinnedNumbers(active.flatMap { Self.lanes($0, steps) }),
        reactive: reactive.allSatisfy(\.isEmpty)
          ? nil : PinnedNumbers(reactive.flatMap { Self.lanes($0, steps) }),
        fixedActive: PinnedNumbers(fixedActive), fixedReactive: PinnedNumbers(fixedReactive),
        isLive: PinnedNumbers(Self.lanes([Double](repeating: 1, count: stepCount), steps)))
    }
  }

  /// This series with one more device, which is no inverter.
  public func adding(_ device: Profile) -> RadialSeries {
    RadialSeries(
      feeder: feeder, stepCount: stepCount, devices: devices + [device], fixed: fixed,
      inverters: inverters.map {
        InverterControl(
          deadbandPU: $0.deadbandPU, saturationPU: $0.saturationPU,
          capabilityPU: $0.capabilityPU + [0])
      })
  }

  /// The values of some steps in lanes, 0 where the series has ended.
  private static func lanes(_ values: [Double], _ steps: Range<Int>) -> [Lanes] {
    stride(from: steps.lowerBound, to: steps.upperBound, by: Lanes.scalarCount).map { start in
      var lanes = Lanes()
      for lane in 0..<Lanes.scalarCount where start + lane < values.count {
        lanes[lane] = values[start + lane]
      }
      return lanes
    }
  }
}
