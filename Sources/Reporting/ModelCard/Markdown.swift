/// Markdown in the making, in which text that files hold cannot become markup.
struct Markdown {
  private(set) var text = ""

  mutating func heading(_ level: Int, _ title: String) {
    separate()
    text += String(repeating: "#", count: level) + " " + Self.escaped(title) + "\n"
  }

  mutating func paragraph(_ words: String) {
    separate()
    text += Self.escaped(words) + "\n"
  }

  mutating func list(_ items: [String]) {
    guard !items.isEmpty else { return }
    separate()
    for item in items { text += "- \(Self.escaped(item))\n" }
  }

  mutating func table(_ header: [String], _ rows: [[String]]) {
    guard !rows.isEmpty else { return }
    separate()
    func line(_ cells: [String]) -> String {
      "| " + cells.map(Self.escaped).joined(separator: " | ") + " |\n"
    }
    text += line(header) + "|" + String(repeating: "---|", count: header.count) + "\n"
    for row in rows { text += line(row) }
  }

  private mutating func separate() {
    if !text.isEmpty { text += "\n" }
  }

  /// `words` with every character that Markdown or HTML would read as markup taken literally, and
  /// invisible characters made visible, as pages do.
  static func escaped(_ words: String) -> String {
    var escaped = ""
    for scalar in words.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\\", "`", "*", "[", "]", "|", "#", "~", "$": escaped += "\\\(scalar)"
      case "_" where escaped.isEmpty || escaped.last == " ": escaped += "\\_"
      case "\n", "\t", "\r": escaped += " "
      case _ where scalar.isDeceptive: escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
