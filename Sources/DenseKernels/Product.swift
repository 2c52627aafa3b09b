// The one product behind a dense layer, in single precision:
//
//   c[i, j] = start[j] + Σ_p a[i, p] · b[p, j]
//
// It is the layer's output (a the inputs, b the weights, start the biases), the gradient of its
// inputs (a the output gradients, b the transposed weights) and the gradient of its weights (a the
// inputs read by column, b the output gradients): `a` therefore has a stride for each direction.
//
// Goals, in order: the same bits on every processor; full use of its lanes; little code. Every sum
// runs over p in increasing order with one rounding per multiplication and one per addition, so
// neither the shape of a tile nor the width of a lane can change a bit of the answer. This file is
// compiled once for each processor level; `Lanes` is what a level gives it to work with.

/// Computes c = start + a · b, with `columns` a multiple of 4.
///
/// `a` is `rows` × `depth`, element (i, p) at `a[i * aRowStride + p * aDepthStride]`; `b` is
/// `depth` × `columns` and `c` `rows` × `columns`, row after row without gaps; `start` holds
/// `columns` numbers that every row of `c` starts from, nil for zeros. `c` overlaps none of them.
///
/// - Complexity: O(`rows` · `columns` · `depth`).
public func product(
  _ a: UnsafePointer<Float>, aRowStride: Int, aDepthStride: Int, _ b: UnsafePointer<Float>,
  start: UnsafePointer<Float>?, into c: UnsafeMutablePointer<Float>, rows: Int, columns: Int,
  depth: Int
) {
  let width = Lanes.scalarCount
  let wideColumns = columns - columns % (2 * width)
  var row = 0
  while row + 4 <= rows {
    let a0 = a + row &* aRowStride
    let a1 = a0 + aRowStride
    let a2 = a1 + aRowStride
    let a3 = a2 + aRowStride
    let out = c + row &* columns
    var column = 0
    while column < wideColumns {
      // A tile of 4 rows and 2 registers: 8 sums in flight hide the latency of an addition.
      let left = start.map { lanes($0 + column) } ?? Lanes()
      let right = start.map { lanes($0 + column + width) } ?? Lanes()
      var (l0, l1, l2, l3) = (left, left, left, left)
      var (r0, r1, r2, r3) = (right, right, right, right)
      var place = 0
      var weights = b + column
      for _ in 0..<depth {
        let (wl, wr) = (lanes(weights), lanes(weights + width))
        l0 += wl * a0[place]
        r0 += wr * a0[place]
        l1 += wl * a1[place]
        r1 += wr * a1[place]
        l2 += wl * a2[place]
        r2 += wr * a2[place]
        l3 += wl * a3[place]
        r3 += wr * a3[place]
        place &+= aDepthStride
        weights += columns
      }
      let (c0, c1, c2) = (out + column, out + column + columns, out + column + 2 &* columns)
      let c3 = c2 + columns
      store(l0, c0)
      store(r0, c0 + width)
      store(l1, c1)
      store(r1, c1 + width)
      store(l2, c2)
      store(r2, c2 + width)
      store(l3, c3)
      store(r3, c3 + width)
      column &+= 2 &* width
    }
    while column < columns {
      let first = start.map { fourLanes($0 + column) } ?? SIMD4()
      var (s0, s1, s2, s3) = (first, first, first, first)
      var place = 0
      var weights = b + column
      for _ in 0..<depth {
        let w = fourLanes(weights)
        s0 += w * a0[place]
        s1 += w * a1[place]
        s2 += w * a2[place]
        s3 += w * a3[place]
        place &+= aDepthStride
        weights += columns
      }
      store(s0, out + column)
      store(s1, out + column + columns)
      store(s2, out + column + 2 &* columns)
      store(s3, out + column + 3 &* columns)
      column &+= 4
    }
    row &+= 4
  }
  while row < rows {
    productOfRow(
      a + row &* aRowStride, aDepthStride: aDepthStride, b, start: start, into: c + row &* columns,
      columns: columns, depth: depth)
    row &+= 1
  }
}

/// The product for one row alone.
private func productOfRow(
  _ a: UnsafePointer<Float>, aDepthStride: Int, _ b: UnsafePointer<Float>,
  start: UnsafePointer<Float>?, into c: UnsafeMutablePointer<Float>, columns: Int, depth: Int
) {
  let width = Lanes.scalarCount
  var column = 0
  while column &+ 4 &* width <= columns {
    var s0 = start.map { lanes($0 + column) } ?? Lanes()
    var s1 = start.map { lanes($0 + column + width) } ?? Lanes()
    var s2 = start.map { lanes($0 + column + 2 &* width) } ?? Lanes()
    var s3 = start.map { lanes($0 + column + 3 &* width) } ?? Lanes()
    var weights = b + column
    for p in 0..<depth {
      let value = a[p &* aDepthStride]
      s0 += lanes(weights) * value
      s1 += lanes(weights + width) * value
      s2 += lanes(weights + 2 &* width) * value
      s3 += lanes(weights + 3 &* width) * value
      weights += columns
    }
    store(s0, c + column)
    store(s1, c + column + width)
    store(s2, c + column + 2 &* width)
    store(s3, c + column + 3 &* width)
    column &+= 4 &* width
  }
  while column < columns {
    var sum = start.map { fourLanes($0 + column) } ?? SIMD4()
    var weights = b + column
    for p in 0..<depth {
      sum += fourLanes(weights) * a[p &* aDepthStride]
      weights += columns
    }
    store(sum, c + column)
    column &+= 4
  }
}
