import Documents
import GridModel
import Learning
import LoadForecasting
import Reporting

extension ForecastContent {
  /// What a page says about the demand `profile` that the forecaster in `file` made of `series`, of
  /// which a unit is `unitKW` kW: each node with the week before.
  init(_ profile: DemandProfile, of series: [LoadSeries], unitKW: Double, by file: ForecasterFile) {
    let times = profile.intervalStarts.map { Double($0.millisecondsSinceEpoch) }
    let configuration = file.forecaster.configuration
    let horizon = ISODuration.text(configuration.horizonS)
    let curve = file.forecaster.learningCurve
    self.init(
      target: file.target, unit: "kW",
      source:
        "Forecast by \(code: configuration.kind.rawValue), horizon \(horizon)",
      series: zip(profile.nodes, series).map { node, load in
        Series(
          node: node.name, times: times, expected: node.demandKW, low: node.demandKWP10,
          high: node.demandKWP90, history: load.lastWeek(unit: unitKW))
      },
      scores: [],
      learningCurve: (curve.map(\.trainingLoss), curve.compactMap(\.validationLoss)),
      provenance: [
        Page.Provenance("Kilowatch", Kilowatch.version), Page.Provenance("Seed", "\(file.seed)"),
        Page.Provenance(
          "Learned until", file.forecaster.trainedUntil?.description ?? "not known"),
      ])
  }
}

extension LoadSeries {
  /// The moments and values of the last seven days, in units of `unit`.
  fileprivate func lastWeek(unit: Double) -> (times: [Double], values: [Double]) {
    let steps = max(0, values.count - 7 * stepsPerDay)..<values.count
    return (
      steps.map { Double(timestamp(ofStep: $0).millisecondsSinceEpoch) },
      steps.map { values[$0] * unit }
    )
  }
}
