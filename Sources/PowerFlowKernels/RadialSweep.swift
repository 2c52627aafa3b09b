// Power flow of a radial feeder by backward and forward sweeps over branch powers, many scenarios at
// once, one in each SIMD lane.
//
// Source: Baran and Wu (1989), "Optimal sizing of capacitors placed on a radial distribution system"
// (the DistFlow equations). For the branch that feeds node k from its parent m, with series
// impedance r + jx, everything per unit, and squares of magnitudes as the only voltage variables:
//
//   P_k = p_k + g_k v_k + Σ_children P'_c        power that leaves the series impedance at k
//   Q_k = q_k − b_k v_k + Σ_children Q'_c
//   l_k = (P_k² + Q_k²) / v_k                    squared current in the series impedance
//   P'_k = P_k + r l_k,  Q'_k = Q_k + x l_k      power that enters it at m
//   v_k = v_m − (2 r P_k + 2 x Q_k + |z|² l_k)   squared voltage
//
// These are exact for a tree: the angles have been eliminated, not neglected. The backward sweep is
// exact for given v; an error δ of v only passes through the losses, so that one pair of sweeps
// shrinks it by about (share of losses) × (voltage drop), 10⁻³ and better on a feeder in its band,
// where a sweep over currents shrinks it by the voltage drop alone.
//
// Stopping: the sweeps contract, so the error after sweep n is at most about d_n² / (d_n−1 − d_n),
// d_n being the largest change of v in sweep n. The sweeps end when twice d_n² / d_n−1 is below the
// tolerance.
//
// Goals, in order: the same bits from every build of this file (products and sums are never
// contracted, lanes never mixed); no work that a scenario does not need; independent blocks of lanes
// interleaved, so that the chain of parents does not stall the processor.
//
// This one file is compiled as PowerFlowKernels (any processor), PowerFlowKernelsV3 (AVX2) and
// PowerFlowKernelsV4 (AVX-512). It may use nothing but pointers, SIMD and scalars.

/// Writes the demand of every node: `base` plus the profile of every device, times its factor, at
/// its node.
///
/// `profiles` holds `blocks` lanes for each device, `base` and `demand` for each node.
public func gatherDemand(
  nodeCount: Int, blocks: Int, base: UnsafePointer<Lanes>,
  deviceCount: Int, profiles: UnsafePointer<Lanes>, factors: UnsafePointer<Double>,
  nodes: UnsafePointer<Int32>, demand: UnsafeMutablePointer<Lanes>
) {
  for index in 0..<(nodeCount &* blocks) { demand[index] = base[index] }
  for device in 0..<deviceCount {
    let profile = profiles + device &* blocks
    let node = demand + Int(nodes[device]) &* blocks
    let factor = Lanes(repeating: factors[device])
    for block in 0..<blocks { node[block] += factor * profile[block] }
  }
}

/// Sweeps until the squared voltages have settled, and returns the number of sweeps; 0 if they have
/// not settled after `maximumSweeps`.
///
/// `parents` holds the parent of each node, -1 for the slack. `firstChild` has `nodeCount + 1`
/// entries: the children of node k are `firstChild[k] ..< firstChild[k + 1]`, and the nodes before
/// `firstChild[0]` hang on the slack. Of `workspace` the demands are read; the voltages are the
/// start on entry and the solution on return.
public func sweepRadialFeeder(
  nodeCount: Int, parents: UnsafePointer<Int32>, firstChild: UnsafePointer<Int32>,
  branches: UnsafePointer<Double>, slackSquaredVoltage: Double,
  blocks: Int, workspace: UnsafeMutablePointer<Lanes>, tolerance: Double, maximumSweeps: Int
) -> Int {
  let size = nodeCount &* blocks
  let squaredVoltage = workspace + WorkspacePart.squaredVoltage &* size
  let drop = workspace + WorkspacePart.drop &* size
  let change =
    workspace + (WorkspacePart.count &* size &+ SummaryRow.squaredChange &* blocks)
  let slack = Lanes(repeating: slackSquaredVoltage)
  var previousChange = 0.0
  var sweep = 0
  while sweep < maximumSweeps {
    sweep &+= 1
    sweepBackward(
      nodeCount: nodeCount, firstChild: firstChild, branches: branches, blocks: blocks,
      workspace: workspace)
    for block in 0..<blocks { change[block] = Lanes() }
    for node in 0..<nodeCount {
      let row = node &* blocks
      let parent = Int(parents[node])
      for block in 0..<blocks {
        let above = parent < 0 ? slack : squaredVoltage[parent &* blocks &+ block]
        let v = above - drop[row &+ block]
        let difference = v - squaredVoltage[row &+ block]
        squaredVoltage[row &+ block] = v
        change[block] += difference * difference
      }
    }
    let largest = largestLane(change, blocks: blocks).squareRoot()
    if 2 * largest * largest <= tolerance * previousChange { return sweep }
    previousChange = largest
  }
  return 0
}

