import Foundation

/// The answers of scikit-learn and prts, from `Tests/Fixtures/metrics`.
struct MetricsReference: Decodable, Sendable {
  struct Ranking: Decodable, Sendable {
    let name: String
    let labels: [Int]
    let scores: [Double]
    let threshold: Double
    let precision: Double
    let recall: Double
    let f1: Double
    let accuracy: Double
    let rocAuc: Double
    let averagePrecision: Double
  }

  struct Ranges: Decodable, Sendable {
    let name: String
    let real: [Int]
    let predicted: [Int]
    let bias: String
    let cardinality: String
    let alpha: Double
    let recall: Double
    let precision: Double
  }

  struct Classes: Decodable, Sendable {
    let classes: [Int]
    let decisions: [Int]
    let probabilities: [[Double]]
    let accuracy: Double
    let macroF1: Double
    let macroRocAuc: Double
    let confusion: [[Int]]
  }

  let ranking: [Ranking]
  let ranges: [Ranges]
  let classes: [Classes]

  static let loaded = Result {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Fixtures/metrics/cases.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(MetricsReference.self, from: Data(contentsOf: file))
  }
}
