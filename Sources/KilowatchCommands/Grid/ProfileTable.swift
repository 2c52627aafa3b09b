import Documents
import GridModel

/// Power over time, one column for each load or generator, from a CSV file.
///
/// Two layouts are read. Wide: a first column that counts or dates the steps, then a column of MW
/// for each element. Long, a demand profile as the forecaster writes it: `timestamp, node, demand_kw`.
struct ProfileTable: Equatable {
  /// The name of each profile.
  var names: [String]
  /// Power of each profile in each step, MW.
  var powerMW: [[Double]]
  /// The length of a step in hours, if the file dates its steps.
  var stepHours: Double?

  var stepCount: Int { powerMW.first?.count ?? 0 }

  /// Reads the file at `path`.
  init(reading path: String) throws(CommandFailure) {
    let (table, isLong) = try Self.table(path)
    guard table.rowCount > 0 else { throw .badData("\(path): there are no rows of values") }
    self = isLong ? try Self(long: table, path: path) : try Self(wide: table, path: path)
    for (name, power) in zip(names, powerMW) {
      if let step = power.firstIndex(where: { !$0.isFinite }) {
        throw .badData("\(path): profile '\(name)' has no value in step \(step)")
      }
    }
  }

  private static func table(_ path: String) throws(CommandFailure) -> (DelimitedTable, Bool) {
    do throws(DelimitedError) {
      var reader = try DelimitedReader(path: path)
      let isLong = reader.header.contains("node") && reader.header.contains("demand_kw")
      let kinds: [DelimitedColumnKind] = reader.header.enumerated().map { index, name in
        switch name {
        case "node" where isLong, "timestamp" where isLong: .text
        case "demand_kw" where isLong: .number
        default: isLong ? .skipped : index == 0 ? .text : .number
        }
      }
      let table = try reader.readAll(as: kinds) { count, body in
        for index in 0..<count { body(index) }
      }
      return (table, isLong)
    } catch {
      if case .file(let failure) = error { throw CommandFailure(failure) }
      throw .badData(error.description)
    }
  }

  private init(wide table: DelimitedTable, path: String) throws(CommandFailure) {
    names = Array(table.header.dropFirst())
    guard !names.isEmpty else { throw .badData("\(path): there is no column of powers") }
    powerMW = names.compactMap { table.numbers($0) }
    if case .text(let labels)? = table.columns.first, table.rowCount > 1 {
      stepHours = Self.hours(from: labels[0], to: labels[1])
    }
  }

  private init(long table: DelimitedTable, path: String) throws(CommandFailure) {
    guard let nodes = table.text("node"), let times = table.text("timestamp"),
      let demand = table.numbers("demand_kw")
    else { throw .badData("\(path): a demand profile has the columns timestamp, node, demand_kw") }
    names = nodes.distinct
    let steps = times.distinct.count
    powerMW = names.map { _ in [Double](repeating: .nan, count: steps) }
    for row in 0..<table.rowCount {
      powerMW[Int(nodes.indices[row])][Int(times.indices[row])] = demand[row] / 1_000
    }
    if steps > 1 { stepHours = Self.hours(from: times.distinct[0], to: times.distinct[1]) }
  }

  private static func hours(from first: String, to second: String) -> Double? {
    guard let first = Timestamp(rfc3339: first), let second = Timestamp(rfc3339: second),
      second > first
    else { return nil }
    return second.seconds(since: first) / 3_600
  }
}
