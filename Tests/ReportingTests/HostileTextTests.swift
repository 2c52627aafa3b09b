import Foundation
import Reporting
import Testing

@Suite struct HostileTextTests {
  static let browser = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  @Test func `There are at least 50 payloads`() {
    #expect(Set(HostileText.payloads).count >= 50)
  }

  @Test(arguments: HostileText.payloads)
  func `Hostile text never becomes an element or an attribute`(payload: String) throws {
    let harmless = try elements(of: HostileText.pages("plain"))
    #expect(try elements(of: HostileText.pages(payload)) == harmless)
  }

  /// The tags of pages with the names of their attributes, each once.
  private func elements(of pages: [(name: String, page: Page)]) throws -> [String] {
    var found: Set<[UInt8]> = []
    for (_, page) in pages {
      var tag: [UInt8]?
      var isQuoted = false
      for byte in page.html(twin: "t.json", chartFolder: "c") {
        if byte < 0x20, byte != 0x0a { throw ControlCharacter(byte: byte) }
        switch byte {
        case UInt8(ascii: "<"): tag = []
        case UInt8(ascii: ">"):
          found.insert(tag ?? [])
          (tag, isQuoted) = (nil, false)
        case UInt8(ascii: "\""): isQuoted = tag != nil && !isQuoted
        default: if !isQuoted { tag?.append(byte) }
        }
      }
    }
    return found.map { String(decoding: $0, as: UTF8.self) }.sorted()
  }

  @Test func `A path of a link is never a scheme`() {
    for payload in HostileText.payloads {
      let page = HostileText.pages(payload)[2].page
      let html = String(decoding: page.html(twin: payload, chartFolder: payload), as: UTF8.self)
      for link in html.matches(of: #/href="([^"]*)"/#) {
        #expect(!link.output.1.contains(":"), "\(link.output.1)")
      }
    }
  }

  @Test(.enabled(if: browser != nil))
  func `In a browser that would run them, no payload runs`() throws {
    // The policy that forbids scripts is taken out, so that nothing but escaping stands in the way,
    // and a script of the test's own reports what it sees. One page holds every payload.
    let browser = try #require(Self.browser)
    var html = ""
    for payload in HostileText.payloads {
      for (name, page) in HostileText.pages(payload) where name == "detection" || name == "run" {
        html += String(decoding: page.html(twin: payload, chartFolder: payload), as: UTF8.self)
          .replacing(#/<meta http-equiv="Content-Security-Policy"[^>]*>/#, with: "")
      }
    }
    let report = """
      <script>
      document.querySelectorAll('a[href]').forEach(a => { if (a.protocol !== 'file:') window.bad = a.href })
      document.querySelectorAll('*').forEach(e => { for (const a of e.attributes) if (a.name.startsWith('on')) window.bad = a.name })
      const strange = document.querySelectorAll('script, img, iframe, object, embed, form, input, video, audio, base, math').length
      document.documentElement.innerHTML = `<p>ran:${window.\(HostileText.mark) ?? 'no'} bad:${window.bad ?? 'no'} strange:${strange}</p>`
      </script>
      """
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "hostile-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "page.html")
    try Data((html + report).utf8).write(to: file)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: browser)
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(folder.path)/profile",
      "--virtual-time-budget=3000", "--dump-dom", file.absoluteString,
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let dom = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    // The only script is the reporter itself.
    #expect(dom.contains("ran:no bad:no strange:1"), "\(dom.suffix(300))")
  }
}

private struct ControlCharacter: Error {
  let byte: UInt8
}
