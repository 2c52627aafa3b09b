public import GridModel

extension AllocationCase {
  /// The case with the demand of `profile`, whose nodes are found by name, averaged over hours.
  ///
  /// - Throws: ``DispatchError`` if a node of either is not in the other, or the hours do not match.
  public func replacingDemand(with profile: DemandProfile) throws(DispatchError) -> AllocationCase {
    let names = Set(nodes.map(\.name))
    if let stranger = profile.nodes.first(where: { !names.contains($0.name) }) {
      throw .unknownNode(name: stranger.name, where: "the case")
    }
    var demandMW: [[Double]] = []
    for node in nodes {
      guard let series = profile.nodes.first(where: { $0.name == node.name }) else {
        throw .unknownNode(name: node.name, where: "the demand profile")
      }
      let alone = DemandProfile(intervalStarts: profile.intervalStarts, nodes: [series])
      demandMW.append(try DemandBand(alone).expectedMW)
    }
    return try replacingDemand(demandMW)
  }

  /// The case with another demand, given per node in MW per hour.
  ///
  /// Availability that is the same in every hour stays so, and a day of it serves whole days.
  ///
  /// - Throws: ``DispatchError/wrongCount(field:expected:found:)`` where hours do not match.
  public func replacingDemand(_ demandMW: [[Double]]) throws(DispatchError) -> AllocationCase {
    try requireCount(demandMW.count, nodes.count, "demand")
    let hours = demandMW[0].count
    var sources: [Source] = []
    for source in self.sources {
      var availability = source.availability
      if availability.allSatisfy({ $0 == availability[0] }) {
        availability = [Double](repeating: availability[0], count: hours)
      } else if availability.count == 24 && hours % 24 == 0 {
        availability = (0..<hours).map { availability[$0 % 24] }
      }
      try requireCount(
        availability.count, hours,
        "availability of source \(source.name), for \(hours) hours of demand,")
      sources.append(
        Source(
          name: source.name, capacityMW: source.capacityMW, costPerMWh: source.costPerMWh,
          availability: availability))
    }
    return try AllocationCase(
      nodes: zip(nodes, demandMW).map { node, demand in
        Node(name: node.name, capacityMW: node.capacityMW, loss: node.loss, demandMW: demand)
      }, sources: sources, pairLoss: pairLoss, unservedCostPerMWh: unservedCostPerMWh)
  }
}
