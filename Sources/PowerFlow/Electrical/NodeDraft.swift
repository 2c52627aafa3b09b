/// Places where branches may end, before it is known which of them are supplied.
struct NodeDraft {
  /// A branch in service between two places.
  struct Candidate {
    let element: PerUnitNetwork.Element
    let start: Int
    let end: Int
  }

  /// A source that holds the voltage of a place.
  struct Held {
    let isReference: Bool
    let voltagePU: Double
    let angleDegree: Double
  }

  private let network: Network
  /// The place that each bus was joined to, as a forest (union–find).
  private var joined: [Int]
  /// The nominal voltage of each place; the first of them are the buses.
  private(set) var nominalVoltageKV: [Double]
  /// The place of each extended ward's voltage; nil if it takes no part.
  private var wardSources: [Int?] = []

  init(of network: Network) {
    self.network = network
    joined = Array(network.buses.indices)
    nominalVoltageKV = network.buses.map(\.nominalVoltageKV)
    for item in network.switches where item.isClosed && !(item.impedanceOhm > 0) {
      guard case .bus(let other) = item.element, network.buses[item.bus].isInService,
        network.buses[other].isInService
      else { continue }
      let first = place(ofBus: item.bus)
      let second = place(ofBus: other)
      joined[max(first, second)] = min(first, second)
    }
  }

  /// How many places there are.
  var count: Int { nominalVoltageKV.count }

  /// The place that the bus at position `bus` belongs to.
  func place(ofBus bus: Int) -> Int {
    var place = bus
    while joined[place] != place { place = joined[place] }
    return place
  }

  /// The branches in service, with a place of its own behind every open switch.
  mutating func branchCandidates() -> [Candidate] {
    let openEnds = Set(
      network.switches.filter { !$0.isClosed }
        .map { OpenEnd(element: $0.element, bus: $0.bus) })
    var candidates: [Candidate] = []
    for (position, line) in network.lines.enumerated() where line.isInService {
      let startIn = network.buses[line.fromBus].isInService
      let endIn = network.buses[line.toBus].isInService
      guard startIn || endIn else { continue }
      let isOpen = { (bus: Int) in
        openEnds.contains(OpenEnd(element: .line(position), bus: bus))
      }
      let start = end(at: line.fromBus, open: !startIn || isOpen(line.fromBus))
      let end = end(at: line.toBus, open: !endIn || isOpen(line.toBus))
      candidates.append(Candidate(element: .line(position), start: start, end: end))
    }
    for (position, transformer) in network.transformers.enumerated() where transformer.isInService {
      let buses = [transformer.highVoltageBus, transformer.lowVoltageBus]
      guard buses.allSatisfy({ network.buses[$0].isInService }) else { continue }
      let ends = buses.map { bus in
        end(at: bus, open: openEnds.contains(OpenEnd(element: .transformer(position), bus: bus)))
      }
      candidates.append(
        Candidate(element: .transformer(position), start: ends[0], end: ends[1]))
    }
    appendWindings(to: &candidates, openEnds)
    for (position, branch) in network.branches.enumerated() where branch.isInService {
      guard network.buses[branch.fromBus].isInService, network.buses[branch.toBus].isInService
      else { continue }
      candidates.append(
        Candidate(
          element: .branch(position), start: place(ofBus: branch.fromBus),
          end: place(ofBus: branch.toBus)))
    }
    for (position, impedance) in network.impedances.enumerated() where impedance.isInService {
      guard network.buses[impedance.fromBus].isInService,
        network.buses[impedance.toBus].isInService
      else { continue }
      candidates.append(
        Candidate(
          element: .impedance(position), start: place(ofBus: impedance.fromBus),
          end: place(ofBus: impedance.toBus)))
    }
    appendWards(to: &candidates)
    for (position, item) in network.switches.enumerated()
    where item.isClosed && item.impedanceOhm > 0 {
      guard case .bus(let other) = item.element, network.buses[item.bus].isInService,
        network.buses[other].isInService
      else { continue }
      candidates.append(
        Candidate(
          element: .impedanceSwitch(position), start: place(ofBus: item.bus),
          end: place(ofBus: other)))
    }
    return candidates
  }

  private struct OpenEnd: Hashable {
    let element: Switch.Element
    let bus: Int
  }

