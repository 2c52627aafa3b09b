// How the sweeps lay out their tables; compiled, like the sweeps, once for each processor level.

/// Eight scenarios.
public typealias Lanes = SIMD8<Double>

/// The columns of a feeder's branch table, `count` numbers for each node.
///
/// Nodes are in breadth-first order: parents before children, the children of a node adjacent.
/// A node's shunt includes the ends of all its branches; the end shunts of its own branch are
/// repeated for the currents at the terminals.
public enum BranchColumn {
  /// Series resistance.
  public static let resistance = 0
  /// Series reactance.
  public static let reactance = 1
  /// Conductance of the node's shunt.
  public static let conductance = 2
  /// Susceptance of the node's shunt.
  public static let susceptance = 3
  /// Conductance of the branch at the parent's end.
  public static let parentEndConductance = 4
  /// Susceptance of the branch at the parent's end.
  public static let parentEndSusceptance = 5
  /// Conductance of the branch at the node's own end.
  public static let ownEndConductance = 6
  /// Susceptance of the branch at the node's own end.
  public static let ownEndSusceptance = 7
  /// (100 / rated current)² at the parent's end, 0 without a rating.
  public static let parentEndRating = 8
  /// (100 / rated current)² at the node's own end, 0 without a rating.
  public static let ownEndRating = 9
  /// 1 for a transformer, 0 for a line.
  public static let isTransformer = 10
  /// What turns the node's squared voltage into per unit of its bus.
  public static let squaredScale = 11
  /// The width of the table.
  public static let count = 12
}

/// The parts of a workspace: each holds `blocks` lanes for every node.
public enum WorkspacePart {
  /// Active demand less generation, per unit.
  public static let activeDemand = 0
  /// Reactive demand less generation, per unit.
  public static let reactiveDemand = 1
  /// Squared voltage in the node's own base.
  public static let squaredVoltage = 2
  /// Active power that enters the impedance of the node's branch.
  public static let enteringActive = 3
  /// Reactive power that enters the impedance of the node's branch.
  public static let enteringReactive = 4
  /// What the squared voltage loses in the node's branch.
  public static let drop = 5
  /// Squared loading of the node's branch, percent².
  public static let squaredLoading = 6
  /// The number of parts.
  public static let count = 7
}

/// The rows that follow the parts of a workspace: each holds `blocks` lanes.
public enum SummaryRow {
  /// The largest squared loading of a line, percent².
  public static let squaredLineLoading = 0
  /// The largest squared loading of a transformer, percent².
  public static let squaredTransformerLoading = 1
  /// The lowest squared voltage of a bus.
  public static let lowestSquaredVoltage = 2
  /// The highest squared voltage of a bus.
  public static let highestSquaredVoltage = 3
  /// Active power that the slack delivers.
  public static let importedActive = 4
  /// Reactive power that the slack delivers.
  public static let importedReactive = 5
  /// Active power lost in branches and shunts.
  public static let activeLosses = 6
  /// Sum over the nodes of the squared changes of v in the last sweep.
  public static let squaredChange = 7
  /// The number of rows.
  public static let count = 8
}

/// The rows that `accumulateMeasures` adds up, one of eight lanes each.
public enum MeasureRow {
  /// Sum of the largest line loadings, percent.
  public static let lineLoadingSum = 0
  /// The largest line loading, percent.
  public static let lineLoadingPeak = 1
  /// The largest transformer loading, percent.
  public static let transformerLoadingPeak = 2
  /// The lowest voltage, per unit.
  public static let lowestVoltage = 3
  /// The highest voltage, per unit.
  public static let highestVoltage = 4
  /// Sum of the largest distances of a voltage from 1 per unit.
  public static let voltageDeviationSum = 5
  /// Sum of the active losses, per unit.
  public static let lossesSum = 6
  /// Sum of the active power that the slack delivers, where it is positive.
  public static let importSum = 7
  /// Sum of what exceeds the limits: voltages in percent of nominal, loadings in percent of rating.
  public static let violationSum = 8
  /// The largest squared change of the last sweep.
  public static let squaredChange = 9
  /// The number of rows.
  public static let count = 10
}

/// The limits that `accumulateMeasures` holds scenarios to.
public enum LimitColumn {
  /// The lowest allowed voltage, per unit.
  public static let lowestVoltage = 0
  /// The highest allowed voltage, per unit.
  public static let highestVoltage = 1
  /// The largest allowed line loading, percent.
  public static let lineLoading = 2
  /// The largest allowed transformer loading, percent.
  public static let transformerLoading = 3
  /// The number of limits.
  public static let count = 4
}
