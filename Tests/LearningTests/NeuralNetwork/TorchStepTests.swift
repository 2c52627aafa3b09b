import Documents
import Foundation
import Learning
import Testing

@Suite("Training beside PyTorch")
struct TorchStepTests {
  @Test("The same start and the same batches give the same losses and the same parameters")
  func stepsAgree() throws {
    let path = URL(filePath: #filePath)
      .appending(path: "../../../Fixtures/network/adam_steps.json").standardized.path
    let fixture = try JSONValue(parsing: try DocumentFile.read(path))
    let tolerance = try #require(fixture["tolerance"]?.double)
    let columns = try #require(fixture["inputs"]?.array).map { $0.numbers ?? [] }
    let (parameters, losses) = NeuralNetwork.steps(
      inputs: try FeatureTable(columns: columns.enumerated().map { ("x\($0)", $1) }),
      targets: try FeatureTable(columns: [("y", try #require(fixture["targets"]?.numbers))]),
      configuration: try .init(hiddenLayers: [8, 4], averaging: 0),
      from: try Self.flat(fixture, "start"),
      batches: try #require(fixture["batches"]?.array).map { batch in
        (batch.numbers ?? []).map { Int32($0) }
      })
    let expected = try #require(fixture["losses"]?.numbers)
    #expect(losses.count == 60 && expected.count == 60)
    #expect(zip(losses, expected).allSatisfy { abs($0 - $1) < tolerance })
    let end = try Self.flat(fixture, "end")
    #expect(zip(parameters, end).allSatisfy { abs(Double($0 - $1)) < tolerance })
    #expect(zip(parameters, try Self.flat(fixture, "start")).contains { abs($0 - $1) > 0.02 })
  }

  /// The weights and biases of a fixture as the network lays them out: rows of outputs padded to
  /// fours, and the whole to sixteens.
  private static func flat(_ fixture: JSONValue, _ name: String) throws -> [Float] {
    var parameters: [Float] = []
    for layer in try #require(fixture[name]?.array) {
      let weights = try #require(layer["weights"]?.array).map { $0.numbers ?? [] }
      for row in weights + [try #require(layer["biases"]?.numbers)] {
        let padding = [Float](repeating: 0, count: (4 - row.count % 4) % 4)
        parameters += row.map { Float($0) } + padding
      }
    }
    return parameters + [Float](repeating: 0, count: (16 - parameters.count % 16) % 16)
  }
}
