import PowerFlow

extension Network {
  /// What joins two buses, and where its results stand.
  struct Connection {
    let name: String
    let from: Int
    let to: Int
    /// The table of its results, empty if it has none.
    let table: String
    /// Its row there.
    let row: Int
  }

  /// What joins buses: lines first, in their order.
  ///
  /// A three-winding transformer joins its high-voltage bus with either other.
  var connections: [Connection] {
    func all<Element>(
      _ elements: [Element], _ table: String, _ make: (Element) -> (String, Int, Int)
    ) -> [Connection] {
      elements.enumerated().map { row, element in
        let (name, from, to) = make(element)
        return Connection(name: name, from: from, to: to, table: table, row: row)
      }
    }
    let threeWinding = threeWindingTransformers.enumerated().flatMap { row, transformer in
      (1...2).map { winding in
        Connection(
          name: transformer.name ?? "three-winding transformer \(transformer.id)",
          from: transformer.windings[0].bus, to: transformer.windings[winding].bus,
          table: "res_trafo3w", row: row)
      }
    }
    let closed: [Connection] = switches.compactMap { item in
      guard case .bus(let other) = item.element, item.isClosed else { return nil }
      return Connection(name: "switch \(item.id)", from: item.bus, to: other, table: "", row: 0)
    }
    return all(lines, "res_line") { ($0.name ?? "line \($0.id)", $0.fromBus, $0.toBus) }
      + all(transformers, "res_trafo") {
        ($0.name ?? "transformer \($0.id)", $0.highVoltageBus, $0.lowVoltageBus)
      } + threeWinding
      + all(branches, "res_branch") { ($0.name ?? "branch \($0.id)", $0.fromBus, $0.toBus) }
      + all(impedances, "res_impedance") {
        ($0.name ?? "impedance \($0.id)", $0.fromBus, $0.toBus)
      }
      + all(directCurrentLines, "res_dcline") {
        ($0.name ?? "direct-current line \($0.id)", $0.start.bus, $0.end.bus)
      } + closed
  }
}
