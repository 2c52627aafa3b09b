/// One register of the processor level that this module is compiled for: eight numbers.
typealias Lanes = SIMD8<Float>
