import Documents
import Foundation
import Testing

@Suite("Where space is short")
struct LimitsTests {
  private static let writers = [
    "data generate --days 2 --seed 1 --out out.csv", "data features in.csv --out out.csv",
    "data features in.csv --out out.csv.gz",
    "detect train --model isolation-forest --data in.csv --seed 1 --out out.json",
    "detect train --model random-forest --trees 5 --data in.csv --seed 1 --out out.json",
    "detect score --model model.json --data in.csv --out out.csv",
    "detect score --model model.json --data in.csv --out /dev/null --events out.json",
    "detect evaluate --scores scores.csv --out out.json",
    "forecast train --model ridge --data in.csv --target active_power_kw --out out.json",
    "forecast predict --model load.json --data in.csv --out out.csv",
    "report detection scores.csv --out out.html",
  ]

  @Test(
    "every command says in one line that it cannot write, and leaves nothing half-written",
    arguments: [0, 4])
  func fullDisk(fileBlocks: Int) throws {
    try withFolder { folder in
      for command in [
        "data generate --days 20 --seed 1 --out in.csv",
        "detect train --model isolation-forest --data in.csv --seed 1 --out model.json",
        "detect score --model model.json --data in.csv --out scores.csv",
        "forecast train --model ridge --data in.csv --target active_power_kw --out load.json",
      ] {
        #expect(
          try Kilowatch.run(command.split(separator: " ").map(String.init), in: folder).exitCode
            == 0)
      }
      let before = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      for command in Self.writers {
        let outcome = try Kilowatch.run(
          command.split(separator: " ").map(String.init), in: folder, fileBlocks: fileBlocks)
        let isSmall = fileBlocks > 0 && outcome.exitCode == 0
        if !isSmall {
          #expect(outcome.exitCode == 74, "\(command): \(outcome.errors)")
          let lines = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("kilowatch: ") }
          #expect(lines.count == 1 && outcome.errors.contains("out."), "\(outcome.errors)")
          let after = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
          #expect(after == before, "\(command)")
        }
        for file in try FileManager.default.contentsOfDirectory(atPath: folder)
        where file.hasPrefix("out.") {
          try FileManager.default.removeItem(atPath: "\(folder)/\(file)")
        }
      }
    }
  }

  @Test("validation, features and scores hold no more of a file three times as long")
  func boundedMemory() throws {
    try withFolder { folder in
      var sizes: [Int] = []
      for (days, name) in [(100, "short.csv"), (300, "long.csv")] {
        let arguments = ["data", "generate", "--days", "\(days)", "--seed", "1", "--out", name]
        #expect(try Kilowatch.run(arguments, in: folder).exitCode == 0)
        sizes.append(try DocumentFile.read("\(folder)/\(name)").count)
      }
      let train = "detect train --model isolation-forest --data short.csv --seed 1 --out m.json"
      #expect(
        try Kilowatch.run(train.split(separator: " ").map(String.init), in: folder).exitCode == 0)
      for command in [
        ["data", "validate", "-"], ["data", "features", "-", "--out", "/dev/null"],
        ["detect", "score", "--model", "m.json", "--out", "/dev/null", "--data", "-"],
      ] {
        let peaks = try ["short.csv", "long.csv"].map { name in
          // With one worker, since what several hold at once is a matter of chance.
          try #require(
            try Kilowatch.peakBytes(command + ["--threads", "1"], reading: name, in: folder))
        }
        #expect(
          peaks[1] - peaks[0] < (sizes[1] - sizes[0]) / 2,
          "\(command): \(peaks) bytes of memory for files of \(sizes) bytes")
      }
    }
  }
}
