import Documents
import Testing

@Suite("A JSON document")
struct JSONValueTests {
  @Test(
    "reads back to what was written",
    arguments: [
      .null, true, 0, -7, 9_007_199_254_740_993, 0.1, -1.5e-300, "", "a \"b\" \\ \n \u{1F600}",
      [], [[], nil, [1, 2]],
      .numbers([1, 2.5, -0.0, Double.leastNonzeroMagnitude, 1.7976931348623157e308]),
      ["b": 1, "a": ["x": .numbers([1, 2, 3])], "é": "ü"],
    ] as [JSONValue])
  func roundTrip(value: JSONValue) throws {
    for layout in [JSONValue.Layout.compact, .indented] {
      let reread = try JSONValue(parsing: value.serialized(layout))
      #expect(reread.serialized(.compact) == value.serialized(.compact))
    }
  }

  @Test("keeps a column of numbers packed, to the last bit")
  func columnsStayPacked() throws {
    let column = (0..<1_000).map { 1 / Double($0 + 3) }
    let text = JSONValue.numbers(column).serialized(.compact)
    #expect(try JSONValue(parsing: text) == .numbers(column))
  }

  @Test("is written with sorted names and shortest numbers")
  func deterministicText() {
    let value: JSONValue = ["b": 0.1, "a": .numbers([1, 2.5]), "c": .number(.nan)]
    let text = String(decoding: value.serialized(.compact), as: UTF8.self)
    #expect(text == #"{"a":[1,2.5],"b":0.1,"c":null}"#)
  }

  @Test(
    "is refused where it is not JSON, with the place",
    arguments: [
      ("", JSONError.Reason.unexpectedEnd, 1, 1),
      ("{\"a\":1,}", .unexpectedCharacter(UInt8(ascii: "}")), 1, 8),
      ("[1,\n 2,\n x]", .unexpectedCharacter(UInt8(ascii: "x")), 3, 2),
      ("01", .invalidNumber, 1, 1),
      ("1e999", .invalidNumber, 1, 1),
      ("-", .unexpectedEnd, 1, 2),
      ("{\"a\":1,\"a\":2}", .duplicateName("a"), 1, 8),
      ("[1] 2", .trailingText, 1, 5),
      ("\"\\ud800\"", .invalidString, 1, 8),
      ("NaN", .unexpectedCharacter(UInt8(ascii: "N")), 1, 1),
      (String(repeating: "[", count: 100_000), .nestedTooDeeply(limit: 64), 1, 65),
    ])
  func refusal(text: String, reason: JSONError.Reason, line: Int, column: Int) {
    #expect(throws: JSONError(reason: reason, line: line, column: column)) {
      try JSONValue(parsing: text)
    }
  }

  @Test("is refused where a string is not UTF-8")
  func invalidUTF8() {
    #expect(throws: JSONError(reason: .invalidUTF8, line: 1, column: 2)) {
      try JSONValue(parsing: [0x22, 0xff, 0x22])
    }
  }
}
