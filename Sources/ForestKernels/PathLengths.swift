// Many rows go down an isolation tree at once, without going down: every split is decided for every
// row, from the deepest splits to the root, and each decision passes one of two lengths on. There is
// no wait for where a row went and no gather, which pays while a tree has fewer splits than its
// rows would need steps times the width of a register.

/// The rows that the kernels take together.
public let rowsPerGroup = 128

/// Finds the path lengths, in one tree, of a group of rows, and adds them to `sums`.
///
/// `cells` holds the group feature by feature. Step `s` compares the feature that begins at
/// `routes[s][0]` with `thresholds[s]` and passes on, from `routes[s][1]` for the rows that are not
/// greater and from `routes[s][2]` for the others, to `routes[s][3]`. All are places in `cells` or
/// in `lengths`, multiples of 16; a last bit says that the place holds a length for each row, and
/// not the length of a leaf 16 times. The last step is the root.
public func addPathLengths(
  cells: UnsafePointer<Float>, steps: Int, thresholds: UnsafePointer<Float>,
  routes: UnsafePointer<SIMD4<UInt32>>, lengths: UnsafeMutablePointer<Float>,
  sums: UnsafeMutablePointer<Double>
) {
  var step = 0
  while step < steps {
    let route = routes[step]
    let threshold = Lanes(repeating: thresholds[step])
    let column = cells + Int(route[0])
    let left = Lengths(route[1], lengths)
    let right = Lengths(route[2], lengths)
    let target = lengths + Int(route[3])
    var register = 0
    while register < registersPerGroup {
      let isGreater = lanes(column, register) .> threshold
      let length = left[register].replacing(with: right[register], where: isGreater)
      store(length, target, register)
      register &+= 1
    }
    step &+= 1
  }
  add(lengths + Int(routes[steps &- 1][3]), to: sums)
}

/// As above, for splits by sums: step `s` compares the sum of `terms` features, those that begin at
/// `columns[s * terms]` and after it, times their coefficients.
public func addPathLengthsOfSums(
  cells: UnsafePointer<Float>, steps: Int, terms: Int, columns: UnsafePointer<UInt32>,
  coefficients: UnsafePointer<Float>, thresholds: UnsafePointer<Float>,
  routes: UnsafePointer<SIMD4<UInt32>>, lengths: UnsafeMutablePointer<Float>,
  sums: UnsafeMutablePointer<Double>
) {
  var step = 0
  while step < steps {
    let route = routes[step]
    let threshold = Lanes(repeating: thresholds[step])
    let left = Lengths(route[1], lengths)
    let right = Lengths(route[2], lengths)
    let target = lengths + Int(route[3])
    var register = 0
    while register < registersPerGroup {
      var sum = Lanes(repeating: 0)
      var term = step &* terms
      while term < (step &+ 1) &* terms {
        let values = lanes(cells + Int(columns[term]), register)
        sum += Lanes(repeating: coefficients[term]) * values
        term &+= 1
      }
      let length = left[register].replacing(with: right[register], where: sum .> threshold)
      store(length, target, register)
      register &+= 1
    }
    step &+= 1
  }
  add(lengths + Int(routes[steps &- 1][3]), to: sums)
}

private var registersPerGroup: Int { rowsPerGroup / Lanes.scalarCount }

/// The lengths of all rows, one after the other, or the same length again and again.
private struct Lengths {
  private let first: UnsafePointer<Float>
  private let stride: Int

  @inline(__always)
  init(_ place: UInt32, _ lengths: UnsafeMutablePointer<Float>) {
    first = UnsafePointer(lengths + Int(place & ~1))
    stride = Int(place & 1) &* Lanes.scalarCount
  }

  @inline(__always)
  subscript(register: Int) -> Lanes { lanes(first + register &* stride, 0) }
}

@inline(__always)
private func add(_ lengths: UnsafePointer<Float>, to sums: UnsafeMutablePointer<Double>) {
  var row = 0
  while row < rowsPerGroup {
    sums[row] += Double(lengths[row])
    row &+= 1
  }
}
