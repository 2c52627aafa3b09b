/// A surface to draw on with lengths in pixels, from the top left corner.
///
/// Looks are named by the classes of `DrawingStyle`; a canvas knows only shapes.
struct SVGCanvas {
  /// How text stands at its point.
  enum Anchor {
    case start
    case middle
    case end
  }

  /// The looks of text.
  enum TextStyle {
    case muted
    case ink
    case bold
    case small
    case smallInk
    /// Small, with a rim of the surface's colour, to be read on top of lines.
    case plate
    case onStrong
    case heading
  }

  private(set) var markup = MarkupBuffer()

  mutating func line(
    from start: (x: Double, y: Double), to end: (x: Double, y: Double), _ look: StaticString
  ) {
    begin("<path class=\"", look)
    markup.markup("\" d=\"M")
    pair(start.x, start.y)
    markup.markup("L")
    pair(end.x, end.y)
    markup.markup("\"/>")
  }

  mutating func rectangle(
    x: Double, y: Double, width: Double, height: Double, look: Look, title: String? = nil
  ) {
    markup.markup("<rect")
    apply(look)
    attribute(" x=\"", x)
    attribute(" y=\"", y)
    attribute(" width=\"", max(0, width))
    attribute(" height=\"", max(0, height))
    close("rect", title: title)
  }

  mutating func circle(x: Double, y: Double, radius: Double, look: Look, title: String? = nil) {
    markup.markup("<circle")
    apply(look)
    attribute(" cx=\"", x)
    attribute(" cy=\"", y)
    attribute(" r=\"", radius)
    close("circle", title: title)
  }

  mutating func path(_ path: SVGPath, look: Look, title: String? = nil) {
    guard !path.isEmpty else { return }
    markup.markup("<path")
    apply(look)
    markup.markup(" d=\"")
    markup.append(path.data)
    markup.markup("\"")
    close("path", title: title)
  }

  mutating func text(
    _ text: String, x: Double, y: Double, anchor: Anchor = .start, style: TextStyle = .muted
  ) {
    markup.markup("<text")
    let styleClass: StaticString =
      switch style {
      case .muted: ""
      case .ink: "ti"
      case .bold: "tb"
      case .small: "ts"
      case .smallInk: "ti ts"
      case .plate: "ti ts tp"
      case .onStrong: "to"
      case .heading: "th"
      }
    let anchorClass: StaticString =
      switch anchor {
      case .start: ""
      case .middle: "tm"
      case .end: "te"
      }
    if styleClass.utf8CodeUnitCount > 0 || anchorClass.utf8CodeUnitCount > 0 {
      markup.markup(" class=\"")
      markup.markup(styleClass)
      if styleClass.utf8CodeUnitCount > 0, anchorClass.utf8CodeUnitCount > 0 { markup.markup(" ") }
      markup.markup(anchorClass)
      markup.markup("\"")
    }
    attribute(" x=\"", x)
    attribute(" y=\"", y)
    markup.markup(">")
    markup.text(text)
    markup.markup("</text>")
  }

  private mutating func begin(_ opening: StaticString, _ look: StaticString) {
    markup.markup(opening)
    markup.markup(look)
  }

  private mutating func pair(_ x: Double, _ y: Double) {
    markup.length(x)
    markup.markup(" ")
    markup.length(y)
  }

  private mutating func attribute(_ name: StaticString, _ value: Double) {
    markup.markup(name)
    markup.length(value)
    markup.markup("\"")
  }

  private mutating func apply(_ look: Look) {
    markup.markup(" class=\"")
    look.write(to: &markup)
    markup.markup("\"")
  }

  private mutating func close(_ element: StaticString, title: String?) {
    guard let title else {
      markup.markup("/>")
      return
    }
    markup.markup("><title>")
    markup.text(title)
    markup.markup("</title></")
    markup.markup(element)
    markup.markup(">")
  }
}

/// How a shape is painted: with what colour, how strongly, filled or as a line.
struct Look {
  /// The strength of a fill.
  enum Strength {
    case wash
    case half
    case strong
    case full
  }

  /// The pattern of a line.
  enum Pattern {
    case solid
    case dashed
    case dotted
  }

  private enum Kind {
    case fill(ColorRole, Strength)
    case stroke(ColorRole, Pattern, isThick: Bool)
    case level(ColorRamp, Int)
    case dots(ColorRole)
    case surface
  }

  private let kind: Kind

  static func fill(_ role: ColorRole, _ strength: Strength = .full) -> Look {
    Look(kind: .fill(role, strength))
  }

  static func stroke(
    _ role: ColorRole, _ pattern: Pattern = .solid, isThick: Bool = false
  ) -> Look {
    Look(kind: .stroke(role, pattern, isThick: isThick))
  }

  static func level(_ ramp: ColorRamp, _ level: Int) -> Look { Look(kind: .level(ramp, level)) }

  static func dots(_ role: ColorRole) -> Look { Look(kind: .dots(role)) }

  static let surface = Look(kind: .surface)

  func write(to markup: inout MarkupBuffer) {
    switch kind {
    case .fill(let role, let strength):
      markup.markup("f")
      Self.write(role, to: &markup)
      switch strength {
      case .wash: markup.markup(" wa")
      case .half: markup.markup(" wb")
      case .strong: markup.markup(" wc")
      case .full: break
      }
    case .stroke(let role, let pattern, let isThick):
      markup.markup("ln k")
      Self.write(role, to: &markup)
      switch pattern {
      case .solid: break
      case .dashed: markup.markup(" da")
      case .dotted: markup.markup(" do")
      }
      if isThick { markup.markup(" th2") }
    case .dots(let role):
      markup.markup("ln dt k")
      Self.write(role, to: &markup)
    case .level(let ramp, let level):
      markup.text(ramp.prefix)
      markup.integer(level)
    case .surface:
      markup.markup("sf")
    }
  }

  private static func write(_ role: ColorRole, to markup: inout MarkupBuffer) {
    if let index = ColorRole.series.firstIndex(of: role) {
      markup.integer(index + 1)
    } else {
      markup.markup("-")
      markup.text(role.rawValue)
    }
  }
}