/// The backward sweep: powers and drops at the present voltages.
@inline(__always)
private func sweepBackward(
  nodeCount: Int, firstChild: UnsafePointer<Int32>, branches: UnsafePointer<Double>,
  blocks: Int, workspace: UnsafeMutablePointer<Lanes>
) {
  let size = nodeCount &* blocks
  let activeDemand = workspace + WorkspacePart.activeDemand &* size
  let reactiveDemand = workspace + WorkspacePart.reactiveDemand &* size
  let squaredVoltage = workspace + WorkspacePart.squaredVoltage &* size
  let enteringActive = workspace + WorkspacePart.enteringActive &* size
  let enteringReactive = workspace + WorkspacePart.enteringReactive &* size
  let drop = workspace + WorkspacePart.drop &* size
  var node = nodeCount
  while node > 0 {
    node &-= 1
    let branch = branches + node &* BranchColumn.count
    let r = Lanes(repeating: branch[BranchColumn.resistance])
    let x = Lanes(repeating: branch[BranchColumn.reactance])
    let g = Lanes(repeating: branch[BranchColumn.conductance])
    let b = Lanes(repeating: branch[BranchColumn.susceptance])
    let squaredImpedance = r * r + x * x
    let firstOfChildren = Int(firstChild[node])
    let endOfChildren = Int(firstChild[node &+ 1])
    let row = node &* blocks
    for block in 0..<blocks {
      let v = squaredVoltage[row &+ block]
      var p = activeDemand[row &+ block] + g * v
      var q = reactiveDemand[row &+ block] - b * v
      var child = firstOfChildren
      while child < endOfChildren {
        p += enteringActive[child &* blocks &+ block]
        q += enteringReactive[child &* blocks &+ block]
        child &+= 1
      }
      let l = (p * p + q * q) / v
      let rp = r * p + x * q
      enteringActive[row &+ block] = p + r * l
      enteringReactive[row &+ block] = q + x * l
      drop[row &+ block] = (rp + rp) + squaredImpedance * l
    }
  }
}

/// One more backward sweep at settled voltages that also measures: writes the squared loading of
/// every branch and the rows of `SummaryRow` up to the losses.
public func measureRadialFeeder(
  nodeCount: Int, firstChild: UnsafePointer<Int32>,
  branches: UnsafePointer<Double>, slackSquaredVoltage: Double,
  blocks: Int, workspace: UnsafeMutablePointer<Lanes>
) {
  let size = nodeCount &* blocks
  let activeDemand = workspace + WorkspacePart.activeDemand &* size
  let reactiveDemand = workspace + WorkspacePart.reactiveDemand &* size
  let squaredVoltage = workspace + WorkspacePart.squaredVoltage &* size
  let enteringActive = workspace + WorkspacePart.enteringActive &* size
  let enteringReactive = workspace + WorkspacePart.enteringReactive &* size
  let loading = workspace + WorkspacePart.squaredLoading &* size
  let summary = workspace + WorkspacePart.count &* size
  let lowest = summary + SummaryRow.lowestSquaredVoltage &* blocks
  let highest = summary + SummaryRow.highestSquaredVoltage &* blocks
  let losses = summary + SummaryRow.activeLosses &* blocks
  for row in 0..<SummaryRow.squaredChange {
    for block in 0..<blocks { summary[row &* blocks &+ block] = Lanes() }
  }
  for block in 0..<blocks {
    lowest[block] = Lanes(repeating: slackSquaredVoltage)
    highest[block] = Lanes(repeating: slackSquaredVoltage)
  }
  var node = nodeCount
  while node > 0 {
    node &-= 1
    let branch = branches + node &* BranchColumn.count
    let r = Lanes(repeating: branch[BranchColumn.resistance])
    let x = Lanes(repeating: branch[BranchColumn.reactance])
    let g = Lanes(repeating: branch[BranchColumn.conductance])
    let b = Lanes(repeating: branch[BranchColumn.susceptance])
    let ownG = Lanes(repeating: branch[BranchColumn.ownEndConductance])
    let ownB = Lanes(repeating: branch[BranchColumn.ownEndSusceptance])
    let ownRating = Lanes(repeating: branch[BranchColumn.ownEndRating])
    let squaredScale = Lanes(repeating: branch[BranchColumn.squaredScale])
    let firstOfChildren = Int(firstChild[node])
    let endOfChildren = Int(firstChild[node &+ 1])
    let row = node &* blocks
    for block in 0..<blocks {
      let v = squaredVoltage[row &+ block]
      let inverse = 1 / v
      let shuntLosses = g * v
      var p = activeDemand[row &+ block] + shuntLosses
      var q = reactiveDemand[row &+ block] - b * v
      var child = firstOfChildren
      while child < endOfChildren {
        let at = child &* blocks &+ block
        p += enteringActive[at]
        q += enteringReactive[at]
        measureParentEnd(
          branches + child &* BranchColumn.count, p: enteringActive[at], q: enteringReactive[at],
          v: v, inverse: inverse, loading: loading + at, summary: summary + block, blocks: blocks)
        child &+= 1
      }
      let l = (p * p + q * q) * inverse
      let seriesLosses = r * l
      enteringActive[row &+ block] = p + seriesLosses
      enteringReactive[row &+ block] = q + x * l
      let ownP = p - ownG * v
      let ownQ = q + ownB * v
      loading[row &+ block] = (ownP * ownP + ownQ * ownQ) * inverse * ownRating
      let busVoltage = v * squaredScale
      lowest[block] = lesser(lowest[block], busVoltage)
      highest[block] = greater(highest[block], busVoltage)
      losses[block] += seriesLosses + shuntLosses
    }
  }
  measureSlack(
    childCount: Int(firstChild[0]), branches: branches, slackSquaredVoltage: slackSquaredVoltage,
    blocks: blocks, enteringActive: enteringActive, enteringReactive: enteringReactive,
    loading: loading, summary: summary)
}

