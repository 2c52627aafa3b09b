import Reporting
import Testing

@Suite struct NumberStyleTests {
  @Test(
    arguments: [
      (43_200, .integer, "43,200"), (-1_234_567, .integer, "−1,234,567"), (0, .integer, "0"),
      (0.93, .decimals(3), "0.930"), (0.0004, .decimals(3), "0.000"),
      (-0.0004, .decimals(3), "0.000"), (999.9996, .decimals(3), "1,000.000"),
      (12.345, .significant(3), "12.3"), (0.001234, .significant(3), "0.00123"),
      (1.2e9, .significant(3), "1.2e9"), (-4.5e-7, .significant(3), "−4.5e−7"),
      (9.9996, .significant(4), "10"), (100, .significant(3), "100"),
      (0.9531, .percent(1), "95.3\u{A0}%"), (1, .percent(0), "100\u{A0}%"),
      (.nan, .integer, "–"), (.infinity, .decimals(2), "∞"),
      (.leastNonzeroMagnitude, .significant(3), "0"), (-2.5e-308, .significant(3), "−2.5e−308"),
      (1.5e308, .significant(3), "1.5e308"), (1.5e308, .integer, "1.5e308"),
      (.leastNonzeroMagnitude, .percent(1), "0.0\u{A0}%"), (1e307, .percent(1), "∞\u{A0}%"),
    ] as [(Double, NumberStyle, String)])
  func `A number is shown as its style says`(value: Double, style: NumberStyle, text: String) {
    #expect(style.text(value) == text)
  }

  @Test func `A sentence keeps its numbers whole`() {
    let prose: Prose = "\(3) of \(0.123456789, .percent(1)) from \(code: "a<b")"
    #expect(prose.text == "3 of 12.3\u{A0}% from a<b")
    #expect(prose.numbers == [3, 0.123456789])
  }
}
