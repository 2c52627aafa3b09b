public import Documents

/// The formats that networks are read from.
public enum NetworkFormat: String, CaseIterable, Sendable {
  /// pandapower's JSON, 3.x.
  case pandapower
  /// power-grid-model's input JSON, 1.0.
  case powerGridModel = "power-grid-model"
  /// MATPOWER's `.m` cases, version 2.
  case matpower

  /// The format of `text`, told by its content.
  ///
  /// - Throws: `NetworkFileError` if it is none of these.
  public init(of text: [UInt8]) throws(NetworkFileError) {
    let first = text.first { !" \t\r\n\u{feff}".utf8.contains($0) }
    guard first == UInt8(ascii: "{") else {
      self = .matpower
      return
    }
    let root: JSONValue
    do { root = try JSONValue(parsing: text, dialect: .python) } catch { throw .notJSON(error) }
    if root["_class"]?.string == "pandapowerNet" {
      self = .pandapower
    } else if root["version"]?.string != nil, root["data"] != nil {
      self = .powerGridModel
    } else {
      throw .malformed(
        "neither a pandapower network (\"_class\") nor a power-grid-model input (\"version\", \"data\")")
    }
  }
}

extension Network {
  /// Reads a network in any format that is known, told by its content.
  ///
  /// - Throws: `NetworkFileError`.
  public init(file text: [UInt8]) throws(NetworkFileError) {
    switch try NetworkFormat(of: text) {
    case .pandapower: try self.init(pandapowerJSON: text)
    case .powerGridModel: try self.init(powerGridModelJSON: text)
    case .matpower: try self.init(matpower: text)
    }
  }
}
