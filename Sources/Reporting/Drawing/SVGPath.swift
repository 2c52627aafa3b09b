/// The data of an SVG path, in relative steps of a tenth of a pixel: the shortest form that keeps
/// every point where it belongs, because each step starts from the rounded position.
struct SVGPath {
  private(set) var data = MarkupBuffer()
  private var x = 0
  private var y = 0
  private var last = Command.none

  private enum Command {
    case none
    case line
    case vertical
    case horizontal
  }

  var isEmpty: Bool { data.bytes.isEmpty }

  mutating func move(to point: (x: Double, y: Double)) {
    (x, y) = (Self.tenths(point.x), Self.tenths(point.y))
    data.markup("M")
    data.tenths(x)
    separate(y)
    last = .none
  }

  mutating func line(to point: (x: Double, y: Double)) {
    let (newX, newY) = (Self.tenths(point.x), Self.tenths(point.y))
    let (stepX, stepY) = (newX - x, newY - y)
    (x, y) = (newX, newY)
    if stepX == 0 {
      if stepY == 0 { return }
      begin(.vertical, "v", stepY)
    } else if stepY == 0 {
      begin(.horizontal, "h", stepX)
    } else {
      begin(.line, "l", stepX)
      separate(stepY)
    }
  }

  mutating func rectangle(from start: (x: Double, y: Double), to end: (x: Double, y: Double)) {
    move(to: start)
    line(to: (end.x, start.y))
    line(to: end)
    line(to: (start.x, end.y))
    close()
  }

  /// A line of no length, which round ends make a dot.
  mutating func dot(at point: (x: Double, y: Double)) {
    move(to: point)
    data.markup("h0")
  }

  mutating func close() {
    data.markup("z")
    last = .none
  }

  private mutating func begin(_ command: Command, _ letter: StaticString, _ first: Int) {
    if command == last {
      separate(first)
    } else {
      data.markup(letter)
      data.tenths(first)
      last = command
    }
  }

  private mutating func separate(_ value: Int) {
    if value >= 0 { data.markup(" ") }
    data.tenths(value)
  }

  private static func tenths(_ value: Double) -> Int { Int((value * 10).rounded()) }
}
