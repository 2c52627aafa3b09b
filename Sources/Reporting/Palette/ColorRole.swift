/// What a colour is for.
///
/// Charts and pages name roles; a theme gives each role its colour.
///
/// The six series colours keep 3:1 contrast to the surface and stay apart for protanopes,
/// deuteranopes and tritanopes; text keeps 4.5:1. Tests compute both from the values below.
public enum ColorRole: String, CaseIterable, Sendable {
  /// Behind everything.
  case page
  /// Behind a chart, a table or a tile.
  case surface
  /// Text and axes.
  case ink
  /// Secondary text.
  case muted
  /// Grid lines and borders.
  case grid
  /// Links and the focus ring.
  case link
  /// The first series, and whatever a chart is mainly about.
  case series1
  /// The second series, and what a detector found.
  case series2
  /// The third series.
  case series3
  /// The fourth series, and what is known to be true.
  case series4
  /// The fifth series.
  case series5
  /// The sixth series, and whatever is only context.
  case series6
  /// A verdict of success.
  case good
  /// A verdict to look at.
  case warning
  /// A verdict of failure.
  case bad
  /// Text on a strong fill.
  case onStrong

  /// The colours of series, in order of use.
  public static let series: [ColorRole] = [
    .series1, .series2, .series3, .series4, .series5, .series6,
  ]

  /// What a detector found.
  public static let detected = ColorRole.series2
  /// What is known to be true.
  public static let truth = ColorRole.series4

  /// The colour of series `index`, starting over after the sixth.
  public static func series(_ index: Int) -> ColorRole { series[index % series.count] }
}

/// The colours of a page by day or by night.
public enum Theme: Sendable, CaseIterable {
  /// Dark on white, also for print.
  case light
  /// Light on nearly black.
  case dark

  /// The colour of `role` as `#rrggbb`.
  public func color(_ role: ColorRole) -> String {
    let (light, dark) =
      switch role {
      case .page: ("#f5f6f8", "#0f1217")
      case .surface: ("#ffffff", "#171a21")
      case .ink: ("#1b2430", "#e6eaf0")
      case .muted: ("#56616f", "#a3adba")
      case .grid: ("#dfe3e8", "#2c323c")
      case .link: ("#1f56a8", "#7fbdff")
      case .series1: ("#2b59ae", "#57b0fe")
      case .series2: ("#d3681c", "#e5672f")
      case .series3: ("#2f967b", "#9fdbc2")
      case .series4: ("#b84fe0", "#a96be0")
      case .series5: ("#6b5104", "#e1b30f")
      case .series6: ("#35414d", "#97999b")
      case .good: ("#1c7a52", "#5fd0a0")
      case .warning: ("#8f5a00", "#f0b840")
      case .bad: ("#b3261e", "#ff8a7d")
      case .onStrong: ("#ffffff", "#0d1117")
      }
    return self == .light ? light : dark
  }

  /// The colours of a `ramp`, from its low end to its high end.
  public func colors(of ramp: ColorRamp) -> [String] {
    switch (ramp, self) {
    case (.sequential, .light):
      [
        "#eef4fb", "#c4daef", "#9bc1e4", "#73a4d3", "#4474ab", "#295b9a", "#184684", "#123a70",
        "#0b2d5c",
      ]
    case (.sequential, .dark):
      [
        "#1c2634", "#213a58", "#264e7c", "#3166a0", "#4686c4", "#5ca5e9", "#80bff8", "#aad6fb",
        "#d5ecff",
      ]
    case (.diverging, .light):
      [
        "#8a3206", "#b0592a", "#dd8a50", "#e8bea0", "#f4f2ef", "#b2cae4", "#6fa3d8", "#4271aa",
        "#143f7d",
      ]
    case (.diverging, .dark):
      [
        "#ffb285", "#d98452", "#a34c18", "#6c4029", "#252a33", "#2a4b73", "#2a64a8", "#679ed9",
        "#9fd0ff",
      ]
    }
  }
}

/// Nine colours in order, for values that are shown as areas.
public enum ColorRamp: String, Sendable, CaseIterable {
  /// From little to much.
  case sequential
  /// From negative through nothing to positive.
  case diverging

  /// How many colours a ramp has.
  public static let levels = 9

  /// The level of `position`, which runs from 0 at the low end to 1 at the high end.
  public func level(at position: Double) -> Int {
    guard position.isFinite else { return self == .diverging ? Self.levels / 2 : 0 }
    return min(Self.levels - 1, max(0, Int(position * Double(Self.levels))))
  }

  /// Whether text on `level` is set in `ColorRole.onStrong` rather than in ink.
  public func isStrong(_ level: Int) -> Bool {
    switch self {
    case .sequential: level >= 4
    case .diverging: level <= 1 || level >= 7
    }
  }
}
