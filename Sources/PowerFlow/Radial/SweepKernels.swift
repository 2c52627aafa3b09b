import CProcessor
import PowerFlowKernels
import PowerFlowKernelsV3
import PowerFlowKernelsV4

/// One build of the sweep kernels.
///
/// All builds give the same bits.
public struct SweepKernels: Sendable {
  /// The x86-64 level that the kernels are compiled for: 1 for any processor.
  public let level: Int

  let gather:
    @Sendable (
      Int, Int, UnsafePointer<Lanes>, Int, UnsafePointer<Lanes>, UnsafePointer<Double>,
      UnsafePointer<Int32>, UnsafeMutablePointer<Lanes>
    ) -> Void
  let sweep:
    @Sendable (
      Int, UnsafePointer<Int32>, UnsafePointer<Int32>, UnsafePointer<Double>, Double, Int,
      UnsafeMutablePointer<Lanes>, Double, Int
    ) -> Int
  let measure:
    @Sendable (
      Int, UnsafePointer<Int32>, UnsafePointer<Double>, Double, Int, UnsafeMutablePointer<Lanes>
    ) -> Void
  let accumulate:
    @Sendable (
      Int, UnsafePointer<Lanes>, UnsafePointer<Lanes>, UnsafePointer<Double>,
      UnsafeMutablePointer<Lanes>
    ) -> Void

  /// The kernels for any processor.
  public static let portable = SweepKernels(
    level: 1, gather: PowerFlowKernels.gatherDemand, sweep: PowerFlowKernels.sweepRadialFeeder,
    measure: PowerFlowKernels.measureRadialFeeder, accumulate: PowerFlowKernels.accumulateMeasures)

  /// Every build that this processor can run, the fastest last.
  public static let available: [SweepKernels] = {
    let level = Int(processor_x86_64_level())
    var kernels = [portable]
    if level >= 3 {
      kernels.append(
        SweepKernels(
          level: 3, gather: PowerFlowKernelsV3.gatherDemand,
          sweep: PowerFlowKernelsV3.sweepRadialFeeder,
          measure: PowerFlowKernelsV3.measureRadialFeeder,
          accumulate: PowerFlowKernelsV3.accumulateMeasures))
    }
    if level >= 4 {
      kernels.append(
        SweepKernels(
          level: 4, gather: PowerFlowKernelsV4.gatherDemand,
          sweep: PowerFlowKernelsV4.sweepRadialFeeder,
          measure: PowerFlowKernelsV4.measureRadialFeeder,
          accumulate: PowerFlowKernelsV4.accumulateMeasures))
    }
    return kernels
  }()

  /// The fastest build that this processor can run.
  public static let fastest = available.last ?? portable
}
