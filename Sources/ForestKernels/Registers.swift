// Registers are read from and written to plain memory, at any alignment.

@inline(__always)
func lanes(_ place: UnsafePointer<Float>, _ register: Int) -> Lanes {
  UnsafeRawPointer(place + register &* Lanes.scalarCount).loadUnaligned(as: Lanes.self)
}

@inline(__always)
func store(_ value: Lanes, _ place: UnsafeMutablePointer<Float>, _ register: Int) {
  UnsafeMutableRawPointer(place + register &* Lanes.scalarCount)
    .storeBytes(of: value, as: Lanes.self)
}
