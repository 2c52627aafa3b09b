import Glibc

// The C functions that this module's inlinable code and its types need, under names of their own:
// an inlinable body may call only what the module itself makes public to its clients.

@usableFromInline func cosine(_ angleRad: Double) -> Double { cos(angleRad) }
@usableFromInline func sine(_ angleRad: Double) -> Double { sin(angleRad) }
func hypotenuse(_ x: Double, _ y: Double) -> Double { hypot(x, y) }
func arcTangent(y: Double, x: Double) -> Double { atan2(y, x) }
