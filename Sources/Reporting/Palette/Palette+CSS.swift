// The style of everything drawn, as CSS. In a page the colours are custom properties that follow
// the reader's theme; in a stand-alone SVG they are the colours themselves, because the tools that
// turn SVG into PNG know no custom properties.

extension ColorRole {
  /// The custom property that holds this role's colour in a page.
  var property: String { "--\(rawValue)" }
}

extension ColorRamp {
  /// The custom property that holds the colour of `level` in a page.
  func property(_ level: Int) -> String { "--\(prefix)\(level)" }

  /// What the class and the property of a level begin with.
  var prefix: String { self == .sequential ? "q" : "v" }
}

extension Theme {
  /// The custom properties of this theme, for one CSS rule.
  var customProperties: String {
    let roles = ColorRole.allCases.map { "\($0.property):\(color($0))" }
    let levels = ColorRamp.allCases.flatMap { ramp in
      colors(of: ramp).enumerated().map { "\(ramp.property($0.offset)):\($0.element)" }
    }
    return (roles + levels).joined(separator: ";")
  }
}

/// The rules that drawings rely on.
enum DrawingStyle {
  /// The rules with the custom properties of a page.
  static var forPages: String {
    rules(color: { "var(\($0.property))" }, level: { "var(\($0.property($1)))" })
  }

  /// The rules with the colours of `theme`.
  static func standalone(_ theme: Theme) -> String {
    "text{font-family:'DejaVu Sans',Arial,sans-serif}"
      + rules(color: { theme.color($0) }, level: { theme.colors(of: $0)[$1] })
  }

  private static func rules(
    color: (ColorRole) -> String, level: (ColorRamp, Int) -> String
  ) -> String {
    var css = """
      text{font-size:12px;fill:\(color(.muted));font-variant-numeric:tabular-nums}\
      .ti{fill:\(color(.ink))}.tb{fill:\(color(.ink));font-weight:600}.th{font-size:15px;font-weight:600;fill:\(color(.ink))}\
      .ts{font-size:10.5px}\
      .tp{paint-order:stroke;stroke:\(color(.surface));stroke-width:3.5px;stroke-linejoin:round}\
      .to{fill:\(color(.onStrong))}.tm{text-anchor:middle}.te{text-anchor:end}\
      .gl{stroke:\(color(.grid));fill:none;shape-rendering:crispEdges}\
      .ax{stroke:\(color(.muted));fill:none;shape-rendering:crispEdges}\
      .sf{fill:\(color(.surface))}\
      .ln{fill:none;stroke-width:1.4;stroke-linejoin:round;stroke-linecap:round}\
      .th2{stroke-width:2}.dt{stroke-width:3.2}.da{stroke-dasharray:5 4}.do{stroke-dasharray:1.5 3.5}\
      .wa{fill-opacity:.16}.wb{fill-opacity:.32}.wc{fill-opacity:.85}
      """
    for (index, role) in ColorRole.series.enumerated() {
      css += ".f\(index + 1){fill:\(color(role))}.k\(index + 1){stroke:\(color(role))}"
    }
    for role in [ColorRole.ink, .muted, .good, .warning, .bad, .grid] {
      css += ".f-\(role.rawValue){fill:\(color(role))}.k-\(role.rawValue){stroke:\(color(role))}"
    }
    for ramp in ColorRamp.allCases {
      for index in 0..<ColorRamp.levels {
        css += ".\(ramp.prefix)\(index){fill:\(level(ramp, index))}"
      }
    }
    return css
  }
}
