import Documents
import Foundation
import Numerics
import PowerFlow

/// A folder of CSV files, one for each result table, written step by step.
struct ResultFolder: ~Copyable {
  private let isSeries: Bool
  private let folder: String
  private var writers: [String: ResultTableFile] = [:]

  init(_ folder: String, network: Network, isSeries: Bool) throws(CommandFailure) {
    self.folder = folder
    self.isSeries = isSeries
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure(.cannotCreate, "\(folder): cannot be created")
    }
  }

  mutating func append(
    _ flow: FlowResult, of network: Network, step: String, execution: Execution
  ) throws(CommandFailure) {
    for table in flow.tables(of: network) {
      let steps = isSeries ? ["step"] : []
      let file: ResultTableFile
      if let known = writers[table.name] {
        file = known
      } else {
        file = try ResultTableFile(
          path: "\(folder)/\(table.name).csv",
          header: steps + ["index"] + table.columns.map(\.name))
        writers[table.name] = file
      }
      let rows = table.index.count
      let label = TextColumn(distinct: [step], indices: [Int32](repeating: 0, count: rows))
      try file.append(
        (isSeries ? [.text(label)] : []) + [.numbers(table.index.map(Double.init))]
          + table.columns.map { .numbers($0.values) }, rowCount: rows)
    }
  }

  func commit() throws(CommandFailure) {
    for file in writers.values { try file.commit() }
  }
}

/// A CSV file that is being written.
private final class ResultTableFile {
  private var writer: DelimitedWriter?

  init(path: String, header: [String]) throws(CommandFailure) {
    do throws(FileFailure) {
      writer = try DelimitedWriter(path: path, header: header)
    } catch { throw CommandFailure(error) }
  }

  func append(_ columns: [DelimitedOutput], rowCount: Int) throws(CommandFailure) {
    guard rowCount > 0 else { return }
    try withFiles { () throws(FileFailure) in
      try writer?.append(columns, rowCount: rowCount) { count, body in
        parallelFor(count, execution: .serial, body)
      }
    }
  }

  func commit() throws(CommandFailure) {
    guard let writer = writer.take() else { return }
    do throws(FileFailure) { try writer.commit() } catch { throw CommandFailure(error) }
  }
}
