import Documents
import Learning
import Testing

@Suite("A model document")
struct ModelDocumentTests {
  let document = ModelDocument(
    kind: "isolation-forest", formatVersion: 1, producerVersion: "0.1.0",
    createdAt: "2025-02-01T00:00:00Z", seed: .max, configuration: ["trees": 100],
    features: [
      .init(
        name: "active_power_kw_mean_15m", unit: "kW", source: "active_power_kw", windowS: 900,
        lagS: 0),
      .init(column: "thd_percent"),
    ], threshold: ["value": 0.1], model: ["columns": .numbers([0.1, 2])])

  @Test("survives being written and read, to the last bit")
  func roundTrip() throws {
    let read = try JSONValue(parsing: document.json.serialized())
    #expect(try ModelDocument(read, versions: ["isolation-forest": 1]) == document)
  }

  @Test(
    "is refused by name if it is something else",
    arguments: [
      (#"[1, 2]"#, "not a model document: it has no \"kind\""),
      (#"{"kind": 3}"#, "not a model document: it has no \"kind\""),
      (
        #"{"kind": "mlp", "format_version": 1}"#,
        "a model of kind \"mlp\", where isolation-forest or random-forest is needed"
      ),
      (
        #"{"kind": "random-forest", "format_version": 7}"#,
        "format 7 of random-forest is newer than format 2, the newest that this version reads"
      ),
      (
        #"{"kind": "random-forest", "format_version": 0}"#,
        "damaged: \"format_version\" is not a whole number from 1 up"
      ),
      (
        #"{"kind": "random-forest", "format_version": 1}"#,
        "damaged: \"producer.version\" is not a text"
      ),
    ])
  func refusals(text: String, message: String) throws {
    let json = try JSONValue(parsing: Array(text.utf8))
    let error = #expect(throws: ModelDocumentError.self) {
      try ModelDocument(json, versions: ["isolation-forest": 1, "random-forest": 2])
    }
    #expect(error?.description == message)
  }

  @Test(
    "with a damaged part is refused with the part's name",
    arguments: [
      ("seed", JSONValue.number(-1)), ("features", .string("none")), ("model", .null),
      ("features", [["name": 3]]),
      ("features", [["name": "a", "window_s": -1, "lag_s": 0]]),
      (
        "features",
        [
          ["name": "a", "window_s": 0, "lag_s": 0], ["name": "a", "window_s": 0, "lag_s": 0],
        ]
      ),
    ] as [(String, JSONValue)])
  func damage(member: String, value: JSONValue) throws {
    var members = try #require(document.json.object)
    members[member] = value
    let error = #expect(throws: ModelDocumentError.self) {
      try ModelDocument(.object(members), versions: ["isolation-forest": 1])
    }
    #expect(error?.description.contains(member) == true)
  }
}
