/// One register of the processor level that this module is compiled for: sixteen numbers.
typealias Lanes = SIMD16<Float>

/// The bits of such a register.
typealias LaneBits = SIMD16<UInt32>
