import Telemetry

/// What the validator says of a recording, in a line.
func validation(of recording: Recording) -> String {
  var validator = RecordingValidator()
  validator.append(recording)
  let report = validator.finish()
  let findings = Finding.Kind.allCases.compactMap { kind in
    report.counts[kind].map { "\($0) of \(kind.rawValue)" }
  }
  return "\(report.rowCount) rows, "
    + (findings.isEmpty ? "nothing wrong" : findings.joined(separator: ", "))
}
