public import GridModel
public import Telemetry

/// A recording cut in time: rows to learn from, a gap that nothing uses, and later rows to choose
/// thresholds on.
///
/// The gap is as long as the longest look back of a feature, so that no later feature is made from
/// rows that were learned from.
public struct TimeSplit: Equatable, Sendable {
  /// The first moment of the later rows.
  public let validationStart: Timestamp
  /// The rows to learn from.
  public let learningRows: [Int]
  /// The later rows.
  public let validationRows: [Int]

  /// Cuts a recording so that the share `validationShare` of its time comes after the cut.
  ///
  /// - Throws: `DetectionError.tooShort` if either part would be empty.
  public init(
    _ recording: Recording, validationShare: Double, gapS: Double
  ) throws(DetectionError) {
    precondition(
      validationShare > 0 && validationShare < 1, "a share of \(validationShare) leaves no part")
    guard let first = recording.timestamps.min(), let last = recording.timestamps.max() else {
      throw .tooShort(rows: 0, needed: 2)
    }
    let cut = first.advanced(bySeconds: last.seconds(since: first) * (1 - validationShare))
    let start = cut.advanced(bySeconds: gapS)
    let learning = recording.timestamps.indices.filter { recording.timestamps[$0] < cut }
    let validation = recording.timestamps.indices.filter { recording.timestamps[$0] >= start }
    guard !learning.isEmpty && !validation.isEmpty else {
      let rowsPerSecond = Double(recording.count) / max(last.seconds(since: first), 1)
      throw .tooShort(
        rows: recording.count,
        needed: Int((rowsPerSecond * gapS / validationShare).rounded(.up)) + 2)
    }
    validationStart = start
    learningRows = learning
    validationRows = validation
  }
}
