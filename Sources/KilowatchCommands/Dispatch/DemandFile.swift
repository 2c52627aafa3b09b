import Documents
import GridModel
import Numerics
import Telemetry

/// A file that demand comes from: a forecast's profile, or telemetry.
struct DemandFile: Sendable {
  static let options: [Option] =
    [
      .value("demand", "PROFILE.csv", "Demand of the nodes, as 'forecast predict' writes it."),
      .value(
        "telemetry", "FILE.csv", "Demand of the nodes: the load of the meters, hour by hour."),
      .value("last", "DURATION", "Only the last part of the telemetry, such as PT24H."),
    ] + TelemetryOptions.all

  let path: String
  /// How telemetry is written; nil for a profile.
  private let format: TelemetryFormat?
  private let lastHours: Int?

  /// The file that `arguments` name, nil if they name none.
  init?(_ arguments: ParsedArguments) throws(CommandFailure) {
    let format = try TelemetryOptions.format(arguments)
    let seconds = try arguments.duration("last", atLeast: 3_600)
    let telemetry = arguments.string("telemetry")
    if telemetry != nil && arguments.string("demand") != nil {
      throw arguments.usage("--demand and --telemetry exclude each other")
    }
    guard let path = telemetry ?? arguments.string("demand") else { return nil }
    self.path = path
    self.format = telemetry == nil ? nil : format
    lastHours = seconds.map { $0 / 3_600 }
  }

  /// The demand that the file holds.
  func read(_ execution: Execution) throws(CommandFailure) -> DemandProfile {
    guard let format else { return try readProfile() }
    guard var profile = DemandProfile(hourly: try readRecording(path, format, execution)) else {
      throw .badData("\(path): no whole hour of active_power_kw; map its column with --map")
    }
    if let lastHours { profile = profile.suffix(lastHours) }
    if let gap = profile.gap {
      throw .badData("\(path): meter \(gap.node) has no value in the hour from \(gap.start) on")
    }
    return profile
  }

  private func readProfile() throws(CommandFailure) -> DemandProfile {
    do throws(DemandProfileError) {
      return try DemandProfile(reading: path)
    } catch {
      switch error {
      case .file(let failure), .table(.file(let failure)): throw CommandFailure(failure)
      default: throw .badData("\(error)")
      }
    }
  }
}
