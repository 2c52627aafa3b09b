import Documents

/// A mode and what it took and reached: a line of the comparison.
struct ComparedRow {
  let size: ComparedSize
  let mode: String
  let runs: Int
  let seconds: Double
  let speedUp: Double?
  let processorPercent: Double
  let memoryMiB: Double
  let graphicsPercent: Double?
  let cost: Double
  let gapPercent: Double
  let lossMWh: Double
  let unservedMWh: Double
  let violations: Int

  var document: JSONValue {
    [
      "nodes": JSONValue(size.nodes), "sources": JSONValue(size.sources), "mode": .string(mode),
      "runs": JSONValue(runs), "elapsed_s": JSONValue(seconds),
      "speed_up": speedUp.map { JSONValue($0) } ?? .null,
      "cpu_percent": JSONValue(processorPercent), "memory_mb": JSONValue(memoryMiB),
      "gpu_percent": graphicsPercent.map { JSONValue($0) } ?? .null, "cost": JSONValue(cost),
      "gap_percent": JSONValue(gapPercent), "loss_mwh": JSONValue(lossMWh),
      "unserved_mwh": JSONValue(unservedMWh), "violations": JSONValue(violations),
    ]
  }

  /// `rows` as lines of text under a heading.
  static func table(_ rows: [ComparedRow]) -> String {
    let heading = [
      "size", "mode", "time ms", "speed-up", "CPU %", "memory MB", "GPU %", "cost", "gap %",
      "loss MWh", "unserved MWh",
    ]
    let lines = [heading] + rows.map(\.fields)
    let widths = heading.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { fields in
      fields.enumerated().map { column, field in
        let padding = String(repeating: " ", count: widths[column] - field.count)
        return column < 2 ? field + padding : padding + field
      }.joined(separator: "  ") + "\n"
    }.joined()
  }

  private var fields: [String] {
    [
      "\(size)", mode, fixed(seconds * 1_000, 3), speedUp.map { fixed($0, 2) } ?? "",
      fixed(processorPercent, 0), fixed(memoryMiB, 0), graphicsPercent.map { fixed($0, 0) } ?? "-",
      fixed(cost, 0), fixed(gapPercent, 4), fixed(lossMWh, 0), fixed(unservedMWh, 0),
    ]
  }

  private func fixed(_ value: Double, _ digits: Int) -> String {
    var scale = 1
    for _ in 0..<digits { scale *= 10 }
    let whole = Int((abs(value) * Double(scale)).rounded())
    let sign = value < 0 && whole > 0 ? "-" : ""
    guard digits > 0 else { return "\(sign)\(whole)" }
    return "\(sign)\(whole / scale).\(String(scale + whole % scale).dropFirst())"
  }
}
