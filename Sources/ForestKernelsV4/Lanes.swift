/// One register of the processor level that this module is compiled for: sixteen numbers.
typealias Lanes = SIMD16<Float>
