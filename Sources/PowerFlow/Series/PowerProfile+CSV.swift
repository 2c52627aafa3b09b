import Documents
import GridModel
import Numerics

extension PowerProfile {
  /// Reads a profile from a table, of which there are two kinds.
  ///
  /// Wide: the first column labels the steps, every other is called by the number or name of an
  /// element and holds MW. Long, a demand profile as a forecaster writes it: a row for each
  /// `timestamp` and `node`, with its `demand_kw`; other columns are left alone.
  ///
  /// - Throws: `ProfileError` with the line and column of what cannot be read.
  public init(csv path: String) throws(ProfileError) {
    let table: DelimitedTable
    let isLong: Bool
    do throws(DelimitedError) {
      var reader = try DelimitedReader(path: path)
      isLong = reader.header.contains("node") && reader.header.contains("demand_kw")
      let kinds: [DelimitedColumnKind] = reader.header.enumerated().map { position, name in
        guard isLong else { return position == 0 ? .text : .number }
        return switch name {
        case "timestamp", "node": .text
        case "demand_kw": .number
        default: .skipped
        }
      }
      table = try reader.readAll(as: kinds) { count, body in
        parallelFor(count, execution: .serial, body)
      }
    } catch .file(let failure) {
      throw .file(failure)
    } catch {
      throw .unreadable(error.description)
    }
    guard table.header.count > 1 else { throw .tooFewColumns }
    guard table.rowCount > 0 else { throw .noSteps }
    if isLong { try self.init(long: table) } else { try self.init(wide: table) }
  }

  private init(wide table: DelimitedTable) throws(ProfileError) {
    var steps: [String] = []
    var columns: [[Double]] = []
    for (position, column) in table.columns.enumerated() {
      switch column {
      case .text(let texts): steps = (0..<texts.count).map { texts[$0] }
      case .numbers(let values):
        if let step = values.firstIndex(where: { !$0.isFinite }) {
          throw .missingValue(step: step, column: table.header[position])
        }
        columns.append(values)
      default: break
      }
    }
    self.init(steps: steps, names: Array(table.header.dropFirst()), columns: columns)
  }

  private init(long table: DelimitedTable) throws(ProfileError) {
    guard let nodes = table.text("node"), let times = table.text("timestamp"),
      let demandKW = table.numbers("demand_kw")
    else { throw .unreadable("a demand profile has the columns timestamp, node and demand_kw") }
    var columns = nodes.distinct.map { _ in
      [Double](repeating: .nan, count: times.distinct.count)
    }
    for row in 0..<table.rowCount {
      let (node, step) = (Int(nodes.indices[row]), Int(times.indices[row]))
      guard columns[node][step].isNaN else {
        throw .unreadable("line \(row + 2): node \(nodes[row]) has two values for \(times[row])")
      }
      columns[node][step] = demandKW[row] / 1_000
    }
    for (name, column) in zip(nodes.distinct, columns) {
      if let step = column.firstIndex(where: { !$0.isFinite }) {
        throw .unreadable("node \(name) has no demand_kw for \(times.distinct[step])")
      }
    }
    self.init(steps: times.distinct, names: nodes.distinct, columns: columns)
  }

  /// The length of a step in hours, if steps are labelled by times (RFC 3339) that rise.
  public var stepHours: Double? {
    guard steps.count > 1, let first = Timestamp(rfc3339: steps[0]),
      let second = Timestamp(rfc3339: steps[1]), second > first
    else { return nil }
    return second.seconds(since: first) / 3_600
  }
}
