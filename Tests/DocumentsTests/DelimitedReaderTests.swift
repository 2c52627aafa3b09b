import Documents
import Foundation
import Testing

private let serial: ParallelLoop = { count, body in for index in 0..<count { body(index) } }
private let concurrent: ParallelLoop = { count, body in
  DispatchQueue.concurrentPerform(iterations: count) { body($0) }
}

/// A folder of its own for one test.
private func withFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
  let folder = NSTemporaryDirectory() + "kilowatch-" + UUID().uuidString
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(folder)
}

private func read(
  _ text: String, _ kinds: [DelimitedColumnKind], format: DelimitedFormat = .csv,
  name: String = "table.csv"
) throws -> DelimitedTable {
  try withFolder { folder in
    let path = "\(folder)/\(name)"
    try DocumentFile.write(Array(text.utf8), to: path)
    var reader = try DelimitedReader(path: path, format: format)
    return try reader.readAll(as: kinds, in: serial)
  }
}

/// The sentence of the failure of reading `text`, the folder taken away.
private func failure(
  of text: [UInt8], _ kinds: [DelimitedColumnKind], format: DelimitedFormat = .csv
) throws -> String {
  try withFolder { folder in
    try DocumentFile.write(text, to: "\(folder)/t.csv")
    do throws(DelimitedError) {
      var reader = try DelimitedReader(path: "\(folder)/t.csv", format: format)
      let table = try reader.readAll(as: kinds, in: serial)
      return "\(table.rowCount) rows"
    } catch {
      return error.description.replacingOccurrences(of: folder + "/", with: "")
    }
  }
}

@Suite("Reading delimited text")
struct DelimitedReaderTests {
  @Test(
    "understands what RFC 4180 and its neighbours write",
    arguments: [
      ("plain", "a,b\n1,x\n2,y\n"),
      ("no line feed at the end", "a,b\n1,x\n2,y"),
      ("carriage returns", "a,b\r\n1,x\r\n2,y\r\n"),
      ("a byte order mark", "\u{feff}a,b\n1,x\n2,y\n"),
      ("quotes", "\"a\",\"b\"\n\"1\",\"x\"\n2,\"y\"\n"),
      ("quotes and carriage returns", "\"a\",\"b\"\r\n\"1\",\"x\"\r\n2,\"y\"\r\n"),
      ("blank lines", "a,b\n\n1,x\n\r\n2,y\n\n\n"),
      ("blanks around numbers", "a,b\n 1 ,x\n2\t,y\n"),
      ("signs and exponents", "a,b\n+1.0e0,x\n200e-2,y\n"),
    ])
  func dialects(_ name: String, _ text: String) throws {
    let table = try read(text, [.number, .text])
    #expect(table.header == ["a", "b"])
    #expect(table.numbers("a") == [1, 2])
    #expect(table.text("b").map { [$0[0], $0[1]] } == ["x", "y"])
  }

  @Test("keeps delimiters, doubled quotes and line ends inside quotes")
  func quotedText() throws {
    let table = try read(
      "n,t\n1,\"a,b\"\n2,\"say \"\"hi\"\"\"\n3,\"two\nlines\"\n4,\n", [.number, .text])
    let text = try #require(table.text("t"))
    #expect((0..<4).map { text[$0] } == ["a,b", "say \"hi\"", "two\nlines", ""])
  }

  @Test("takes other delimiters, decimal commas and missing markers")
  func format() throws {
    let format = DelimitedFormat(
      delimiter: UInt8(ascii: ";"), decimalMark: UInt8(ascii: ","), missingMarker: "?")
    let table = try read("a;b\n1,5;?\n;nan\n-2;0,25 \n", [.number, .number], format: format)
    let a = try #require(table.numbers("a"))
    let b = try #require(table.numbers("b"))
    #expect(a[0] == 1.5 && a[1].isNaN && a[2] == -2)
    #expect(b[0].isNaN && b[1].isNaN && b[2] == 0.25)
  }

  @Test(
    "takes a number for a missing marker, however it is written", arguments: ["-999", "-999,0"])
  func numericMarker(_ marker: String) throws {
    let format = DelimitedFormat(
      delimiter: UInt8(ascii: ";"), decimalMark: UInt8(ascii: ","), missingMarker: marker)
    let table = try read(
      "a;b\n-999;1\n2;-999,00\n\"-999\"; -999\r\n-99;-9990\n", [.number, .number], format: format)
    let a = try #require(table.numbers("a"))
    let b = try #require(table.numbers("b"))
    #expect(a.map(\.isNaN) == [true, false, true, false])
    #expect(b.map(\.isNaN) == [false, true, true, false])
  }

