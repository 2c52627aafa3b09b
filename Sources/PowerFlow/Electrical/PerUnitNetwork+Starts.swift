import Numerics

extension PerUnitNetwork {
  /// Held voltages, 1 per unit elsewhere, and the angles that references and phase shifts make.
  public var flatStart: VoltageSolution {
    let graph = Adjacency(nodeCount: nodeCount, edges: branches.map { ($0.start, $0.end) })
    var angle = heldAngleRadian
    var seen = control.map { $0 == .reference }
    var queue = seen.indices.filter { seen[$0] }
    var next = 0
    while next < queue.count {
      let node = queue[next]
      next += 1
      for position in graph.starts[node]..<graph.starts[node + 1] {
        let neighbour = graph.neighbours[position]
        guard !seen[neighbour] else { continue }
        seen[neighbour] = true
        let branch = branches[graph.edges[position]]
        angle[neighbour] =
          angle[node] + (branch.start == node ? -branch.phaseShiftRadian : branch.phaseShiftRadian)
        queue.append(neighbour)
      }
    }
    return VoltageSolution(
      magnitudePU: heldVoltagePU,
      direction: angle.map { Complex(magnitude: 1, angleRadian: $0) })
  }

  /// The voltages that the file states, where solvers then begin; nil unless it states any.
  ///
  /// Held voltages are as they are held, and buses without a statement as in `flatStart`.
  var statedStart: VoltageSolution? {
    guard network.buses.contains(where: { $0.startVoltage != nil }) else { return nil }
    var start = flatStart
    for (bus, node) in zip(network.buses, nodeOfBus) {
      guard let node, let voltage = bus.startVoltage, control[node] != .reference else { continue }
      if control[node] == .power { start.magnitudePU[node] = voltage.magnitude }
      start.direction[node] = voltage * (1 / voltage.magnitude)
    }
    return start
  }
}
