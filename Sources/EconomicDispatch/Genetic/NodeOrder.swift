/// Sorts nodes by a number each, in one word per node.
struct NodeOrder {
  /// The low bits of a word hold the node, the others its number: 33 bits decide.
  private static let nodeBits: UInt64 = 31
  private static let nodeMask: UInt64 = (1 << nodeBits) - 1

  private var words: [UInt64]
  private var other: [UInt64]

  init(count: Int) {
    words = [UInt64](repeating: 0, count: count)
    other = [UInt64](repeating: 0, count: count > 64 ? count : 0)
  }

  /// The node at `position` after sorting.
  subscript(position: Int) -> Int { Int(words[position] & Self.nodeMask) }

  /// Gives `node` its number; every node needs one before each sorting.
  mutating func set(_ node: Int, _ number: Double) {
    // Flipped so that the order of the words is the order of the numbers.
    let bits = number.bitPattern
    let ordered = bits >> 63 == 1 ? ~bits : bits | (1 << 63)
    words[node] = ordered & ~Self.nodeMask | UInt64(node)
  }

  /// Sorts by increasing number; equals stay in order of nodes.
  mutating func sort() {
    if other.isEmpty {
      insertionSort()
    } else {
      for shift in [31, 42, 53] as [UInt64] { sortByDigit(above: shift) }
    }
  }

  private mutating func insertionSort() {
    words.withUnsafeMutableBufferPointer { words in
      for index in words.indices.dropFirst() {
        let word = words[index]
        var place = index
        while place > 0 && words[place - 1] > word {
          words[place] = words[place - 1]
          place -= 1
        }
        words[place] = word
      }
    }
  }

  /// One stable pass of a radix sort.
  private mutating func sortByDigit(above shift: UInt64) {
    var starts = [Int](repeating: 0, count: 2_048)
    words.withUnsafeBufferPointer { words in
      other.withUnsafeMutableBufferPointer { other in
        starts.withUnsafeMutableBufferPointer { starts in
          for word in words { starts[Int(word >> shift & 2_047)] += 1 }
          var total = 0
          for digit in starts.indices {
            let count = starts[digit]
            starts[digit] = total
            total += count
          }
          for word in words {
            let digit = Int(word >> shift & 2_047)
            other[starts[digit]] = word
            starts[digit] += 1
          }
        }
      }
    }
    swap(&words, &other)
  }
}
