extension Double {
  /// The number with at most `places` decimals, for people.
  func rounded(toPlaces places: Int) -> Double {
    let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
    let scaled = (self * scale).rounded()
    return scaled.isFinite ? scaled / scale : self
  }

  /// The number with at most `places` decimals, without a point if it is whole.
  func text(places: Int) -> String {
    let rounded = rounded(toPlaces: places)
    return Int(exactly: rounded).map(String.init) ?? "\(rounded)"
  }
}
