import Foundation
import Reporting
import Testing

/// Contrast after WCAG 2.2; colour blindness after Machado and others (2009); distance in Oklab.
@Suite struct PaletteTests {
  @Test(arguments: Theme.allCases)
  func `Text has a contrast of 4.5 to what it stands on`(theme: Theme) {
    for background in [ColorRole.page, .surface] {
      for text in [ColorRole.ink, .muted, .link] {
        #expect(contrast(theme.color(text), theme.color(background)) >= 4.5)
      }
    }
    for tone in [ColorRole.good, .warning, .bad, .link] {
      #expect(contrast(theme.color(.onStrong), theme.color(tone)) >= 4.5)
    }
  }

  @Test(arguments: Theme.allCases)
  func `Series have a contrast of 3 to the surface`(theme: Theme) {
    for role in ColorRole.series + [.good, .warning, .bad] {
      #expect(contrast(theme.color(role), theme.color(.surface)) >= 3)
    }
  }

  @Test(arguments: Theme.allCases)
  func `Series stay apart for every kind of colour vision`(theme: Theme) {
    let colors = ColorRole.series.map { linear(theme.color($0)) }
    for vision in visions {
      let seen = colors.map { oklab(apply(vision, $0)) }
      for left in seen.indices {
        for right in seen.indices where right > left {
          let distance = zip(seen[left], seen[right]).map { ($0 - $1) * ($0 - $1) }.reduce(0, +)
          #expect(distance.squareRoot() >= 0.07, "\(left + 1) and \(right + 1)")
        }
      }
    }
  }

  @Test(arguments: Theme.allCases, ColorRamp.allCases)
  func `Text on every level of a ramp can be read`(theme: Theme, ramp: ColorRamp) {
    for (level, color) in theme.colors(of: ramp).enumerated() {
      let text = theme.color(ramp.isStrong(level) ? .onStrong : .ink)
      #expect(contrast(text, color) >= 4.5, "level \(level)")
    }
  }
}

private func linear(_ hex: String) -> [Double] {
  let bits = Int(hex.dropFirst(), radix: 16) ?? 0
  return [16, 8, 0].map { shift in
    let value = Double(bits >> shift & 255) / 255
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }
}

private func contrast(_ left: String, _ right: String) -> Double {
  func luminance(_ hex: String) -> Double {
    zip(linear(hex), [0.2126, 0.7152, 0.0722]).map { $0 * $1 }.reduce(0, +)
  }
  let (first, second) = (luminance(left), luminance(right))
  return (max(first, second) + 0.05) / (min(first, second) + 0.05)
}

private func apply(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
  matrix.map { row in min(1, max(0, zip(row, vector).map { $0 * $1 }.reduce(0, +))) }
}

private func oklab(_ color: [Double]) -> [Double] {
  func multiply(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
    matrix.map { row in zip(row, vector).map { $0 * $1 }.reduce(0, +) }
  }
  let cones = multiply(
    [
      [0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ], color
  ).map { cbrt($0) }
  return multiply(
    [
      [0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.8086757660],
    ], cones)
}

private let visions: [[[Double]]] = [
  [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  [
    [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  [
    [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
    [-0.011820, 0.042940, 0.968881],
  ],
  [
    [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.303900],
  ],
]