  /// The windings of three-winding transformers, each to the place of its star point.
  private mutating func appendWindings(
    to candidates: inout [Candidate], _ openEnds: Set<OpenEnd>
  ) {
    for (position, transformer) in network.threeWindingTransformers.enumerated()
    where transformer.isInService {
      let star = end(at: transformer.windings[0].bus, open: true)
      for (winding, side) in zip(transformer.windings, ThreeWindingTransformer.Side.allCases)
      where network.buses[winding.bus].isInService {
        let opening = OpenEnd(element: .threeWindingTransformer(position), bus: winding.bus)
        let terminal = end(at: winding.bus, open: openEnds.contains(opening))
        candidates.append(
          Candidate(
            element: .winding(side, of: position), start: side == .high ? terminal : star,
            end: side == .high ? star : terminal))
      }
    }
  }

  /// The impedances of extended wards, each to the place of its voltage.
  private mutating func appendWards(to candidates: inout [Candidate]) {
    wardSources = [Int?](repeating: nil, count: network.extendedWards.count)
    for (position, ward) in network.extendedWards.enumerated()
    where ward.isInService && network.buses[ward.bus].isInService {
      let source = end(at: ward.bus, open: true)
      wardSources[position] = source
      candidates.append(
        Candidate(
          element: .extendedWard(position), start: place(ofBus: ward.bus), end: source))
    }
  }

  private mutating func end(at bus: Int, open: Bool) -> Int {
    guard open else { return place(ofBus: bus) }
    nominalVoltageKV.append(network.buses[bus].nominalVoltageKV)
    return count - 1
  }

  /// The sources that hold a voltage, by place; branches must have been found before.
  func heldVoltages() throws(NetworkError) -> [Int: Held] {
    var held: [Int: Held] = [:]
    for grid in network.externalGrids
    where grid.isInService && network.buses[grid.bus].isInService {
      let place = place(ofBus: grid.bus)
      try refuseContradiction(held[place], grid.voltagePU, at: grid.bus)
      held[place] = Held(
        isReference: true, voltagePU: grid.voltagePU, angleDegree: grid.angleDegree)
    }
    for generator in network.elements.voltageSources
    where generator.isInService && network.buses[generator.bus].isInService {
      let place = place(ofBus: generator.bus)
      try refuseContradiction(held[place], generator.voltagePU, at: generator.bus)
      guard held[place]?.isReference != true else { continue }
      held[place] = Held(
        isReference: generator.isReference, voltagePU: generator.voltagePU, angleDegree: 0)
    }
    for (ward, source) in zip(network.extendedWards, wardSources) {
      guard let source else { continue }
      held[source] = Held(isReference: false, voltagePU: ward.voltagePU, angleDegree: 0)
    }
    guard held.values.contains(where: \.isReference) else { throw .noReference }
    return held
  }

  private func refuseContradiction(
    _ held: Held?, _ voltagePU: Double, at bus: Int
  ) throws(NetworkError) {
    guard let held, held.voltagePU != voltagePU else { return }
    throw .contradictingVoltages(
      bus: network.buses[bus].id, firstPU: held.voltagePU, secondPU: voltagePU)
  }

  /// Which places the references reach.
  func reached(from held: [Int: Held], through candidates: [Candidate]) -> [Bool] {
    let graph = Adjacency(
      nodeCount: count, edges: candidates.map { ($0.start, $0.end) })
    var reached = [Bool](repeating: false, count: count)
    for (place, source) in held where source.isReference && !reached[place] {
      for found in graph.component(of: place, marking: &reached) { reached[found] = true }
    }
    return reached
  }

  /// The buses in service that are not reached, by island.
  func unsuppliedIslands(reached: [Bool], through candidates: [Candidate]) -> [[Int]] {
    let graph = Adjacency(nodeCount: count, edges: candidates.map { ($0.start, $0.end) })
    var seen = reached
    var members: [Int: [Int]] = [:]
    for bus in network.buses.indices where network.buses[bus].isInService {
      members[place(ofBus: bus), default: []].append(bus)
    }
    var islands: [[Int]] = []
    for bus in network.buses.indices where network.buses[bus].isInService {
      let place = place(ofBus: bus)
      guard !seen[place] else { continue }
      let places = graph.component(of: place, marking: &seen)
      islands.append(places.flatMap { members[$0] ?? [] }.sorted())
    }
    return islands
  }
}
