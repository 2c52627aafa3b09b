import Documents
import Foundation
import PowerFlow

/// A network and what another tool says of it, in Tests/Fixtures/powerflow.
struct Fixture {
  let network: Network
  let expected: JSONValue

  init(_ name: String) throws {
    let folder = Fixture.folder.appending(path: name)
    network = try Network(pandapowerJSON: try Fixture.bytes(folder.appending(path: "network.json")))
    expected = try JSONValue(
      parsing: try Fixture.bytes(folder.appending(path: "expected.json")))
  }

  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/powerflow")

  static func bytes(_ url: URL) throws -> [UInt8] { Array(try Data(contentsOf: url)) }

  /// The column `column` of result table `table`, NaN where the tool had no value.
  func column(_ model: TransformerModel, _ table: String, _ column: String) -> [Double] {
    (expected[model.rawValue]?[table]?[column]?.array ?? []).map { $0.double ?? .nan }
  }
}

/// The largest difference between two columns; infinite if one has a value where the other has none.
func largestDifference(_ first: [Double], _ second: [Double]) -> Double {
  guard first.count == second.count else { return .infinity }
  return zip(first, second).reduce(0) { worst, pair in
    if pair.0.isNaN && pair.1.isNaN { return worst }
    let difference = abs(pair.0 - pair.1)
    return difference.isNaN ? .infinity : max(worst, difference)
  }
}
