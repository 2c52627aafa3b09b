import Documents
import Learning
import LoadForecasting

/// A forecaster in a file: the envelope, and what forecasting the same column again needs.
struct ForecasterFile {
  let forecaster: Forecaster
  /// The column that was learnt.
  let target: String
  let seed: UInt64

  init(_ forecaster: Forecaster, target: String, seed: UInt64) {
    self.forecaster = forecaster
    self.target = target
    self.seed = seed
  }

  init(reading path: String) throws(CommandFailure) {
    let json = try readJSON(path)
    do throws(ModelDocumentError) {
      let document = try ModelDocument(
        json, versions: [Forecaster.documentKind: Forecaster.documentVersion])
      forecaster = try Forecaster(document.model)
      guard let target = document.configuration["target"]?.string else {
        throw .damaged(member: "configuration.target", expected: "a text")
      }
      self.target = target
      seed = document.seed
    } catch {
      throw .badData("\(path): \(error)")
    }
  }

  /// Writes the document; `training` tells of the data and `metrics` of the errors on held-out days.
  func write(
    to path: String, training: JSONValue, createdAt: String?
  ) throws(CommandFailure) {
    var configuration = forecaster.configurationJSON.object ?? [:]
    configuration["target"] = .string(target)
    let document = ModelDocument(
      kind: Forecaster.documentKind, formatVersion: Forecaster.documentVersion,
      producerVersion: Kilowatch.version, createdAt: createdAt, seed: seed,
      configuration: .object(configuration),
      features: forecaster.featureNames.map {
        ModelDocument.Feature(name: $0, unit: "", source: target, windowS: 0, lagS: 0)
      },
      trainingData: training, model: forecaster.json)
    try writeJSON(document.json, to: path)
  }
}
