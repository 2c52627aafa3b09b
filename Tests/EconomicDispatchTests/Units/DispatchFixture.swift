import Documents
import EconomicDispatch
import Foundation

/// A case or an answer under `Tests/Fixtures/dispatch`.
enum DispatchFixture {
  static func document(_ name: String) throws -> JSONValue {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Fixtures/dispatch/\(name).json")
    return try JSONValue(parsing: try String(contentsOf: file, encoding: .utf8))
  }

  static func units(_ name: String) throws -> UnitCase {
    try units(document: document(name))
  }

  static func units(document: JSONValue) throws -> UnitCase {
    guard case .units(let units) = try DispatchCase(document) else {
      throw DispatchError.missingField(field: "units")
    }
    return units
  }

  static func units(_ text: String, demand: [Double], rest: String = "") throws -> UnitCase {
    try units(
      document: JSONValue(parsing: "{\"units\": [\(text)], \"demand\": \(demand)\(rest)}"))
  }
}
