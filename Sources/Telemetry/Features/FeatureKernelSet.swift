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
      _ deviations: UnsafeMutablePointer<Lanes>, _ scores: UnsafeMutablePointer<Lanes>?
    ) -> Int
  typealias SumSuffixes =
    @Sendable (
      _ rows: UnsafePointer<Lanes>, _ count: Int, _ center: UnsafePointer<Lanes>,
      _ suffixes: UnsafeMutablePointer<Lanes>
    ) -> Void
  typealias Finish =
    @Sendable (
      _ values: UnsafePointer<Lanes>, _ count: Int, _ means: UnsafePointer<Lanes>,
      _ deviations: UnsafeMutablePointer<Lanes>, _ scores: UnsafeMutablePointer<Lanes>?
    ) -> Void
  typealias WriteColumns<Scalar> =
    @Sendable (
      _ rows: UnsafePointer<Lanes>, _ count: Int, _ places: UnsafePointer<Int>,
      _ columns: UnsafeMutablePointer<Scalar>
    ) -> Void

  /// The x86-64 level that the kernels are compiled for: 1 for any processor.
  public let level: Int
  let roll: Roll
  let sumSuffixes: SumSuffixes
  let finish: Finish
  let writeDoubles: WriteColumns<Double>
  let writeFloats: WriteColumns<Float>

  /// The kernels for any processor.
  public static let portable = FeatureKernelSet(
    level: 1, roll: FeatureKernels.rollRows, sumSuffixes: FeatureKernels.sumSuffixes,
    finish: FeatureKernels.finishRows, writeDoubles: FeatureKernels.writeColumns,
    writeFloats: FeatureKernels.writeColumns)

  /// Every set that this processor can run, the fastest last.
  public static let available: [FeatureKernelSet] = {
    let level = Int(processor_x86_64_level())
    var sets = [portable]
    if level >= 3 {
      sets.append(
        FeatureKernelSet(
          level: 3, roll: FeatureKernelsV3.rollRows, sumSuffixes: FeatureKernelsV3.sumSuffixes,
          finish: FeatureKernelsV3.finishRows, writeDoubles: FeatureKernelsV3.writeColumns,
          writeFloats: FeatureKernelsV3.writeColumns))
    }
    if level >= 4 {
      sets.append(
        FeatureKernelSet(
          level: 4, roll: FeatureKernelsV4.rollRows, sumSuffixes: FeatureKernelsV4.sumSuffixes,
          finish: FeatureKernelsV4.finishRows, writeDoubles: FeatureKernelsV4.writeColumns,
          writeFloats: FeatureKernelsV4.writeColumns))
    }
    return sets
  }()

  /// The fastest set that this processor can run.
  public static let fastest = available.last ?? portable
}
