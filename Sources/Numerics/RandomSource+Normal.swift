import Glibc

// Normal draws by the ziggurat of Doornik (2005), "An improved ziggurat method to generate normal
// random samples": 128 boxes of equal area, one uniform for the box and one for the place in it,
// so that no bits are shared between the two.

extension RandomSource {
  /// A draw from the standard normal distribution.
  @inlinable
  public mutating func normal() -> Double {
    while true {
      let place = 2 * uniform() - 1
      let box = Int(next() & 0x7f)
      if abs(place) < Ziggurat.ratios[box] {
        return place * Ziggurat.edges[box]
      }
      if let draw = normalOutsideBox(box, place: place) {
        return draw
      }
    }
  }

  /// A draw from the normal distribution of `mean` and `deviation`.
  @inlinable
  public mutating func normal(mean: Double, deviation: Double) -> Double {
    mean + deviation * normal()
  }

  /// The rare rest of the ziggurat: the tail below box 0, or the wedge beside another box.
  @usableFromInline
  mutating func normalOutsideBox(_ box: Int, place: Double) -> Double? {
    if box == 0 {
      var beyond: Double
      var height: Double
      repeat {
        beyond = log(1 - uniform()) / Ziggurat.tailStart
        height = log(1 - uniform())
      } while -2 * height < beyond * beyond
      return place < 0 ? beyond - Ziggurat.tailStart : Ziggurat.tailStart - beyond
    }
    let draw = place * Ziggurat.edges[box]
    let outer = exp(-0.5 * (Ziggurat.edges[box] * Ziggurat.edges[box] - draw * draw))
    let inner = exp(-0.5 * (Ziggurat.edges[box + 1] * Ziggurat.edges[box + 1] - draw * draw))
    return inner + uniform() * (outer - inner) < 1 ? draw : nil
  }
}

/// The boxes of the ziggurat.
@usableFromInline
enum Ziggurat {
  static let boxCount = 128
  @usableFromInline static let tailStart = 3.442619855899
  static let boxArea = 9.91256303526217e-3

  /// The right edge of each box, box 0 being as wide as its area demands.
  @usableFromInline static let edges: [Double] = {
    var edges = [Double](repeating: 0, count: boxCount + 1)
    var height = exp(-0.5 * tailStart * tailStart)
    edges[0] = boxArea / height
    edges[1] = tailStart
    for box in 2..<boxCount {
      edges[box] = (-2 * log(boxArea / edges[box - 1] + height)).squareRoot()
      height = exp(-0.5 * edges[box] * edges[box])
    }
    return edges
  }()

  /// The share of each box that lies wholly under the curve.
  @usableFromInline static let ratios: [Double] = (0..<boxCount).map { edges[$0 + 1] / edges[$0] }
}
