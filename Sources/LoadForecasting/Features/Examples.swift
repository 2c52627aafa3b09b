import Learning
import Numerics

/// Moments to forecast and what is known of them: a row each.
struct Examples {
  /// Where one row comes from.
  struct Source {
    let series: Int
    let origin: Int
    let step: Int
    let level: Double
  }

  let table: FeatureTable
  let sources: [Source]
  /// The load of each row, as its distance from the level in units of the scale.
  let targets: [Double]

  /// Rows for every step of the horizon after each of `origins`, which name a series and a step.
  ///
  /// With `ends`, a step for each series, rows without a load or from that step on are left out.
  init(
    of origins: [(series: Int, origin: Int)], horizonSteps: Int, features: ForecastFeatures,
    in series: [(load: LoadSeries, features: SeriesFeatures)], knownBefore ends: [Int]?,
    execution: Execution
  ) throws(ForecastError) {
    let block = 16
    let parts = parallelMap((origins.count + block - 1) / block, execution: execution) { part in
      var rows: [Float] = []
      var sources: [Source] = []
      var targets: [Double] = []
      for (index, origin) in origins[part * block..<min(origins.count, (part + 1) * block)] {
        let (load, features) = series[index]
        let level = features.level(before: origin)
        if level.isNaN { continue }
        for step in origin..<origin + horizonSteps {
          let value = step < load.values.count ? load.values[step] : .nan
          if let ends, step >= ends[index] || !value.isFinite { continue }
          features.appendRow(origin: origin, step: step, level: level, to: &rows)
          sources.append(Source(series: index, origin: origin, step: step, level: level))
          targets.append((value - level) / features.scale)
        }
      }
      return (rows, sources, targets)
    }
    sources = parts.flatMap(\.1)
    targets = parts.flatMap(\.2)
    let names = features.names
    let count = sources.count
    let width = names.count
    let values = [Float](unsafeUninitializedCapacity: width * count) { buffer, initialized in
      var row = 0
      for part in parts {
        for start in stride(from: 0, to: part.0.count, by: width) {
          for column in 0..<width {
            buffer.initializeElement(at: column * count + row, to: part.0[start + column])
          }
          row += 1
        }
      }
      initialized = width * count
    }
    do {
      table = try FeatureTable(names: names, rowCount: count, values: values)
    } catch {
      throw .learning("\(error)")
    }
  }

  private init(table: FeatureTable, sources: [Source], targets: [Double]) {
    self.table = table
    self.sources = sources
    self.targets = targets
  }

  /// These rows, and then those of `others`.
  func followed(by others: Examples) throws(ForecastError) -> Examples {
    var values: [Float] = []
    values.reserveCapacity(table.values.count + others.table.values.count)
    for column in table.names.indices {
      values += table.column(column)
      values += others.table.column(column)
    }
    do {
      return Examples(
        table: try FeatureTable(
          names: table.names, rowCount: sources.count + others.sources.count, values: values),
        sources: sources + others.sources, targets: targets + others.targets)
    } catch {
      throw .learning("\(error)")
    }
  }

  /// The loads that `outputs` of a model for these rows stand for.
  func restored(_ outputs: [Double], scales: [Double]) -> [Double] {
    zip(outputs, sources).map { $1.level + scales[$1.series] * $0 }
  }
}
