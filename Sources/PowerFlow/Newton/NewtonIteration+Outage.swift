import Numerics

// A branch is taken out by taking its admittances off, and put back by the values that stood there, so
// that nothing remains of an outage but its result. Places without supply are cut loose: their own
// equations become "no step", and the admittances among them 0.

extension NewtonIteration {
  /// Where the admittances of a branch stand.
  struct BranchPlace {
    /// The place of the start; −1 for a reference.
    var start: Int
    /// The place of the end; −1 for a reference.
    var end: Int
    /// The edge between them; −1 if one is a reference or they are the same.
    var edge: Int
    /// Whether the edge runs from start to end.
    var isForward: Bool
  }

  /// The values that an outage changes.
  struct SavedAdmittances {
    fileprivate var startOwn = Complex.zero
    fileprivate var endOwn = Complex.zero
    fileprivate var startReference = Complex.zero
    fileprivate var endReference = Complex.zero
    fileprivate var forward = Complex.zero
    fileprivate var backward = Complex.zero
  }

  func place(of branch: PerUnitNetwork.Branch) -> BranchPlace {
    let start = Int(pattern.places[branch.start])
    let end = Int(pattern.places[branch.end])
    guard start >= 0, end >= 0, start != end else {
      return BranchPlace(start: start, end: end, edge: -1, isForward: true)
    }
    return BranchPlace(
      start: start, end: end, edge: edge(between: start, and: end), isForward: start < end)
  }

  /// The edge between two places that are joined.
  private func edge(between first: Int, and second: Int) -> Int {
    let (row, column) = (min(first, second), max(first, second))
    // Edges are in order of row and column.
    var low = 0
    var high = edges.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if (Int(edges[middle].row), Int(edges[middle].column)) <= (row, column) {
        low = middle
      } else {
        high = middle
      }
    }
    return low
  }

  func remove(_ branch: PerUnitNetwork.Branch, at place: BranchPlace) -> SavedAdmittances {
    var saved = SavedAdmittances()
    let admittance = branch.admittance
    if place.start >= 0 {
      saved.startOwn = own[place.start]
      saved.startReference = fromReferences[place.start]
    }
    if place.end >= 0 {
      saved.endOwn = own[place.end]
      saved.endReference = fromReferences[place.end]
    }
    if place.start >= 0 { own[place.start] = own[place.start] - admittance.startStart }
    if place.end >= 0 { own[place.end] = own[place.end] - admittance.endEnd }
    if place.edge >= 0 {
      saved.forward = edges[place.edge].forward
      saved.backward = edges[place.edge].backward
      let (toEnd, toStart) = (admittance.startEnd, admittance.endStart)
      edges[place.edge].forward -= place.isForward ? toEnd : toStart
      edges[place.edge].backward -= place.isForward ? toStart : toEnd
    } else if place.start >= 0 && place.end >= 0 {
      own[place.start] = own[place.start] - admittance.startEnd - admittance.endStart
    } else if place.start >= 0 {
      fromReferences[place.start] -= admittance.startEnd * held(branch.end)
    } else if place.end >= 0 {
      fromReferences[place.end] -= admittance.endStart * held(branch.start)
    }
    return saved
  }

  func restore(_ saved: SavedAdmittances, at place: BranchPlace) {
    if place.start >= 0 {
      own[place.start] = saved.startOwn
      fromReferences[place.start] = saved.startReference
    }
    if place.end >= 0 {
      own[place.end] = saved.endOwn
      fromReferences[place.end] = saved.endReference
    }
    if place.edge >= 0 {
      edges[place.edge].forward = saved.forward
      edges[place.edge].backward = saved.backward
    }
  }

  /// Takes `nodes`, which no branch joins to others any more, out of the equations.
  ///
  /// - Returns: what `reconnect` puts back.
  func disconnect(_ nodes: ArraySlice<Int32>) -> [(edge: Int, forward: Complex, backward: Complex)]
  {
    var saved: [(edge: Int, forward: Complex, backward: Complex)] = []
    let admittance = plan.admittance
    for node in nodes {
      let place = Int(pattern.places[Int(node)])
      isSupplied[place] = false
      for entry in admittance.rowStarts[Int(node)]..<admittance.rowStarts[Int(node) + 1] {
        let other = Int(pattern.places[admittance.columns[entry]])
        guard other > place else { continue }
        let edge = edge(between: place, and: other)
        saved.append((edge, edges[edge].forward, edges[edge].backward))
        edges[edge].forward = .zero
        edges[edge].backward = .zero
      }
    }
    return saved
  }

  func reconnect(
    _ nodes: ArraySlice<Int32>, _ saved: [(edge: Int, forward: Complex, backward: Complex)]
  ) {
    for node in nodes { isSupplied[Int(pattern.places[Int(node)])] = true }
    for (edge, forward, backward) in saved.reversed() {
      edges[edge].forward = forward
      edges[edge].backward = backward
    }
  }

  /// The voltage that a reference holds.
  private func held(_ node: Int) -> Complex {
    Complex(
      magnitude: plan.model.heldVoltagePU[node], angleRadian: plan.model.heldAngleRadian[node])
  }
}
