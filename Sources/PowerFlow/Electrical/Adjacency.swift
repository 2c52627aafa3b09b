/// An undirected graph as compressed neighbour lists.
struct Adjacency: Sendable {
  /// Where each node's neighbours start in `neighbours`; one more entry than nodes.
  let starts: [Int]
  /// The neighbours of all nodes, one after the other.
  let neighbours: [Int]
  /// The edge that each neighbour is reached by.
  let edges: [Int]

  /// - Complexity: O(nodes + edges).
  init(nodeCount: Int, edges pairs: [(Int, Int)]) {
    var starts = [Int](repeating: 0, count: nodeCount + 1)
    for (first, second) in pairs {
      starts[first + 1] += 1
      starts[second + 1] += 1
    }
    for node in 0..<nodeCount { starts[node + 1] += starts[node] }
    var next = starts
    var neighbours = [Int](repeating: 0, count: 2 * pairs.count)
    var edges = neighbours
    for (edge, (first, second)) in pairs.enumerated() {
      neighbours[next[first]] = second
      edges[next[first]] = edge
      next[first] += 1
      neighbours[next[second]] = first
      edges[next[second]] = edge
      next[second] += 1
    }
    self.starts = starts
    self.neighbours = neighbours
    self.edges = edges
  }

  /// All nodes connected to `root`, nearest first, which are marked in `seen`.
  func component(of root: Int, marking seen: inout [Bool]) -> [Int] {
    var found = [root]
    seen[root] = true
    var next = 0
    while next < found.count {
      let node = found[next]
      next += 1
      for position in starts[node]..<starts[node + 1] where !seen[neighbours[position]] {
        seen[neighbours[position]] = true
        found.append(neighbours[position])
      }
    }
    return found
  }
}
