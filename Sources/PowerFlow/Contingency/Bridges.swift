// A branch whose loss cuts nodes off from every reference is a bridge of the graph in which the
// references are one node. One depth-first search finds them all: with d the order of discovery and
// low(v) the least d that the subtree of v reaches by one further edge, the edge (u, v) of the search
// tree is a bridge if low(v) > d(u), and it cuts off the subtree of v, a stretch of the order.
// Source: Tarjan (1974), "A note on finding the bridges of a graph", IPL 2(6).

/// Which nodes each branch of a network alone supplies.
struct Bridges: Sendable {
  /// All nodes that are not references, in order of discovery.
  private let order: [Int32]
  /// The stretch of `order` that each branch cuts off.
  private let stretches: [Range<Int>]

  /// - Complexity: O(nodes + branches).
  init(of model: PerUnitNetwork) {
    let graph = Adjacency(
      nodeCount: model.nodeCount, edges: model.branches.map { ($0.start, $0.end) })
    var search = Search(graph, model)
    for node in 0..<model.nodeCount where model.control[node] == .reference {
      search.run(from: node)
    }
    order = search.order
    stretches = search.stretches
  }

  /// The nodes that the loss of `branch` leaves without supply.
  func nodesBehind(_ branch: Int) -> ArraySlice<Int32> { order[stretches[branch]] }

  private struct Search {
    let graph: Adjacency
    var order: [Int32] = []
    var stretches: [Range<Int>]
    /// The order of discovery, from 1; 0 for a reference, −1 before discovery.
    private var discovery: [Int]
    private var low: [Int]

    init(_ graph: Adjacency, _ model: PerUnitNetwork) {
      self.graph = graph
      stretches = [Range<Int>](repeating: 0..<0, count: model.branches.count)
      discovery = model.control.map { $0 == .reference ? 0 : -1 }
      low = [Int](repeating: 0, count: model.nodeCount)
    }

    /// Searches from a reference, with a stack of its own: feeders are thousands of nodes deep.
    mutating func run(from root: Int) {
      var stack = [(node: root, edge: -1, next: graph.starts[root])]
      while let (node, edge, next) = stack.last {
        guard next < graph.starts[node + 1] else {
          stack.removeLast()
          finish(node, edge: edge, parent: stack.last?.node)
          continue
        }
        stack[stack.count - 1].next += 1
        let neighbour = graph.neighbours[next]
        guard graph.edges[next] != edge else { continue }
        if discovery[neighbour] < 0 {
          order.append(Int32(neighbour))
          discovery[neighbour] = order.count
          low[neighbour] = order.count
          stack.append((neighbour, graph.edges[next], graph.starts[neighbour]))
        } else {
          low[node] = min(low[node], discovery[neighbour])
        }
      }
    }

    private mutating func finish(_ node: Int, edge: Int, parent: Int?) {
      guard let parent else { return }
      low[parent] = min(low[parent], low[node])
      if low[node] > discovery[parent] {
        stretches[edge] = discovery[node] - 1..<order.count
      }
    }
  }
}
