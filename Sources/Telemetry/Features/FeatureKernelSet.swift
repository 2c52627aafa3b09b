import CProcessor
import FeatureKernels
import FeatureKernelsV3
import FeatureKernelsV4

/// The kernels of rolling features, as compiled for one processor level.
///
/// All sets give the same bits; only their speed differs.
public struct FeatureKernelSet: Sendable {
  typealias Lanes = SIMD8<Double>
  typealias Roll =
    @Sendable (
      _ first: Int, _ end: Int, _ rows: UnsafePointer<Lanes>, _ times: UnsafePointer<Int64>,
      _ width: Int64, _ blockEnd: Int64, _ lastStart: Int, _ presentStart: Int,
      _ centerMayMove: Bool, _ head: UnsafeMutablePointer<Int>, _ sums: UnsafeMutablePointer<Lanes>,
      _ suffixes: UnsafePointer<Lanes>, _ means: UnsafeMutablePointer<Lanes>,
      _ variances: UnsafeMutablePointer<Lanes>
    ) -> Int
  typealias SumSuffixes =
    @Sendable (
      _ rows: UnsafePointer<Lanes>, _ count: Int, _ center: UnsafePointer<Lanes>,
      _ suffixes: UnsafeMutablePointer<Lanes>
    ) -> Void
  typealias FinishRow =
    @Sendable (
      _ values: UnsafePointer<Lanes>, _ means: UnsafePointer<Lanes>,
      _ deviations: UnsafeMutablePointer<Lanes>, _ scores: UnsafeMutablePointer<Lanes>?
    ) -> Void
  typealias GatherRows =
    @Sendable (
      _ columns: UnsafePointer<Double>, _ stride: Int, _ count: Int,
      _ rows: UnsafeMutablePointer<Lanes>
    ) -> Void
  typealias WriteCalendar =
    @Sendable (
      _ times: UnsafePointer<Int64>, _ count: Int, _ stride: Int,
      _ columns: UnsafeMutablePointer<Double>
    ) -> Void
  typealias MoveColumn =
    @Sendable (
      _ stage: UnsafeMutableRawPointer, _ size: Int, _ memory: UnsafeMutableRawPointer,
      _ isFirst: Bool, _ isLast: Bool
    ) -> Void

  typealias MergeMoments =
    @Sendable (
      _ values: UnsafeMutablePointer<Double>, _ count: Int, _ length: Int,
      _ steps: UnsafePointer<Int>, _ weights: UnsafePointer<Double>, _ stepCount: Int
    ) -> Void
  typealias MoveToFront =
    @Sendable (
      _ buffers: UnsafeMutablePointer<Double>, _ length: Int, _ count: Int,
      _ sizes: UnsafePointer<Int>, _ end: Int, _ reach: Int
    ) -> Void
  typealias MergeRows =
    @Sendable (
      _ rows: UnsafePointer<Lanes>, _ count: Int, _ number: Int,
      _ rings: UnsafeMutablePointer<Lanes>, _ valueMask: Int, _ steps: UnsafePointer<Int>,
      _ weights: UnsafePointer<Double>, _ stepCount: Int, _ windows: UnsafePointer<Int>,
      _ inverses: UnsafePointer<Double>, _ windowCount: Int,
      _ vectors: UnsafeMutablePointer<Lanes>, _ stride: Int
    ) -> Void
  typealias WriteChanges =
    @Sendable (
      _ values: UnsafePointer<Double>, _ count: Int, _ isRelative: Bool,
      _ changes: UnsafeMutablePointer<Double>
    ) -> Void

  /// The kernels that write columns of one kind of number.
  struct Columns<Scalar>: Sendable {
    typealias WriteStatistics =
      @Sendable (
        _ means: UnsafePointer<Lanes>, _ variances: UnsafePointer<Lanes>, _ count: Int,
        _ values: UnsafePointer<Double>, _ stride: Int, _ places: UnsafePointer<Int>,
        _ columns: UnsafeMutablePointer<Scalar>
      ) -> Void
    typealias FinishMoments =
      @Sendable (
        _ values: UnsafePointer<Double>, _ count: Int, _ length: Int,
        _ windows: UnsafePointer<Int>, _ inverses: UnsafePointer<Double>, _ windowCount: Int,
        _ places: UnsafePointer<Int>, _ columns: UnsafeMutablePointer<Scalar>
      ) -> Void
    typealias CopyColumn =
      @Sendable (
        _ values: UnsafePointer<Double>, _ count: Int, _ column: UnsafeMutablePointer<Scalar>
      ) -> Void

    let writeStatistics: WriteStatistics
    let finishMoments: FinishMoments
    let copyColumn: CopyColumn
  }

