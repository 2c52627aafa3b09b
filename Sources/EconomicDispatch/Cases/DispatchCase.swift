public import Documents

/// What a case file holds.
public enum DispatchCase: Equatable, Sendable {
  /// Sources that supply nodes over losses.
  case allocation(AllocationCase)
  /// Thermal units that meet one demand together.
  case units(UnitCase)

  /// Reads a case from a JSON document: units if it has `units`, an allocation otherwise.
  ///
  /// - Parameters:
  ///   - document: the case.
  ///   - demand: demand that units meet instead of the document's own; nodes have none of it.
  /// - Throws: ``DispatchError`` that names the field.
  public init(_ document: JSONValue, unitDemand demand: DemandBand? = nil) throws(DispatchError) {
    let fields = try CaseFields(document, name: "case")
    self =
      fields.has("units")
      ? .units(try UnitCase(fields, demand: demand)) : .allocation(try AllocationCase(fields))
  }

  /// The number of hours.
  public var hourCount: Int {
    switch self {
    case .allocation(let allocation): allocation.hourCount
    case .units(let units): units.hourCount
    }
  }
}