/// What the slack delivers into the branches that hang on it.
private func measureSlack(
  childCount: Int, branches: UnsafePointer<Double>, slackSquaredVoltage: Double, blocks: Int,
  enteringActive: UnsafePointer<Lanes>, enteringReactive: UnsafePointer<Lanes>,
  loading: UnsafeMutablePointer<Lanes>, summary: UnsafeMutablePointer<Lanes>
) {
  let v = Lanes(repeating: slackSquaredVoltage)
  let inverse = 1 / v
  for child in 0..<childCount {
    let branch = branches + child &* BranchColumn.count
    let shuntLosses = branch[BranchColumn.parentEndConductance] * v
    let charging = branch[BranchColumn.parentEndSusceptance] * v
    for block in 0..<blocks {
      let at = child &* blocks &+ block
      summary[SummaryRow.importedActive &* blocks &+ block] += enteringActive[at] + shuntLosses
      summary[SummaryRow.importedReactive &* blocks &+ block] += enteringReactive[at] - charging
      summary[SummaryRow.activeLosses &* blocks &+ block] += shuntLosses
      measureParentEnd(
        branch, p: enteringActive[at], q: enteringReactive[at], v: v, inverse: inverse,
        loading: loading + at, summary: summary + block, blocks: blocks)
    }
  }
}

/// The current at the parent's end of a branch, which completes the branch's loading.
@inline(__always)
private func measureParentEnd(
  _ branch: UnsafePointer<Double>, p: Lanes, q: Lanes, v: Lanes, inverse: Lanes,
  loading: UnsafeMutablePointer<Lanes>, summary: UnsafeMutablePointer<Lanes>, blocks: Int
) {
  let endP = p + branch[BranchColumn.parentEndConductance] * v
  let endQ = q - branch[BranchColumn.parentEndSusceptance] * v
  let current = (endP * endP + endQ * endQ) * inverse * branch[BranchColumn.parentEndRating]
  let larger = greater(loading.pointee, current)
  loading.pointee = larger
  let row =
    branch[BranchColumn.isTransformer] == 0
    ? SummaryRow.squaredLineLoading : SummaryRow.squaredTransformerLoading
  let worst = summary + row &* blocks
  worst.pointee = greater(worst.pointee, larger)
}

/// The larger of two numbers in each lane; a NaN in `a` stays.
@inline(__always)
func greater(_ a: Lanes, _ b: Lanes) -> Lanes {
  a.replacing(with: b, where: b .> a)
}

/// The smaller of two numbers in each lane; a NaN in `a` stays.
@inline(__always)
func lesser(_ a: Lanes, _ b: Lanes) -> Lanes {
  a.replacing(with: b, where: b .< a)
}

/// The largest lane; a NaN anywhere makes it NaN.
///
/// Without branches: which of two lanes is larger cannot be foreseen.
@inline(__always)
private func largestLane(_ rows: UnsafePointer<Lanes>, blocks: Int) -> Double {
  var eight = rows[0]
  for block in 1..<blocks {
    let row = rows[block]
    eight.replace(with: row, where: (row .> eight) .| (row .!= row))
  }
  var four = eight.lowHalf
  four.replace(
    with: eight.highHalf, where: (eight.highHalf .> four) .| (eight.highHalf .!= eight.highHalf))
  var largest = four[0]
  for lane in 1..<4 { largest = four[lane] > largest || four[lane].isNaN ? four[lane] : largest }
  return largest
}
