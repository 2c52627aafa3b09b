// One step of Adam (Kingma and Ba 2015), with the decoupled weight decay of Loshchilov and Hutter
// (2019):
//
//   m ← β₁ m + (1 − β₁) g        v ← β₂ v + (1 − β₂) g²
//   p ← p − decay · p − step · m / (correction · √v + ε)
//
// where step = rate / (1 − β₁ᵗ), correction = 1 / √(1 − β₂ᵗ) and decay = rate · weight decay. One
// pass reads and writes each of the four arrays once.
//
// Swift has no root of a whole register (it calls the C library lane by lane), so √v is v · y, with
// y = 1/√v from the exponent halved as an integer and three Newton steps y ← y (3/2 − v/2 · y²):
// relative error below 3e-7, the same bits on every processor.

/// Moves `count` parameters one step of Adam along `gradients`, `count` a multiple of 16.
///
/// `mean` is m, the running mean of the gradients, and `square` is v, that of their squares.
///
/// - Complexity: O(`count`).
public func adamStep(
  parameters: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>,
  mean: UnsafeMutablePointer<Float>, square: UnsafeMutablePointer<Float>, count: Int,
  step: Float, correction: Float, decay: Float, beta1: Float, beta2: Float, epsilon: Float
) {
  var index = 0
  while index < count {
    let g = lanes(gradients + index)
    let p = lanes(parameters + index)
    let m = lanes(mean + index) * beta1 + g * (1 - beta1)
    let v = lanes(square + index) * beta2 + g * g * (1 - beta2)
    var y = unsafeBitCast(
      0x5f37_59df &- (unsafeBitCast(v, to: LaneBits.self) &>> 1), to: Lanes.self)
    let half = v * 0.5
    y *= 1.5 - half * y * y
    y *= 1.5 - half * y * y
    y *= 1.5 - half * y * y
    store(m, mean + index)
    store(v, square + index)
    store(p - p * decay - m * step / (v * y * correction + epsilon), parameters + index)
    index &+= Lanes.scalarCount
  }
}
