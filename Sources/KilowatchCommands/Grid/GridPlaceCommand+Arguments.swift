import ResourcePlacement

extension GridPlaceCommand {
  /// `loading`, or weights such as `loading=1,losses=0.2`.
  static func objective(
    _ arguments: ParsedArguments
  ) throws(CommandFailure) -> PlacementObjective {
    guard arguments.string("objective") != nil else { return .lineLoading }
    let terms: [String: WritableKeyPath<PlacementObjective, Double>] = [
      "loading": \.loading, "losses": \.losses, "voltage": \.voltageDeviation,
      "import": \.gridImport,
    ]
    var objective = PlacementObjective()
    for item in arguments.list("objective") {
      let parts = item.split(separator: "=", maxSplits: 1).map(String.init)
      guard let name = parts.first, let term = terms[name] else {
        let hint = closest(to: parts.first ?? "", among: Array(terms.keys))
        throw arguments.usage(
          "--objective knows loading, losses, voltage and import, not '\(item)'"
            + (hint.map { "; did you mean \($0)?" } ?? ""))
      }
      guard let weight = parts.count == 2 ? Double(parts[1]) : 1, weight >= 0, weight.isFinite
      else { throw arguments.usage("--objective: '\(item)' needs a weight that is not negative") }
      objective[keyPath: term] = weight
    }
    return objective
  }

  /// The `PROFILE=SITE` pairs of an option.
  static func pairs(
    _ option: String, _ arguments: ParsedArguments
  ) throws(CommandFailure) -> [(String, Int)] {
    var pairs: [(String, Int)] = []
    for text in arguments.list(option) {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let site = Int(parts[1]) else {
        throw arguments.usage("--\(option) takes PROFILE=SITE, such as 3=0, not '\(text)'")
      }
      pairs.append((parts[0], site))
    }
    return pairs
  }

  /// The profiles of `table`, those of `fixed` at their sites.
  func profiles(
    _ table: ProfileTable, fixed: [(String, Int)], path: String
  ) throws(CommandFailure) -> PlacementStudy.Profiles {
    var places: [Int: Int] = [:]
    for (name, site) in fixed {
      guard let profile = table.names.firstIndex(of: name) else {
        throw .badData("\(path): there is no profile '\(name)' to fix")
      }
      places[profile] = site
    }
    return PlacementStudy.Profiles(names: table.names, powerMW: table.powerMW, fixed: places)
  }
}
