/// Which texts are taken for JSON.
public enum JSONDialect: Sendable {
  /// RFC 8259.
  case strict
  /// RFC 8259 and the words of Python's `json` module: `NaN`, which reads as `null`, and `Infinity`
  /// and `-Infinity`, which read as numbers.
  case python
}
