import PowerFlow
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

  /// Batteries, sizes and inverters.
  static func options(_ arguments: ParsedArguments) throws(CommandFailure) -> PlacementOptions {
    var options = PlacementOptions()
    for text in arguments.list("battery") {
      let numbers = text.split(separator: ":").map { Double($0) ?? .nan }
      guard numbers.count == 2 || numbers.count == 3 else {
        throw arguments.usage("--battery takes KWH:KW or KWH:KW:EFFICIENCY, not '\(text)'")
      }
      do throws(PlacementError) {
        options.batteries.append(
          try Battery(
            capacityKWh: numbers[0], powerKW: numbers[1],
            efficiency: numbers.count == 3 ? numbers[2] : 0.9))
      } catch {
        throw arguments.usage("--battery \(text): \(error)")
      }
    }
    if let text = arguments.string("sizes") {
      let numbers = text.split(separator: ":").compactMap { Double($0) }
      guard numbers.count == 2, numbers[0] <= 1, numbers[1] >= 1, numbers[0] >= 0 else {
        throw arguments.usage("--sizes takes MIN:MAX with MIN <= 1 <= MAX, not '\(text)'")
      }
      options.generationFactors = numbers[0]...numbers[1]
    }
    options.inverterCapability = try arguments.double("volt-var", in: 0...10)
    return options
  }

  /// The terms of the front, none if it is not wanted.
  static func front(
    _ arguments: ParsedArguments
  ) throws(CommandFailure) -> [PlacementFront.Term] {
    var terms: [PlacementFront.Term] = []
    for text in arguments.list("front") {
      guard let term = PlacementFront.Term(rawValue: text), !terms.contains(term) else {
        throw arguments.usage(
          "--front takes some of loading, losses, voltage, import, each once, not '\(text)'")
      }
      terms.append(term)
    }
    guard terms.count != 1 else { throw arguments.usage("--front takes at least two terms") }
    return terms
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
    _ table: PowerProfile, fixed: [(String, Int)], path: String
  ) throws(CommandFailure) -> PlacementStudy.Profiles {
    var places: [Int: Int] = [:]
    for (name, site) in fixed {
      guard let profile = table.names.firstIndex(of: name) else {
        throw .badData("\(path): there is no profile '\(name)' to fix")
      }
      places[profile] = site
    }
    return PlacementStudy.Profiles(names: table.names, powerMW: table.columns, fixed: places)
  }
}