  @Test("unpacks gzip and Zstandard", arguments: ["t.csv.gz", "t.csv.zst"])
  func packed(_ name: String) throws {
    let rows = (0..<40_000).map { "\($0),\($0 % 7)" }.joined(separator: "\n")
    let table = try read("a,b\n" + rows, [.number, .number], name: name)
    #expect(table.numbers("a") == (0..<40_000).map(Double.init))
  }

  @Test(
    "says what is wrong, and where",
    arguments: [
      ("", "t.csv: empty: a table begins with a line of column names"),
      ("\n", "t.csv: empty: a table begins with a line of column names"),
      ("a,b\n1,2\n3\n", "t.csv:3: 1 fields where the header has 2; check the delimiter"),
      ("a,b\n1,2\n\n3,4,5\n", "t.csv:4: 3 fields where the header has 2; check the delimiter"),
      ("a,b\n1,x\n", "t.csv:2: column b: 'x' is not a number"),
      ("a,b\n1,2\n3,inf\n", "t.csv:3: column b: 'inf' is not a number"),
      ("a,b\n1,1e999\n", "t.csv:2: column b: '1e999' is not a number"),
      ("a,b\n1,1.2.3\n", "t.csv:2: column b: '1.2.3' is not a number"),
      ("a,b\n1,-\n", "t.csv:2: column b: '-' is not a number"),
      ("a,b\n1,0x10\n", "t.csv:2: column b: '0x10' is not a number"),
      ("a,b\n\"1\n\",2\n3,z\n", "t.csv:2: column a: '1\n' is not a number"),
      ("a,b\n1,\"2\n", "t.csv:2: a quote opens here and never closes"),
      (
        "a,b\n1,2\"3\n",
        "t.csv:2: column b: a quote inside a field; quote the whole field and double it"
      ),
      (
        "a,b\n1,\"2\"3\n",
        "t.csv:2: column b: a quote inside a field; quote the whole field and double it"
      ),
      ("a,a\n1,2\n", "t.csv: two columns are called 'a'"),
      ("a,b\n", "0 rows"),
      ("a,b", "0 rows"),
    ])
  func failures(_ text: String, _ message: String) throws {
    #expect(try failure(of: Array(text.utf8), [.number, .number]) == message)
  }

  @Test("refuses Latin-1, UTF-16 and missing files")
  func wrongFiles() throws {
    for latin1 in ["caf\u{e9},b\n1,x\n", "a,b\n1,x\n2,caf\u{e9}\n"] {
      #expect(
        try failure(of: latin1.unicodeScalars.map { UInt8($0.value) }, [.number, .text])
          == "t.csv: not UTF-8: convert it first, say with iconv")
    }
    let utf16: [UInt8] = [0xff, 0xfe] + "a,b\n1,2\n".utf8.flatMap { [$0, 0] }
    #expect(
      try failure(of: utf16, [.number, .number])
        == "t.csv: not UTF-8: convert it first, say with iconv")
    #expect(throws: DelimitedError.file(.notFound(path: "/nowhere/t.csv"))) {
      _ = try DelimitedReader(path: "/nowhere/t.csv").header
    }
  }

  @Test("gives the same rows in blocks and at once, for one worker and many, across quotes")
  func blocks() throws {
    var text = "n,t,m\n"
    for row in 0..<400_000 {
      text +=
        row % 1_000 == 7
        ? "\(row),\"q,\n\(row % 13)\",\((Double(row) + 0.5) / 3)\n"
        : "\(row),w\(row % 5),\((Double(row) + 0.5) / 3)\n"
    }
    try withFolder { folder in
      try DocumentFile.write(Array(text.utf8), to: "\(folder)/t.csv")
      let kinds: [DelimitedColumnKind] = [.number, .text, .number]
      var first = try DelimitedReader(path: "\(folder)/t.csv")
      let whole = try first.readAll(as: kinds, in: serial)
      var second = try DelimitedReader(path: "\(folder)/t.csv")
      #expect(try second.readAll(as: kinds, in: concurrent) == whole)
      #expect(whole.numbers("n") == (0..<400_000).map(Double.init))
      #expect(whole.numbers("m") == (0..<400_000).map { (Double($0) + 0.5) / 3 })
      var third = try DelimitedReader(path: "\(folder)/t.csv")
      var rows = 0
      var blocks = 0
      while let block = try third.readBlock(as: kinds, in: serial) {
        let text = try #require(block.text("t"))
        let expected = try #require(whole.text("t"))
        #expect(text[0] == expected[rows])
        rows += block.rowCount
        blocks += 1
      }
      #expect(rows == 400_000 && blocks > 1)
      // Written again, the table is the file.
      var writer = try DelimitedWriter(path: "\(folder)/u.csv", header: whole.header)
      try writer.append(
        whole.columns.map { column in
          switch column {
          case .numbers(let values): .numbers(values)
          case .text(let text): .text(text)
          default: .bytes([])
          }
        }, rowCount: whole.rowCount, in: concurrent)
      try writer.commit()
      #expect(try DocumentFile.read("\(folder)/u.csv").elementsEqual(text.utf8))
    }
  }

  @Test("hands fields to a scanner, and names what the scanner expects")
  func scanned() throws {
    let kind = DelimitedColumnKind.scanned(expected: "yes or no") { field in
      field.elementsEqual("yes".utf8) ? 1 : field.elementsEqual("no".utf8) ? 0 : nil
    }
    let table = try read("a\nyes\nno\n\"yes\"\n yes\n", [kind])
    #expect(table.columns == [.scanned([1, 0, 1, 1])])
    #expect(
      try failure(of: Array("a\nmaybe\n".utf8), [kind])
        == "t.csv:2: column a: 'maybe' is not yes or no")
  }
}

