import Numerics
import Testing

@Suite("Statistics")
struct StatisticsTests {
  static let cases = Result { try ReferenceCase.load("statistics") }

  @Test("agree with NumPy", arguments: try cases.get())
  func reference(_ reference: ReferenceCase) {
    let values = reference.a.values
    let running = RunningStatistics(values)
    switch reference.operation {
    case "mean":
      #expect(reference.accepts([values.mean]))
      #expect(reference.accepts([running.mean]))
    case "variance":
      #expect(reference.accepts([values.variance]))
      #expect(abs(running.variance - values.variance) <= 1e-7 * values.variance + 1e-30)
    case "sample_variance": #expect(reference.accepts([values.sampleVariance]))
    case "quantiles":
      #expect(reference.accepts(values.quantiles([0, 0.01, 0.25, 0.5, 0.9, 1])))
      #expect(running.minimum == values.quantile(0) && running.maximum == values.quantile(1))
    case "covariance": #expect(reference.accepts(reference.a.matrix.covarianceMatrix))
    case "correlation": #expect(reference.accepts(reference.a.matrix.correlationMatrix))
    default: Issue.record("no such operation: \(reference.operation)")
    }
  }

  @Test("of two parts, merged, are those of the whole", arguments: [0, 1, 57, 100])
  func merging(split: Int) {
    var random = RandomSource(seed: 5)
    let values = (0..<100).map { _ in random.normal(mean: 400, deviation: 3) }
    var merged = RunningStatistics(values[..<split])
    merged.merge(RunningStatistics(values[split...]))
    #expect(merged.count == 100)
    #expect(abs(merged.mean - values.mean) < 1e-12)
    #expect(abs(merged.sampleVariance - values.sampleVariance) < 1e-11)
    #expect(merged.minimum == values.min() && merged.maximum == values.max())
  }

  @Test("of too few values are not numbers")
  func tooFew() {
    #expect([Double]().mean.isNaN)
    #expect([1.0].sampleVariance.isNaN)
    #expect(RunningStatistics().variance.isNaN)
    #expect(Matrix(rows: [[1, 2], [1, 4]]).correlationMatrix[0, 1].isNaN)
  }

  @Test("of ten million values at an offset of 1e8 keep twelve digits")
  func manyValues() {
    let values = (0..<9_999_999).map { 1e8 + Double($0 % 3) }
    #expect(abs(values.variance / (2.0 / 3) - 1) < 1e-12)
    #expect(abs(RunningStatistics(values).variance / (2.0 / 3) - 1) < 1e-6)
  }
}
