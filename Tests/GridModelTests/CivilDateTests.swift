import GridModel
import Testing

@Suite("Civil dates")
struct CivilDateTests {
  @Test("count days from the epoch, and back, over eight centuries")
  func days() throws {
    for day in -146_097...146_097 {
      #expect(CivilDate(daysSinceEpoch: day).daysSinceEpoch == day)
    }
    #expect(try #require(CivilDate(year: 2000, month: 3, day: 1)).daysSinceEpoch == 11_017)
  }

  @Test(
    "refuse days that no calendar has",
    arguments: [(2023, 2, 29), (1900, 2, 29), (2024, 4, 31), (2024, 0, 1), (2024, 1, 0)])
  func refusals(year: Int, month: Int, day: Int) {
    #expect(CivilDate(year: year, month: month, day: day) == nil)
  }

  @Test("have a leap day every four years but not each century", arguments: [2000, 2024])
  func leapDays(year: Int) {
    #expect(CivilDate(year: year, month: 2, day: 29) != nil)
  }
}
