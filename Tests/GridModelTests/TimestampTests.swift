import GridModel
import Testing

@Suite("Timestamps")
struct TimestampTests {
  @Test(
    "are written as RFC 3339 in UTC",
    arguments: [
      (0, "1970-01-01T00:00:00Z"), (1_706_745_600_000, "2024-02-01T00:00:00Z"),
      (951_782_399_000, "2000-02-28T23:59:59Z"), (-1, "1969-12-31T23:59:59.999Z"),
      (1_500, "1970-01-01T00:00:01.500Z"),
    ] as [(Int64, String)])
  func writing(milliseconds: Int64, text: String) {
    let timestamp = Timestamp(millisecondsSinceEpoch: milliseconds)
    #expect(timestamp.description == text)
    #expect(Timestamp(rfc3339: text) == timestamp)
  }

  @Test(
    "are read with their offset",
    arguments: [
      ("2024-03-31T02:30:00+02:00", "2024-03-31T00:30:00Z"),
      ("2024-02-29 23:00:00-01:30", "2024-03-01T00:30:00Z"),
      ("2024-01-01T00:00:00.25Z", "2024-01-01T00:00:00.250Z"),
    ])
  func offsets(text: String, inUTC: String) throws {
    #expect(try #require(Timestamp(rfc3339: text)).description == inUTC)
  }

  @Test(
    "refuse what is no RFC 3339 time",
    arguments: [
      "", "2024-01-01", "2024-01-01T00:00:00", "2023-02-29T00:00:00Z", "2024-13-01T00:00:00Z",
      "2024-01-01T24:00:00Z", "2024-01-01T00:60:00Z", "2024-01-01T00:00:00.Z",
      "2024-01-01T00:00:00Z ", "yesterday",
    ])
  func refusals(text: String) {
    #expect(Timestamp(rfc3339: text) == nil)
  }

  @Test("move by seconds and tell how far they are apart")
  func distances() {
    let start = Timestamp(millisecondsSinceEpoch: 1_000)
    let end = start.advanced(bySeconds: 90.5)
    #expect(end.seconds(since: start) == 90.5)
    #expect(start < end)
  }
}
