import Foundation
import Numerics
import Testing

/// One answer of NumPy or SciPy, from `Tests/Fixtures/numerics`.
struct ReferenceCase: Decodable, Sendable, CustomTestStringConvertible {
  let operation: String
  let name: String
  /// The largest error allowed, relative to the largest modulus of the answer.
  let tolerance: Double
  let a: Operand
  let b: Operand?
  let expected: Operand

  var testDescription: String { "\(operation) of \(name)" }

  /// A real or complex matrix as the fixture spells it.
  struct Operand: Decodable, Sendable {
    let complex: ComplexMatrix

    init(from decoder: any Decoder) throws {
      if let rows = try? decoder.singleValueContainer().decode([[Double]].self) {
        complex = ComplexMatrix(rows: rows.map { $0.map { Complex($0) } })
      } else {
        let parts = try decoder.singleValueContainer().decode([String: [[Double]]].self)
        complex = ComplexMatrix(
          rows: zip(parts["real", default: []], parts["imaginary", default: []]).map {
            zip($0, $1).map { Complex($0, $1) }
          })
      }
    }

    var matrix: Matrix { complex.map(\.real) }
    var values: [Double] { matrix.elements }
  }

  static func load(_ folder: String) throws -> [ReferenceCase] {
    struct File: Decodable { let cases: [ReferenceCase] }
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Fixtures/numerics/\(folder)/cases.json")
    return try JSONDecoder().decode(File.self, from: Data(contentsOf: file)).cases
  }

  /// Whether `answer` has the shape and, within the tolerance, the elements expected.
  func accepts(_ answer: ComplexMatrix) -> Bool {
    guard answer.rowCount == expected.complex.rowCount,
      answer.columnCount == expected.complex.columnCount
    else { return false }
    let allowed = max(tolerance * expected.complex.largestModulus, .leastNormalMagnitude)
    return (answer - expected.complex).largestModulus <= allowed
  }

  func accepts(_ answer: Matrix) -> Bool { accepts(answer.map { Complex($0) }) }

  /// For answers that are a single row of numbers.
  func accepts(_ answer: [Double]) -> Bool { accepts(Matrix(rows: [answer])) }
}
