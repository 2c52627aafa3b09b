import CProcessor
import DenseKernels
import DenseKernelsV3
import DenseKernelsV4

/// The kernels of the network, as compiled for the widest registers that this processor has.
///
/// All sets give the same bits; only their speed differs.
struct DenseKernelSet: Sendable {
  typealias Product =
    @Sendable (
      _ a: UnsafePointer<Float>, _ aRowStride: Int, _ aDepthStride: Int, _ b: UnsafePointer<Float>,
      _ start: UnsafePointer<Float>?, _ c: UnsafeMutablePointer<Float>, _ rows: Int,
      _ columns: Int, _ depth: Int
    ) -> Void
  typealias Adam =
    @Sendable (
      _ parameters: UnsafeMutablePointer<Float>, _ gradients: UnsafePointer<Float>,
      _ mean: UnsafeMutablePointer<Float>, _ square: UnsafeMutablePointer<Float>, _ count: Int,
      _ step: Float, _ correction: Float, _ decay: Float, _ beta1: Float, _ beta2: Float,
      _ epsilon: Float
    ) -> Void

  /// c = start + a · b; see `DenseKernels.product`.
  let product: Product
  /// One step of Adam; see `DenseKernels.adamStep`.
  let adamStep: Adam
  private let rectifyValues: @Sendable (UnsafeMutablePointer<Float>, Int) -> Void
  private let rectifySlopes:
    @Sendable (UnsafeMutablePointer<Float>, UnsafePointer<Float>, Int) -> Void

  /// The sets by processor level, for tests that compare them.
  static func compiled(forLevel level: Int) -> DenseKernelSet {
    switch level {
    case 4:
      DenseKernelSet(
        product: DenseKernelsV4.product, adamStep: DenseKernelsV4.adamStep,
        rectifyValues: DenseKernelsV4.rectify, rectifySlopes: DenseKernelsV4.rectifyGradients)
    case 3:
      DenseKernelSet(
        product: DenseKernelsV3.product, adamStep: DenseKernelsV3.adamStep,
        rectifyValues: DenseKernelsV3.rectify, rectifySlopes: DenseKernelsV3.rectifyGradients)
    default:
      DenseKernelSet(
        product: DenseKernels.product, adamStep: DenseKernels.adamStep,
        rectifyValues: DenseKernels.rectify, rectifySlopes: DenseKernels.rectifyGradients)
    }
  }

  /// The set for this processor.
  static let best = compiled(forLevel: Int(processor_x86_64_level()))

  /// Puts zero wherever `values` is negative.
  func rectify(_ values: UnsafeMutableBufferPointer<Float>) {
    guard let base = values.baseAddress else { return }
    rectifyValues(base, values.count)
  }

  /// Puts zero into `gradients` wherever `outputs` is not positive.
  func rectifyGradients(
    _ gradients: UnsafeMutableBufferPointer<Float>, outputs: UnsafeMutableBufferPointer<Float>
  ) {
    guard let base = gradients.baseAddress, let outputs = outputs.baseAddress else { return }
    rectifySlopes(base, outputs, gradients.count)
  }
}
