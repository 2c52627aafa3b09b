import Evolution
import Numerics

/// Moves the priorities of a few pairs, or of one source as if its price had changed.
///
/// A price on a source's power moves the keys of all its pairs by what each has to send per MW that
/// arrives. The keys of an optimum are delivered costs at the right prices, so this is the move
/// that gets near it. Moves of single pairs settle who is served first: a pair goes right before or
/// behind another one of its node or source, since only among those the order counts.
struct PriorityMutation: Mutation {
  let shape: AllocationHour.Shape
  /// The standard deviation of a move.
  let deviation: Double

  func mutate(_ keys: inout [Double], using random: inout RandomSource) {
    if random.next() & 1 == 0 {
      movePrice(&keys, using: &random)
    } else {
      for _ in 0...random.index(below: 3) { movePair(&keys, using: &random) }
    }
  }

  private func movePrice(_ keys: inout [Double], using random: inout RandomSource) {
    let source = random.index(below: shape.sourceCount)
    // Small moves as well as large ones: the scale itself is drawn.
    let move = deviation * random.normal() * random.uniform()
    for node in 0..<shape.nodeCount {
      let pair = node * shape.sourceCount + source
      keys[pair] += move * shape.sentPerDelivered[pair]
    }
  }

  private func movePair(_ keys: inout [Double], using random: inout RandomSource) {
    let pair = random.index(below: keys.count)
    guard random.uniform() < 0.8 else {
      keys[pair] += deviation * random.normal()
      return
    }
    let (node, source) = pair.quotientAndRemainder(dividingBy: shape.sourceCount)
    let rival =
      random.next() & 1 == 0
      ? node * shape.sourceCount + random.index(below: shape.sourceCount)
      : random.index(below: shape.nodeCount) * shape.sourceCount + source
    keys[pair] = keys[rival] + 1e-6 * (random.uniform() - 0.5) * abs(keys[rival])
  }
}
