import PowerFlowKernels

extension RadialSeries {
  /// The memory of one thread that solves and measures a series with its devices at one place or
  /// another.
  public struct Workspace: ~Copyable {
    /// The series, which owns what the groups point to.
    public let series: RadialSeries
    private let groups: UnsafeMutableBufferPointer<SolvedGroup>
    private let measures: UnsafeMutablePointer<Lanes>
    private let sweeps: RadialSweeps
    private let deviceCount: Int
    private let hasInverters: Bool

    /// Memory for `series`.
    public init(for series: RadialSeries) {
      self.series = series
      groups = .allocate(capacity: series.groups.count)
      for (index, group) in series.groups.enumerated() {
        groups.initializeElement(at: index, to: SolvedGroup(group, of: series))
      }
      measures = .allocate(capacity: MeasureRow.count)
      measures.initialize(repeating: Lanes(), count: MeasureRow.count)
      sweeps = series.feeder.sweeps
      deviceCount = series.deviceCount
      hasInverters = series.inverters != nil
    }

    deinit {
      groups.deinitialize()
      groups.deallocate()
      measures.deallocate()
    }

    /// Solves every step with the devices at `places`, and measures the whole.
    ///
    /// - Complexity: O(steps × nodes).
    public mutating func measure(
      _ places: Places, limits: SeriesLimits = SeriesLimits(), kernels: SweepKernels = .fastest
    ) -> SeriesMeasures {
      total(places, limits, kernels, isEstimate: false)
    }

    /// What the series would amount to with the devices at `places` if the voltages were those last
    /// solved, of places that differ little.
    ///
    /// One sweep instead of several: the error of a loading is the relative change of the voltages.
    ///
    /// - Complexity: O(steps × nodes).
    public mutating func estimate(
      _ places: Places, limits: SeriesLimits = SeriesLimits(), kernels: SweepKernels = .fastest
    ) -> SeriesMeasures {
      total(places, limits, kernels, isEstimate: true)
    }

    private mutating func total(
      _ places: Places, _ limits: SeriesLimits, _ kernels: SweepKernels, isEstimate: Bool
    ) -> SeriesMeasures {
      check(places)
      measures.update(repeating: Lanes(), count: MeasureRow.count)
      measures[MeasureRow.lowestVoltage] = Lanes(repeating: .infinity)
      var isSolved = true
      withUnsafeTemporaryAllocation(of: Double.self, capacity: LimitColumn.count) { columns in
        columns[LimitColumn.lowestVoltage] = limits.voltagePU.lowerBound
        columns[LimitColumn.highestVoltage] = limits.voltagePU.upperBound
        columns[LimitColumn.lineLoading] = limits.lineLoadingPercent
        columns[LimitColumn.transformerLoading] = limits.transformerLoadingPercent
        guard let limits = columns.baseAddress else { return }
        for index in groups.indices {
          groups[index].gather(places, kernels)
          if hasInverters {
            isSolved = settle(index, places, kernels, isEstimate: isEstimate) && isSolved
          } else if isEstimate {
            sweeps.measure(&groups[index].workspace, kernels: kernels)
          } else {
            isSolved = sweeps.solve(&groups[index].workspace, kernels: kernels) > 0 && isSolved
          }
          kernels.accumulate(
            groups[index].blocks, groups[index].workspace.row(0), groups[index].isLive, limits,
            measures)
        }
      }
      return SeriesMeasures(measures, isSolved: isSolved)
    }

    /// Solves one group with inverters that answer, or lets them answer the voltages it has.
    private mutating func settle(
      _ index: Int, _ places: Places, _ kernels: SweepKernels, isEstimate: Bool
    ) -> Bool {
      guard let inverters = series.inverters else { return true }
      guard isEstimate else {
        return sweeps.solve(&groups[index].workspace, kernels: kernels) > 0
          && groups[index].settle(inverters, places, on: series.feeder, kernels: kernels)
      }
      _ = groups[index].follow(inverters, places, on: series.feeder, kernels: kernels)
      sweeps.measure(&groups[index].workspace, kernels: kernels)
      return true
    }

