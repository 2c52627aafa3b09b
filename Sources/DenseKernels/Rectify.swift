// The rectifier max(0, x) and its slope, in place.

/// Puts zero wherever `values` is negative; `count` a multiple of 16.
public func rectify(_ values: UnsafeMutablePointer<Float>, count: Int) {
  var index = 0
  while index < count {
    let value = lanes(values + index)
    store(value.replacing(with: 0, where: value .< 0), values + index)
    index &+= Lanes.scalarCount
  }
}

/// Puts zero into `gradients` wherever `outputs` is not positive; `count` a multiple of 16.
public func rectifyGradients(
  _ gradients: UnsafeMutablePointer<Float>, outputs: UnsafePointer<Float>, count: Int
) {
  var index = 0
  while index < count {
    let gradient = lanes(gradients + index)
    store(
      gradient.replacing(with: 0, where: lanes(outputs + index) .<= 0), gradients + index)
    index &+= Lanes.scalarCount
  }
}
