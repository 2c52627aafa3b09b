/// A legend in rows, for drawings that stand alone; pages set legends as text.
struct LegendLayout {
  private let rows: [[(entry: LegendEntry, x: Double)]]

  var height: Double { Double(rows.count) * 20 }

  init(entries: [LegendEntry], width: Double) {
    var rows: [[(entry: LegendEntry, x: Double)]] = []
    var x = Double.infinity
    for entry in entries {
      let needed = 26 + textWidth(entry.label) + 18
      if x + needed > width {
        rows.append([])
        x = 0
      }
      rows[rows.count - 1].append((entry, x))
      x += needed
    }
    self.rows = rows
  }

  func draw(on canvas: inout SVGCanvas, x: Double, y: Double) {
    for (index, row) in rows.enumerated() {
      let middle = y + Double(index) * 20 + 8
      for (entry, offset) in row {
        entry.mark.draw(entry.color, on: &canvas, x: x + offset, y: middle)
        canvas.text(entry.label, x: x + offset + 26, y: middle + 4, style: .ink)
      }
    }
  }
}

extension LegendEntry.Mark {
  /// Draws the mark 20 pixels wide around the middle line `y`.
  func draw(_ color: ColorRole, on canvas: inout SVGCanvas, x: Double, y: Double) {
    var path = SVGPath()
    path.move(to: (x, y))
    path.line(to: (x + 20, y))
    switch self {
    case .line: canvas.path(path, look: .stroke(color, isThick: true))
    case .dashed: canvas.path(path, look: .stroke(color, .dashed, isThick: true))
    case .area:
      canvas.rectangle(x: x + 3, y: y - 6, width: 14, height: 12, look: .fill(color, .strong))
    case .wash:
      canvas.rectangle(x: x + 1, y: y - 6, width: 18, height: 12, look: .fill(color, .half))
    case .dot: canvas.circle(x: x + 10, y: y, radius: 4.5, look: .fill(color))
    }
  }
}

/// How wide `text` is at 12 pixels, about: digits and most letters are seven pixels wide.
func textWidth(_ text: some StringProtocol) -> Double {
  var width = 0.0
  for character in text.unicodeScalars {
    let advance: Double =
      switch character {
      case "i", "j", "l", ".", ",", ":", ";", "|", "!", "'", " ", "t", "f", "I": 3.9
      case "m", "w", "M", "W", "%": 10.5
      case "A"..."Z": 8.3
      case _ where character.value > 0x2E80: 12
      default: 7.1
      }
    width += advance
  }
  return width
}
