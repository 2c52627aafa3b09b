/// A node of a decision tree, eight bytes.
///
/// A row whose level of `feature` is greater than `level` goes to `child + 1`, every other to
/// `child`. A leaf is its own child, at a level that no row exceeds, so that rows which have arrived
/// stay while others still go down.
struct TreeNode: Sendable, Equatable {
  /// The left child, counted from the root of the tree.
  var child: UInt32
  var feature: UInt16
  var level: UInt16

  static func leaf(at index: Int) -> TreeNode {
    TreeNode(child: UInt32(truncatingIfNeeded: index), feature: 0, level: .max)
  }

  var isLeaf: Bool { level == .max }
}

/// One grown tree.
struct GrownTree: Sendable {
  /// The nodes, the root first, siblings side by side, parents before children.
  var nodes: [TreeNode] = []
  /// The mean target of each leaf; 0 for more than two classes.
  var values: [Float] = []
  /// The weight of the training rows in each leaf.
  var covers: [Float] = []
  /// The total decrease of impurity by the splits on each feature.
  var importances: [Double] = []
  /// A bit for each row that was drawn for the tree, if that is kept.
  var drawnRows: [UInt64] = []
  /// What leaves say of more than two classes.
  var distributions = LeafDistributions()
  /// The targets in each leaf, if they are kept.
  var members = LeafMembers()

  /// Gives inner nodes the cover and the mean value of their children.
  mutating func sumUp() {
    for index in nodes.indices.reversed() where !nodes[index].isLeaf {
      let left = Int(nodes[index].child)
      let right = left + 1
      let share = Double(covers[left]) / (Double(covers[left]) + Double(covers[right]))
      covers[index] = covers[left] + covers[right]
      values[index] = Float(share * Double(values[left]) + (1 - share) * Double(values[right]))
    }
  }
}

/// The shares of the classes in each leaf of a forest for more than two classes.
///
/// The leaves of deep trees are nearly all pure, so a pure leaf is just its class, and only mixed
/// leaves list shares.
struct LeafDistributions: Sendable, Equatable {
  /// The leaves in the order in which they were described.
  private(set) var leaves: [UInt32] = []
  /// The class of a pure leaf, or the complement of the place of its shares in `starts`.
  private(set) var outcomes: [Int32] = []
  /// Where the shares of each mixed leaf begin.
  private(set) var starts: [UInt32] = []
  private(set) var labels: [UInt32] = []
  private(set) var shares: [Float] = []

  mutating func append(leaf: Int, pure label: Int) {
    leaves.append(UInt32(leaf))
    outcomes.append(Int32(label))
  }

  /// Begins a mixed leaf.
  mutating func append(leaf: Int) {
    leaves.append(UInt32(leaf))
    outcomes.append(~Int32(starts.count))
    starts.append(UInt32(labels.count))
  }

  /// Adds a class to the mixed leaf that was begun last.
  mutating func append(label: Int, share: Float) {
    labels.append(UInt32(label))
    shares.append(share)
  }

  /// Adds those of a branch, whose leaves go to other places.
  mutating func append(_ branch: LeafDistributions, place: (UInt32) -> UInt32) {
    let mixed = Int32(starts.count)
    let listed = UInt32(labels.count)
    leaves += branch.leaves.map(place)
    outcomes += branch.outcomes.map { $0 >= 0 ? $0 : $0 - mixed }
    starts += branch.starts.map { $0 + listed }
    labels += branch.labels
    shares += branch.shares
  }
}

/// The targets of the training rows in each leaf.
struct LeafMembers: Sendable, Equatable {
  private(set) var leaves: [UInt32] = []
  /// Where the members of each leaf begin.
  private(set) var starts: [UInt32] = []
  private(set) var targets: [Float] = []
  private(set) var weights: [Float] = []

  mutating func append(leaf: Int) {
    leaves.append(UInt32(leaf))
    starts.append(UInt32(targets.count))
  }

  mutating func append(target: Float, weight: Float) {
    targets.append(target)
    weights.append(weight)
  }

  /// Adds those of a branch, whose leaves go to other places.
  mutating func append(_ branch: LeafMembers, place: (UInt32) -> UInt32) {
    let listed = UInt32(targets.count)
    leaves += branch.leaves.map(place)
    starts += branch.starts.map { $0 + listed }
    targets += branch.targets
    weights += branch.weights
  }
}
