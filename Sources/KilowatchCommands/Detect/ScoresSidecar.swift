import AnomalyDetection
import Documents
import Learning
import Telemetry

/// What stands beside a file of scores: which model made them, and what makes them alarms.
struct ScoresSidecar {
  let modelKind: String
  let threshold: ScoreThreshold
  let eventRule: EventRule
  let isTelemetry: Bool
  let label: String?
  let normal: String

  init(_ detector: AnomalyDetector) {
    modelKind = detector.model.kind
    threshold = detector.threshold
    eventRule = detector.eventRule
    isTelemetry = detector.inputs.isTelemetry
    label = detector.training.label
    normal = detector.normalClass
  }

  /// What stands beside the scores at `path`; nil if nothing does.
  init?(beside path: String) throws(CommandFailure) {
    let sidecar = SignalSidecar.path(beside: path)
    let json: JSONValue
    do throws(CommandFailure) {
      json = try readJSON(sidecar)
    } catch {
      if error.exitCode == .noInput { return nil }
      throw error
    }
    guard let model = json["model"]?.string, let inputs = json["inputs"]?.string,
      let normal = json["normal"]?.string
    else { return nil }
    modelKind = model
    isTelemetry = inputs == "telemetry"
    label = json["label"]?.string
    self.normal = normal
    do throws(ModelDocumentError) {
      threshold = try ScoreThreshold(json["threshold"] ?? .null)
      eventRule = try EventRule(json["event_rule"] ?? .null)
    } catch {
      throw .badData("\(sidecar): \(error)")
    }
  }

  func document(dataSHA256: String?) -> JSONValue {
    [
      "model": .string(modelKind), "inputs": isTelemetry ? "telemetry" : "table",
      "normal": .string(normal), "label": label.map { .string($0) } ?? .null,
      "threshold": threshold.json, "event_rule": eventRule.json,
      "data_sha256": dataSHA256.map { .string($0) } ?? .null,
      "producer": ["name": "kilowatch", "version": .string(Kilowatch.version)],
      "scores": "higher is more anomalous",
    ]
  }
}