  /// The x86-64 level that the kernels are compiled for: 1 for any processor.
  public let level: Int
  let roll: Roll
  let sumSuffixes: SumSuffixes
  let finishRow: FinishRow
  let mergeMoments: MergeMoments
  let moveToFront: MoveToFront
  let mergeRows: MergeRows
  let writeChanges: WriteChanges
  let completeCount: @Sendable (_ values: UnsafePointer<Double>, _ count: Int) -> Int
  let gatherRows: GatherRows
  let writeMoment: @Sendable (_ time: Int64, _ features: UnsafeMutablePointer<Lanes>) -> Void
  let writeCalendar: WriteCalendar
  let moveColumn: MoveColumn
  let doubles: Columns<Double>
  let floats: Columns<Float>

  /// The kernels for any processor.
  public static let portable = FeatureKernelSet(
    level: 1, roll: FeatureKernels.rollRows, sumSuffixes: FeatureKernels.sumSuffixes,
    finishRow: FeatureKernels.finishRow, mergeMoments: FeatureKernels.mergeMoments,
    moveToFront: FeatureKernels.moveToFront, mergeRows: FeatureKernels.mergeRows,
    writeChanges: FeatureKernels.writeChanges,
    completeCount: FeatureKernels.completeCount, gatherRows: FeatureKernels.gatherRows,
    writeMoment: FeatureKernels.writeCalendar, writeCalendar: FeatureKernels.writeCalendar,
    moveColumn: FeatureKernels.moveColumn,
    doubles: Columns(
      writeStatistics: FeatureKernels.writeStatistics,
      finishMoments: FeatureKernels.finishMoments, copyColumn: copyDoubles),
    floats: Columns(
      writeStatistics: FeatureKernels.writeStatistics,
      finishMoments: FeatureKernels.finishMoments, copyColumn: FeatureKernels.roundColumn))

  private static let level3 = FeatureKernelSet(
    level: 3, roll: FeatureKernelsV3.rollRows, sumSuffixes: FeatureKernelsV3.sumSuffixes,
    finishRow: FeatureKernelsV3.finishRow, mergeMoments: FeatureKernelsV3.mergeMoments,
    moveToFront: FeatureKernelsV3.moveToFront, mergeRows: FeatureKernelsV3.mergeRows,
    writeChanges: FeatureKernelsV3.writeChanges,
    completeCount: FeatureKernelsV3.completeCount, gatherRows: FeatureKernelsV3.gatherRows,
    writeMoment: FeatureKernelsV3.writeCalendar, writeCalendar: FeatureKernelsV3.writeCalendar,
    moveColumn: FeatureKernelsV3.moveColumn,
    doubles: Columns(
      writeStatistics: FeatureKernelsV3.writeStatistics,
      finishMoments: FeatureKernelsV3.finishMoments, copyColumn: copyDoubles),
    floats: Columns(
      writeStatistics: FeatureKernelsV3.writeStatistics,
      finishMoments: FeatureKernelsV3.finishMoments, copyColumn: FeatureKernelsV3.roundColumn))

  private static let level4 = FeatureKernelSet(
    level: 4, roll: FeatureKernelsV4.rollRows, sumSuffixes: FeatureKernelsV4.sumSuffixes,
    finishRow: FeatureKernelsV4.finishRow, mergeMoments: FeatureKernelsV4.mergeMoments,
    moveToFront: FeatureKernelsV4.moveToFront, mergeRows: FeatureKernelsV4.mergeRows,
    writeChanges: FeatureKernelsV4.writeChanges,
    completeCount: FeatureKernelsV4.completeCount, gatherRows: FeatureKernelsV4.gatherRows,
    writeMoment: FeatureKernelsV4.writeCalendar, writeCalendar: FeatureKernelsV4.writeCalendar,
    moveColumn: FeatureKernelsV4.moveColumn,
    doubles: Columns(
      writeStatistics: FeatureKernelsV4.writeStatistics,
      finishMoments: FeatureKernelsV4.finishMoments, copyColumn: copyDoubles),
    floats: Columns(
      writeStatistics: FeatureKernelsV4.writeStatistics,
      finishMoments: FeatureKernelsV4.finishMoments, copyColumn: FeatureKernelsV4.roundColumn))

  @Sendable
  private static func copyDoubles(
    _ values: UnsafePointer<Double>, _ count: Int, _ column: UnsafeMutablePointer<Double>
  ) {
    column.update(from: values, count: count)
  }

  /// Every set that this processor can run, the fastest last.
  public static let available: [FeatureKernelSet] = {
    let level = Int(processor_x86_64_level())
    return [portable, level3, level4].filter { $0.level <= level }
  }()

  /// The fastest set that this processor can run.
  public static let fastest = available.last ?? portable
}