    private func check(_ places: Places) {
      precondition(
        places.nodes.count == deviceCount && places.factors.count == deviceCount,
        "\(places.nodes.count) nodes and \(places.factors.count) factors for \(deviceCount) devices"
      )
      for node in places.nodes {
        precondition(
          node >= 0 && Int(node) < sweeps.nodeCount, "node \(node) is not below \(sweeps.nodeCount)"
        )
      }
    }
  }

  /// A group of steps as plain pointers, valid while the series lives, and where it is solved.
  struct SolvedGroup: ~Copyable {
    let blocks: Int
    let isLive: UnsafePointer<Lanes>
    var workspace: RadialWorkspace
    private let nodeCount: Int
    private let deviceCount: Int
    private let active: UnsafePointer<Lanes>
    private let reactive: UnsafePointer<Lanes>?
    private let fixedActive: UnsafePointer<Lanes>
    private let fixedReactive: UnsafePointer<Lanes>

    init(_ group: Group, of series: RadialSeries) {
      blocks = group.blocks
      isLive = group.isLive.start
      workspace = RadialWorkspace(for: series.feeder, blocks: group.blocks)
      nodeCount = series.feeder.nodeCount
      deviceCount = series.deviceCount
      active = group.active.start
      reactive = group.reactive?.start
      fixedActive = group.fixedActive.start
      fixedReactive = group.fixedReactive.start
    }

    /// Writes what every node draws with the devices at `places`.
    func gather(_ places: Places, _ kernels: SweepKernels) {
      gather(
        active, onto: fixedActive, places, into: workspace.part(WorkspacePart.activeDemand), kernels
      )
      gatherReactive(places, into: workspace.part(WorkspacePart.reactiveDemand), kernels)
    }

    func gatherReactive(
      _ places: Places, into demand: UnsafeMutablePointer<Lanes>, _ kernels: SweepKernels
    ) {
      gather(reactive, onto: fixedReactive, places, into: demand, kernels)
    }

    private func gather(
      _ profiles: UnsafePointer<Lanes>?, onto fixed: UnsafePointer<Lanes>, _ places: Places,
      into demand: UnsafeMutablePointer<Lanes>, _ kernels: SweepKernels
    ) {
      places.nodes.withUnsafeBufferPointer { nodes in
        places.factors.withUnsafeBufferPointer { factors in
          guard let nodes = nodes.baseAddress, let factors = factors.baseAddress else { return }
          kernels.gather(
            nodeCount, blocks, fixed, profiles == nil ? 0 : deviceCount, profiles ?? fixed, factors,
            nodes, demand)
        }
      }
    }
  }
}

extension SeriesMeasures {
  /// Brings the lanes of `MeasureRow` together, in order.
  init(_ rows: UnsafePointer<Lanes>, isSolved: Bool) {
    func sum(_ row: Int) -> Double {
      var sum = 0.0
      for lane in 0..<Lanes.scalarCount { sum += rows[row][lane] }
      return sum
    }
    func largest(_ row: Int) -> Double {
      var largest = rows[row][0]
      for lane in 1..<Lanes.scalarCount { largest = Swift.max(largest, rows[row][lane]) }
      return largest
    }
    func smallest(_ row: Int) -> Double {
      var smallest = rows[row][0]
      for lane in 1..<Lanes.scalarCount { smallest = Swift.min(smallest, rows[row][lane]) }
      return smallest
    }
    self.init(
      lineLoadingSumPercent: sum(MeasureRow.lineLoadingSum),
      peakLineLoadingPercent: largest(MeasureRow.lineLoadingPeak),
      peakTransformerLoadingPercent: largest(MeasureRow.transformerLoadingPeak),
      lowestVoltagePU: smallest(MeasureRow.lowestVoltage),
      highestVoltagePU: largest(MeasureRow.highestVoltage),
      voltageDeviationSumPU: sum(MeasureRow.voltageDeviationSum),
      lossesSumPU: sum(MeasureRow.lossesSum), importSumPU: sum(MeasureRow.importSum),
      violation: isSolved ? sum(MeasureRow.violationSum) : .infinity)
  }
}
