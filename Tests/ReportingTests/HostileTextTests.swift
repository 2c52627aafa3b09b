import Foundation
import Reporting
import Testing

@Suite struct HostileTextTests {
  /// A browser that can show a page here; nil if there is none.
  static let browser = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
    .first {
      FileManager.default.isExecutableFile(atPath: $0)
        && (try? document(of: "<p>shown</p>", in: $0))?.contains("shown") == true
    }

  /// What becomes of a page in `browser`, as markup.
  private static func document(of page: String, in browser: String) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "kilowatch-hostile-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "page.html")
    try Data(page.utf8).write(to: file)
    let output = try #require(
      popen(
        """
        '\(browser)' --headless --no-sandbox --disable-gpu --user-data-dir='\(folder.path)/profile' \
        --virtual-time-budget=3000 --dump-dom '\(file.absoluteString)' 2> /dev/null
        """, "re"))
    defer { pclose(output) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    return String(decoding: bytes[..<fread(&bytes, 1, bytes.count, output)], as: UTF8.self)
  }

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
    let document = try Self.document(of: html + report, in: browser)
    // The only script is the reporter itself.
    #expect(document.contains("ran:no bad:no strange:1"), "\(document.suffix(300))")
  }
}

private struct ControlCharacter: Error {
  let byte: UInt8
}
