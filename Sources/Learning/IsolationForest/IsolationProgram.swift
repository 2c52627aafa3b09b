import CProcessor
import ForestKernels
import ForestKernelsV3
import ForestKernelsV4

/// Isolation trees as the kernels read them: the splits of each tree from the deepest to the root,
/// without the padding of perfect trees.
struct IsolationProgram: Sendable {
  private var thresholds: [Float] = []
  private var routes: [SIMD4<UInt32>] = []
  /// For splits by sums: where the features of each begin, and their coefficients.
  private var columns: [UInt32] = []
  private var coefficients: [Float] = []
  /// The path lengths of the leaves of each tree.
  private var leaves: [Float] = []
  /// Where the steps and the leaves of each tree begin, and where the last ones end.
  private var starts: [(step: Int, leaf: Int)] = []
  private let terms: Int
  /// The first place for the length of a leaf: behind two places a level for the lengths of all
  /// rows, so that siblings do not meet.
  private let leafPlaces: Int
  private var mostLeaves = 0

  /// How often the kernels find the length of a leaf: the width of the widest register.
  private static var leafWidth: Int { 16 }

  init(of trees: IsolationTrees) {
    terms = trees.featuresPerSplit
    leafPlaces = 2 * (trees.depth + 1) * IsolationTrees.rowsPerGroup
    for tree in 0..<trees.count {
      starts.append((thresholds.count, leaves.count))
      let root = append(node: 1, level: 0, of: tree, in: trees)
      // A tree of one leaf passes it on whatever the row.
      if starts[tree].step == thresholds.count {
        append(place: tree << trees.depth, of: trees, left: root, right: root, target: 0)
      }
      mostLeaves = max(mostLeaves, leaves.count - starts[tree].leaf)
    }
    starts.append((thresholds.count, leaves.count))
  }

  /// Appends the steps below and of a node and returns where its lengths will be.
  private mutating func append(
    node: Int, level: Int, of tree: Int, in trees: IsolationTrees
  ) -> Int {
    let place = tree << trees.depth + node
    if level == trees.depth || trees.thresholds[place] == .infinity {
      leaves.append(
        trees.leafLengths[tree << trees.depth + node << (trees.depth - level) - trees.width])
      return leafPlaces + (leaves.count - 1 - starts[tree].leaf) * Self.leafWidth
    }
    let left = append(node: 2 * node, level: level + 1, of: tree, in: trees)
    let right = append(node: 2 * node + 1, level: level + 1, of: tree, in: trees)
    let target = (2 * level + node & 1) * IsolationTrees.rowsPerGroup
    append(place: place, of: trees, left: left, right: right, target: target)
    return target + 1
  }

  private mutating func append(
    place: Int, of trees: IsolationTrees, left: Int, right: Int, target: Int
  ) {
    let features = trees.features[place * terms..<(place + 1) * terms]
      .map { UInt32($0) * UInt32(truncatingIfNeeded: IsolationTrees.rowsPerGroup) }
    thresholds.append(trees.thresholds[place])
    routes.append(
      SIMD4(
        features[0], UInt32(truncatingIfNeeded: left), UInt32(truncatingIfNeeded: right),
        UInt32(truncatingIfNeeded: target)))
    guard terms > 1 else { return }
    columns.append(contentsOf: features)
    coefficients.append(contentsOf: trees.coefficients[place * terms..<(place + 1) * terms])
  }
}

extension IsolationProgram {
  /// Adds each row's path lengths over all trees, in their order, to `sums`.
  func addPathLengths(
    of groups: UnsafePointer<Float>, groupCount: Int, columnCount: Int,
    to sums: UnsafeMutablePointer<Double>
  ) {
    let lengthCount = leafPlaces + mostLeaves * Self.leafWidth
    let groupSize = columnCount * IsolationTrees.rowsPerGroup
    // A register that spans two cache lines costs twice.
    withUnsafeTemporaryAllocation(byteCount: lengthCount * 4, alignment: 64) { lengths in
      let lengths = lengths.bindMemory(to: Float.self)
      lengths.initialize(repeating: 0)
      withKernel { runTree in
        for (start, end) in zip(starts, starts.dropFirst()) {
          for leaf in start.leaf..<end.leaf {
            let place = leafPlaces + (leaf - start.leaf) * Self.leafWidth
            lengths[place..<place + Self.leafWidth].update(repeating: leaves[leaf])
          }
          for group in 0..<groupCount {
            runTree(
              groups + group * groupSize, start.step, end.step - start.step,
              lengths.baseAddress.unsafelyUnwrapped,
              sums + group * IsolationTrees.rowsPerGroup)
          }
        }
      }
    }
  }

  /// Lends what runs steps on a group of rows.
  @inline(__always)
  private func withKernel(
    _ body: (
      (
        _ cells: UnsafePointer<Float>, _ firstStep: Int, _ steps: Int,
        _ lengths: UnsafeMutablePointer<Float>, _ sums: UnsafeMutablePointer<Double>
      ) -> Void
    ) -> Void
  ) {
    thresholds.withUnsafeBufferPointer { thresholds in
      routes.withUnsafeBufferPointer { routes in
        columns.withUnsafeBufferPointer { columns in
          coefficients.withUnsafeBufferPointer { coefficients in
            guard let thresholds = thresholds.baseAddress, let routes = routes.baseAddress else {
              return
            }
            guard let columns = columns.baseAddress, let factors = coefficients.baseAddress,
              terms > 1
            else {
              body {
                Self.kernel($0, $2, thresholds + $1, routes + $1, $3, $4)
              }
              return
            }
            body {
              Self.kernelOfSums(
                $0, $2, terms, columns + $1 * terms, factors + $1 * terms, thresholds + $1,
                routes + $1, $3, $4)
            }
          }
        }
      }
    }
  }

  private typealias Kernel =
    @Sendable (
      _ cells: UnsafePointer<Float>, _ steps: Int, _ thresholds: UnsafePointer<Float>,
      _ routes: UnsafePointer<SIMD4<UInt32>>, _ lengths: UnsafeMutablePointer<Float>,
      _ sums: UnsafeMutablePointer<Double>
    ) -> Void
  private typealias KernelOfSums =
    @Sendable (
      _ cells: UnsafePointer<Float>, _ steps: Int, _ terms: Int, _ columns: UnsafePointer<UInt32>,
      _ coefficients: UnsafePointer<Float>, _ thresholds: UnsafePointer<Float>,
      _ routes: UnsafePointer<SIMD4<UInt32>>, _ lengths: UnsafeMutablePointer<Float>,
      _ sums: UnsafeMutablePointer<Double>
    ) -> Void

  // As compiled for this processor; all levels give the same bits.
  private static let kernel: Kernel =
    switch processor_x86_64_level() {
    case 4: ForestKernelsV4.addPathLengths
    case 3: ForestKernelsV3.addPathLengths
    default: ForestKernels.addPathLengths
    }
  private static let kernelOfSums: KernelOfSums =
    switch processor_x86_64_level() {
    case 4: ForestKernelsV4.addPathLengthsOfSums
    case 3: ForestKernelsV3.addPathLengthsOfSums
    default: ForestKernels.addPathLengthsOfSums
    }

  /// The deepest trees that have few enough splits to decide them all with registers as wide as
  /// those of this processor.
  static let depthLimit =
    switch processor_x86_64_level() {
    case 4: 9
    case 3: 8
    default: 6
    }
}

extension IsolationTrees {
  /// The rows that are scored together.
  static var rowsPerGroup: Int { ForestKernels.rowsPerGroup }
}
