/// One register of the processor level that this module is compiled for: four numbers.
typealias Lanes = SIMD4<Float>
