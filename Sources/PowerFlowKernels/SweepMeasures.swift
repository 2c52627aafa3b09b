// What a series of scenarios amounts to; compiled, like the sweeps, once for each processor level.

/// Adds the scenarios of a measured workspace to `measures`, `MeasureRow.count` rows of eight lanes.
///
/// `summary` starts at the workspace's first `SummaryRow`. `isLive` holds 1 for the scenarios that
/// count and 0 for the lanes that only fill a block.
public func accumulateMeasures(
  blocks: Int, summary: UnsafePointer<Lanes>, isLive: UnsafePointer<Lanes>,
  limits: UnsafePointer<Double>, measures: UnsafeMutablePointer<Lanes>
) {
  let zero = Lanes()
  for block in 0..<blocks {
    let live = isLive[block]
    let row = summary + block
    let line = row[SummaryRow.squaredLineLoading &* blocks].squareRoot() * live
    let transformer = row[SummaryRow.squaredTransformerLoading &* blocks].squareRoot() * live
    // Lanes that do not count stand at 1 per unit.
    let lowest = (row[SummaryRow.lowestSquaredVoltage &* blocks].squareRoot() - 1) * live
    let highest = (row[SummaryRow.highestSquaredVoltage &* blocks].squareRoot() - 1) * live
    let imported = row[SummaryRow.importedActive &* blocks]

    measures[MeasureRow.lineLoadingSum] += line
    measures[MeasureRow.lineLoadingPeak] = greater(measures[MeasureRow.lineLoadingPeak], line)
    measures[MeasureRow.transformerLoadingPeak] = greater(
      measures[MeasureRow.transformerLoadingPeak], transformer)
    measures[MeasureRow.lowestVoltage] = lesser(measures[MeasureRow.lowestVoltage], 1 + lowest)
    measures[MeasureRow.highestVoltage] = greater(measures[MeasureRow.highestVoltage], 1 + highest)
    measures[MeasureRow.voltageDeviationSum] += greater(zero - lowest, highest)
    measures[MeasureRow.lossesSum] += row[SummaryRow.activeLosses &* blocks] * live
    measures[MeasureRow.importSum] += greater(zero, imported) * live
    let tooLow = greater(zero, (limits[LimitColumn.lowestVoltage] - 1) - lowest)
    let tooHigh = greater(zero, highest - (limits[LimitColumn.highestVoltage] - 1))
    let overLine = greater(zero, line - limits[LimitColumn.lineLoading])
    let overTransformer = greater(zero, transformer - limits[LimitColumn.transformerLoading])
    measures[MeasureRow.violationSum] +=
      (100 * (tooLow + tooHigh) + (overLine + overTransformer)) * live
    measures[MeasureRow.squaredChange] = greater(
      measures[MeasureRow.squaredChange], row[SummaryRow.squaredChange &* blocks] * live)
  }
}
