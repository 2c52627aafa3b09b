import Documents

extension Network {
  /// Reads a network from `text` in a format that its content tells.
  ///
  /// These are pandapower's JSON (3.x), power-grid-model's input JSON (1.0) and MATPOWER's cases.
  ///
  /// - Throws: `NetworkFileError`.
  public init(file text: [UInt8]) throws(NetworkFileError) {
    let first = text.first { !" \t\r\n\u{feff}".utf8.contains($0) }
    guard first == UInt8(ascii: "{") else {
      try self.init(matpower: text)
      return
    }
    let root: JSONValue
    do { root = try JSONValue(parsing: text, dialect: .python) } catch { throw .notJSON(error) }
    if root["_class"]?.string == "pandapowerNet" {
      try self.init(pandapower: root)
    } else if root["version"]?.string != nil && root["data"] != nil {
      try self.init(powerGridModel: root)
    } else {
      throw .malformed(
        """
        neither a pandapower network ("_class") nor a power-grid-model input ("version", "data")
        """)
    }
  }
}
