// Registers are read from and written to plain memory, at any alignment.

@inline(__always)
func lanes(_ place: UnsafePointer<Float>) -> Lanes {
  UnsafeRawPointer(place).loadUnaligned(as: Lanes.self)
}

@inline(__always)
func fourLanes(_ place: UnsafePointer<Float>) -> SIMD4<Float> {
  UnsafeRawPointer(place).loadUnaligned(as: SIMD4<Float>.self)
}

@inline(__always)
func store<Register>(_ value: Register, _ place: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(place).storeBytes(of: value, as: Register.self)
}
