import Foundation
import Testing

@Suite("The command line")
struct CommandLineTests {
  @Test("says its version")
  func version() throws {
    let outcome = try Kilowatch.run(["--version"])
    #expect(outcome.exitCode == 0)
    #expect(outcome.output == "kilowatch 0.1.0\n")
  }

  @Test("lists the commands when nothing is asked", arguments: [[], ["--help"], ["help"]])
  func overview(arguments: [String]) throws {
    let outcome = try Kilowatch.run(arguments)
    #expect(outcome.exitCode == 0)
    #expect(outcome.output.contains("Usage: kilowatch COMMAND"))
    #expect(outcome.errors.isEmpty)
  }

  @Test("refuses a word that no command begins with")
  func unknownCommand() throws {
    let outcome = try Kilowatch.run(["dtaa", "generate"])
    #expect(outcome.exitCode == 64)
    #expect(outcome.errors.hasPrefix("kilowatch: there is no command 'dtaa'"))
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }
}