@Suite("Detecting the layout of delimited text")
struct DelimitedLayoutTests {
  @Test("reads and writes more columns than a forest can hold, and names one that is there twice")
  func manyColumns() throws {
    let names = (0..<65_535).map { "x\($0)" }
    let rows = "\n" + Array(repeating: "1", count: names.count + 1).joined(separator: ",") + "\n"
    let kinds = [DelimitedColumnKind](repeating: .number, count: names.count + 1)
    let whole = try read(names.joined(separator: ",") + ",y" + rows, kinds)
    #expect(whole.header.count == 65_536 && whole.rowCount == 1)
    let written = try withFolder { folder in
      var writer = try DelimitedWriter(path: "\(folder)/t.csv", header: whole.header)
      let columns = whole.header.indices.map { place -> DelimitedOutput in
        switch place % 3 {
        case 0: .numbers([1])
        case 1: .bytes([1])
        default: .text(TextColumn(["1"]))
        }
      }
      try writer.append(columns, rowCount: 1, in: concurrent)
      try writer.commit()
      return try DocumentFile.read("\(folder)/t.csv")
    }
    #expect(written.elementsEqual((names.joined(separator: ",") + ",y" + rows).utf8))
    let twice = names.joined(separator: ",") + ",x65534" + rows
    #expect(
      try failure(of: Array(twice.utf8), kinds) == "t.csv: two columns are called 'x65534'")
  }

  @Test(
    "finds the delimiter, the header and the columns of numbers",
    arguments: [
      ("a,b\n1,x\n2,y\n", ["a", "b"], [true, false], 2),
      ("# a table; of things\n#\n1,2\n3,4\n", ["1", "2"], [true, true], 2),
      ("B\tG\tSKIN\r\n74\t85\t1\r\n", ["B", "G", "SKIN"], [true, true, true], 1),
      ("a;b\n1.5;?\n?;2\n", ["a", "b"], [true, true], 2),
      ("only\none\n", ["only"], [false], 1),
    ])
  func layouts(text: String, header: [String], areNumbers: [Bool], rows: Int) throws {
    try withFolder { folder in
      let path = "\(folder)/t.csv"
      try DocumentFile.write(Array(text.utf8), to: path)
      var reader = try DelimitedReader(
        detectingLayoutOf: path, format: DelimitedFormat(missingMarker: "?"))
      #expect(reader.header == header)
      let found = reader.numericColumns(amongFirst: 100)
      #expect(found == areNumbers)
      let table = try reader.readAll(as: found.map { $0 ? .number : .text }, in: serial)
      #expect(table.rowCount == rows)
    }
  }
}
