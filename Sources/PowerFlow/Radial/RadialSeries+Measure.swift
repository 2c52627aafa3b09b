import PowerFlowKernels

extension RadialSeries {
  /// The memory of one thread that measures placements of a series.
  public struct Workspace: ~Copyable {
    var groups: UnsafeMutableBufferPointer<RadialWorkspace>
    let measures: UnsafeMutablePointer<Lanes>

    /// Memory for `series`.
    public init(for series: RadialSeries) {
      groups = .allocate(capacity: series.groups.count)
      for (index, group) in series.groups.enumerated() {
        groups.initializeElement(
          at: index, to: RadialWorkspace(for: series.feeder, blocks: group.blocks))
      }
      measures = .allocate(capacity: MeasureRow.count)
      measures.initialize(repeating: Lanes(), count: MeasureRow.count)
    }

    deinit {
      groups.deinitialize()
      groups.deallocate()
      measures.deallocate()
    }
  }

  /// Solves every step with the devices at `places`, and measures the whole.
  ///
  /// - Complexity: O(steps × nodes).
  public func measure(
    _ places: Places, limits: SeriesLimits = SeriesLimits(), in workspace: inout Workspace,
    kernels: SweepKernels = .fastest
  ) -> SeriesMeasures {
    measure(places, limits: limits, in: &workspace, kernels: kernels) { index, workspace in
      gather(groups[index], places, into: &workspace, kernels: kernels)
      guard feeder.solve(&workspace, kernels: kernels) != nil else { return false }
      guard let inverters else { return true }
      return settle(inverters, groups[index], places, in: &workspace, kernels: kernels)
    }
  }

  /// What the series would amount to with the devices at `places` if the voltages were those that
  /// `workspace` holds, of places that differ little.
  ///
  /// One sweep instead of several: the error of a loading is the relative change of the voltages.
  ///
  /// - Complexity: O(steps × nodes).
  public func estimate(
    _ places: Places, limits: SeriesLimits = SeriesLimits(), in workspace: inout Workspace,
    kernels: SweepKernels = .fastest
  ) -> SeriesMeasures {
    measure(places, limits: limits, in: &workspace, kernels: kernels) { index, workspace in
      gather(groups[index], places, into: &workspace, kernels: kernels)
      if let inverters {
        _ = follow(inverters, groups[index], places, in: &workspace, kernels: kernels)
      }
      feeder.measure(&workspace, kernels: kernels)
      return true
    }
  }

  /// Measures what `solve` leaves in the workspace of each group; it says whether it succeeded.
  private func measure(
    _ places: Places, limits: SeriesLimits, in workspace: inout Workspace, kernels: SweepKernels,
    solve: (_ index: Int, _ workspace: inout RadialWorkspace) -> Bool
  ) -> SeriesMeasures {
    check(places)
    let measures = workspace.measures
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
        isSolved = solve(index, &workspace.groups[index]) && isSolved
        groups[index].isLive.withUnsafeBufferPointer { isLive in
          guard let isLive = isLive.baseAddress else { return }
          kernels.accumulate(
            groups[index].blocks, workspace.groups[index].row(0), isLive, limits, measures)
        }
      }
    }
    return SeriesMeasures(measures, isSolved: isSolved)
  }

  private func check(_ places: Places) {
    precondition(
      places.nodes.count == deviceCount && places.factors.count == deviceCount,
      "\(places.nodes.count) nodes and \(places.factors.count) factors for \(deviceCount) devices")
    for node in places.nodes {
      precondition(
        node >= 0 && Int(node) < feeder.nodeCount, "node \(node) is not below \(feeder.nodeCount)")
    }
  }

  private func gather(
    _ group: Group, _ places: Places, into workspace: inout RadialWorkspace,
    kernels: SweepKernels
  ) {
    gather(
      group.active, onto: group.fixedActive, places,
      into: workspace.part(WorkspacePart.activeDemand), blocks: group.blocks, kernels: kernels)
    gather(
      group.reactive, onto: group.fixedReactive, places,
      into: workspace.part(WorkspacePart.reactiveDemand), blocks: group.blocks, kernels: kernels)
  }

  func gather(
    _ profiles: [Lanes], onto fixed: [Lanes], _ places: Places,
    into demand: UnsafeMutablePointer<Lanes>, blocks: Int, kernels: SweepKernels
  ) {
    profiles.withUnsafeBufferPointer { profiles in
      fixed.withUnsafeBufferPointer { fixed in
        places.nodes.withUnsafeBufferPointer { nodes in
          places.factors.withUnsafeBufferPointer { factors in
            guard let fixed = fixed.baseAddress, let nodes = nodes.baseAddress,
              let factors = factors.baseAddress
            else { return }
            kernels.gather(
              feeder.nodeCount, blocks, fixed, profiles.isEmpty ? 0 : deviceCount,
              profiles.baseAddress ?? fixed, factors, nodes, demand)
          }
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
