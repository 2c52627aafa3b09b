import GridModel
public import Numerics

/// The features of a recording, a column each.
public struct FeatureTable<Scalar: BinaryFloatingPoint & Sendable>: Sendable, Equatable {
  /// The features.
  public let set: FeatureSet
  /// The number of rows.
  public private(set) var rowCount: Int
  /// The columns one after another: feature *f* of row *r* stands at `f * rowCount + r`.
  public private(set) var values: [Scalar]

  /// The column of feature number `index`.
  public func column(_ index: Int) -> ArraySlice<Scalar> {
    values[index * rowCount..<(index + 1) * rowCount]
  }

  /// Makes the features of `recording` in place of those of before.
  private mutating func replace(
    with recording: Recording, _ kernels: FeatureKernelSet,
    _ columns: FeatureKernelSet.Columns<Scalar>, _ execution: Execution
  ) throws(FeatureError) {
    let missing = set.missingChannels(in: recording.channels.map(\.name))
    guard missing.isEmpty else { throw .missingChannels(missing) }
    let series = MeterSeries.all(of: recording)
    for meter in series { try meter.checkOrder(in: recording) }
    rowCount = recording.count
    FeatureRun(set: set, recording: recording, series: series)
      .write(over: &values, kernels, columns, execution)
  }
}

// Features are computed in double precision, whatever they are kept in. The initialisers are
// concrete so that the loops below them are compiled for each.

extension FeatureTable<Float> {
  /// The features `set` of every row of `recording`, rounded to single precision.
  ///
  /// - Throws: ``FeatureError`` if a column is missing or a meter's rows are not in order of time.
  /// - Complexity: O(rows · channels · windows), whatever the windows' lengths.
  public init(
    _ set: FeatureSet, of recording: Recording, execution: Execution,
    kernels: FeatureKernelSet = .fastest
  ) throws(FeatureError) {
    self.init(set: set, rowCount: 0, values: [])
    try replace(with: recording, execution: execution, kernels: kernels)
  }

  /// Makes the features of `recording` in place of those of before, in the same memory if it is
  /// large enough.
  ///
  /// A fifth of the time that a large table takes is the system's, which clears the memory. Whoever
  /// makes features again and again, of one part of a recording after another, keeps the table.
  ///
  /// - Throws: ``FeatureError`` as the initialiser does; the table is then as it was.
  public mutating func replace(
    with recording: Recording, execution: Execution, kernels: FeatureKernelSet = .fastest
  ) throws(FeatureError) {
    try replace(with: recording, kernels, kernels.floats, execution)
  }
}

extension FeatureTable<Double> {
  /// The features `set` of every row of `recording`.
  ///
  /// - Throws: ``FeatureError`` if a column is missing or a meter's rows are not in order of time.
  /// - Complexity: O(rows · channels · windows), whatever the windows' lengths.
  public init(
    _ set: FeatureSet, of recording: Recording, execution: Execution,
    kernels: FeatureKernelSet = .fastest
  ) throws(FeatureError) {
    self.init(set: set, rowCount: 0, values: [])
    try replace(with: recording, execution: execution, kernels: kernels)
  }

  /// Makes the features of `recording` in place of those of before, in the same memory if it is
  /// large enough.
  ///
  /// A fifth of the time that a large table takes is the system's, which clears the memory. Whoever
  /// makes features again and again, of one part of a recording after another, keeps the table.
  ///
  /// - Throws: ``FeatureError`` as the initialiser does; the table is then as it was.
  public mutating func replace(
    with recording: Recording, execution: Execution, kernels: FeatureKernelSet = .fastest
  ) throws(FeatureError) {
    try replace(with: recording, kernels, kernels.doubles, execution)
  }
}

/// The rows of one meter.
struct MeterSeries: Sendable {
  let meter: Int
  /// The meter's rows in order; nil if all rows are the meter's.
  let rows: [Int32]?
  let count: Int

  static func all(of recording: Recording) -> [MeterSeries] {
    if recording.meterIDs.count == 1 {
      return [MeterSeries(meter: 0, rows: nil, count: recording.count)]
    }
    var rows = [[Int32]](repeating: [], count: recording.meterIDs.count)
    for (row, meter) in recording.meterIndices.enumerated() { rows[Int(meter)].append(Int32(row)) }
    return rows.enumerated().map { MeterSeries(meter: $0, rows: $1, count: $1.count) }
  }

  @inline(__always)
  func row(_ position: Int) -> Int { rows.map { Int($0[position]) } ?? position }

  func checkOrder(in recording: Recording) throws(FeatureError) {
    guard count > 1 else { return }
    for position in 1..<count {
      let time = recording.timestamps[row(position)]
      let previous = recording.timestamps[row(position - 1)]
      if time < previous {
        throw .unorderedTime(
          meterID: recording.meterIDs[meter], time: time, previous: previous)
      }
    }
  }
}
