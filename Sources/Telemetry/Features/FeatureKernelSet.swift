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

  /// The kernels that write columns of one kind of number.
  struct Columns<Scalar>: Sendable {
    typealias WriteStatistics =
      @Sendable (
        _ means: UnsafePointer<Lanes>, _ variances: UnsafePointer<Lanes>, _ count: Int,
        _ values: UnsafePointer<Double>, _ stride: Int, _ places: UnsafePointer<Int>,
        _ columns: UnsafeMutablePointer<Scalar>
      ) -> Void
    typealias CopyColumn =
      @Sendable (
        _ values: UnsafePointer<Double>, _ count: Int, _ column: UnsafeMutablePointer<Scalar>
      ) -> Void

    let writeStatistics: WriteStatistics
    let copyColumn: CopyColumn
  }

  /// The x86-64 level that the kernels are compiled for: 1 for any processor.
  public let level: Int
  let roll: Roll
  let sumSuffixes: SumSuffixes
  let finishRow: FinishRow
  let gatherRows: GatherRows
  let writeMoment: @Sendable (_ time: Int64, _ features: UnsafeMutablePointer<Lanes>) -> Void
  let writeCalendar: WriteCalendar
  let moveColumn: MoveColumn
  let doubles: Columns<Double>
  let floats: Columns<Float>

  /// The kernels for any processor.
  public static let portable = FeatureKernelSet(
    level: 1, roll: FeatureKernels.rollRows, sumSuffixes: FeatureKernels.sumSuffixes,
    finishRow: FeatureKernels.finishRow, gatherRows: FeatureKernels.gatherRows,
    writeMoment: FeatureKernels.writeCalendar, writeCalendar: FeatureKernels.writeCalendar,
    moveColumn: FeatureKernels.moveColumn,
    doubles: Columns(writeStatistics: FeatureKernels.writeStatistics, copyColumn: copyDoubles),
    floats: Columns(
      writeStatistics: FeatureKernels.writeStatistics, copyColumn: FeatureKernels.roundColumn))

  private static let level3 = FeatureKernelSet(
    level: 3, roll: FeatureKernelsV3.rollRows, sumSuffixes: FeatureKernelsV3.sumSuffixes,
    finishRow: FeatureKernelsV3.finishRow, gatherRows: FeatureKernelsV3.gatherRows,
    writeMoment: FeatureKernelsV3.writeCalendar, writeCalendar: FeatureKernelsV3.writeCalendar,
    moveColumn: FeatureKernelsV3.moveColumn,
    doubles: Columns(writeStatistics: FeatureKernelsV3.writeStatistics, copyColumn: copyDoubles),
    floats: Columns(
      writeStatistics: FeatureKernelsV3.writeStatistics, copyColumn: FeatureKernelsV3.roundColumn))

  private static let level4 = FeatureKernelSet(
    level: 4, roll: FeatureKernelsV4.rollRows, sumSuffixes: FeatureKernelsV4.sumSuffixes,
    finishRow: FeatureKernelsV4.finishRow, gatherRows: FeatureKernelsV4.gatherRows,
    writeMoment: FeatureKernelsV4.writeCalendar, writeCalendar: FeatureKernelsV4.writeCalendar,
    moveColumn: FeatureKernelsV4.moveColumn,
    doubles: Columns(writeStatistics: FeatureKernelsV4.writeStatistics, copyColumn: copyDoubles),
    floats: Columns(
      writeStatistics: FeatureKernelsV4.writeStatistics, copyColumn: FeatureKernelsV4.roundColumn))

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
