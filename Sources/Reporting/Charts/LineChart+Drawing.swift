extension LineChart {
  private static let laneHeight = 9.0

  private var lanesAbove: Double {
    overlays.contains { $0.lane == .above && !$0.spans.isEmpty } ? Self.laneHeight : 0
  }

  /// The ends of the horizontal axis.
  var horizontalDomain: ClosedRange<Double> {
    let edges =
      lines.flatMap { [$0.xs.first, $0.xs.last] } + bands.flatMap { [$0.xs.first, $0.xs.last] }
    let finite = edges.compactMap(\.self).filter(\.isFinite)
    let lastStep =
      lines.map { line -> Double in
        let isStep = line.style == .steps || line.style == .filledSteps
        return isStep && line.xs.count > 1
          ? line.xs[line.xs.count - 1] - line.xs[line.xs.count - 2] : 0
      }.max() ?? 0
    return horizontal.domain(
      low: finite.min() ?? .infinity, high: (finite.max() ?? -.infinity) + lastStep)
  }

  /// The ends of the vertical axis: all that is visible, and the rules.
  var verticalDomain: ClosedRange<Double> {
    var (low, high) = (Double.infinity, -Double.infinity)
    for values in lines.map(\.ys) + bands.map(\.lower) + bands.map(\.upper) {
      for value in values where value.isFinite {
        if value < low { low = value }
        if value > high { high = value }
      }
    }
    for rule in rules where !rule.isVertical {
      low = min(low, rule.value)
      high = max(high, rule.value)
    }
    if lines.contains(where: { $0.style == .filledSteps }) { low = min(low, 0) }
    return vertical.domain(low: low, high: high)
  }

  /// The drawing at `size`.
  public func drawing(_ size: ChartSize) -> MarkupBuffer {
    let frame = PlotFrame(
      size: size, horizontalAxis: horizontal, horizontalDomain: horizontalDomain,
      verticalAxis: vertical, verticalDomain: verticalDomain, lanes: lanesAbove)
    var canvas = SVGCanvas()
    for overlay in overlays { drawWash(of: overlay, in: frame, on: &canvas) }
    frame.drawAxes(on: &canvas, lanes: lanesAbove)
    for band in bands { draw(band, in: frame, on: &canvas) }
    for line in lines { draw(line, in: frame, on: &canvas) }
    for overlay in overlays { drawLane(of: overlay, in: frame, on: &canvas) }
    for rule in rules { rule.draw(in: frame, on: &canvas) }
    for mark in marks { draw(mark, in: frame, on: &canvas) }
    return canvas.markup
  }

  private func draw(_ line: Line, in frame: PlotFrame, on canvas: inout SVGCanvas) {
    let runs = Decimation(
      xs: line.xs, ys: line.ys, domain: frame.horizontal.domain,
      count: Int(frame.right - frame.left)
    ).runs(
      xs: line.xs, ys: line.ys, horizontal: frame.horizontal, vertical: frame.vertical, gap: gap)
    var path = SVGPath()
    switch line.style {
    case .line, .dashed:
      for run in runs { path.trace(run) }
      canvas.path(
        path, look: .stroke(line.color, line.style == .dashed ? .dashed : .solid))
    case .steps:
      for run in runs { path.traceSteps(run, end: frame.right) }
      canvas.path(path, look: .stroke(line.color))
    case .filledSteps:
      let zero = frame.vertical.pixel(0)
      for run in runs {
        let end = path.traceSteps(run, end: frame.right)
        path.line(to: (end, zero))
        path.line(to: (run[0].x, zero))
        path.close()
      }
      canvas.path(path, look: .fill(line.color, .half))
    case .dots:
      for point in runs.joined() {
        canvas.circle(x: point.x, y: point.y, radius: 2.2, look: .fill(line.color))
      }
    }
    // A value alone between gaps would be a line of no length.
    if line.style == .line || line.style == .dashed {
      for run in runs where run.count == 1 {
        canvas.circle(x: run[0].x, y: run[0].y, radius: 1.2, look: .fill(line.color))
      }
    }
  }

  private func draw(_ band: Band, in frame: PlotFrame, on canvas: inout SVGCanvas) {
    func runs(_ ys: [Double]) -> [[(x: Double, y: Double)]] {
      Decimation(
        xs: band.xs, ys: ys, domain: frame.horizontal.domain, count: Int(frame.right - frame.left)
      ).runs(xs: band.xs, ys: ys, horizontal: frame.horizontal, vertical: frame.vertical, gap: gap)
    }
    var path = SVGPath()
    for (upper, lower) in zip(runs(band.upper), runs(band.lower)) {
      path.trace(upper + lower.reversed())
      path.close()
    }
    canvas.path(path, look: .fill(band.color, .half))
  }

  /// A stretch in pixels, and how many stretches of time it stands for.
  private struct Stretch {
    let start: Double
    var end: Double
    var label: String
    var count = 1
  }

  /// The stretches that are visible; those less than a pixel apart are one, so that thousands of
  /// events cost no more than the drawing is wide.
  private func stretches(of overlay: Overlay, in frame: PlotFrame) -> [Stretch] {
    var stretches: [Stretch] = []
    for span in overlay.spans.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) })
    where span.end >= frame.horizontal.domain.lowerBound
      && span.start <= frame.horizontal.domain.upperBound
    {
      let start = frame.horizontal.pixel(span.start)
      let end = max(start + 1.5, frame.horizontal.pixel(span.end))
      if let last = stretches.last, start < last.end + 1 {
        stretches[stretches.count - 1].end = max(last.end, end)
        stretches[stretches.count - 1].count += 1
      } else {
        stretches.append(Stretch(start: start, end: end, label: span.label))
      }
    }
    return stretches
  }

  private func drawWash(of overlay: Overlay, in frame: PlotFrame, on canvas: inout SVGCanvas) {
    var path = SVGPath()
    for stretch in stretches(of: overlay, in: frame) {
      path.rectangle(from: (stretch.start, frame.top), to: (stretch.end, frame.bottom))
    }
    canvas.path(path, look: .fill(overlay.color, .wash))
  }

  /// The strong marks of an overlay; where there is room to point at them, each says what it is.
  private func drawLane(of overlay: Overlay, in frame: PlotFrame, on canvas: inout SVGCanvas) {
    guard overlay.lane != .behind else { return }
    let y = overlay.lane == .above ? frame.top - Self.laneHeight + 1 : frame.bottom - 7
    let stretches = stretches(of: overlay, in: frame)
    let saysWhat = frame.size.width > 600 || stretches.count <= 8
    var path = SVGPath()
    for stretch in stretches {
      let isNarrow = stretch.end - stretch.start < 3
      let x = isNarrow ? stretch.start - 1 : stretch.start
      let width = max(3, stretch.end - stretch.start)
      if saysWhat {
        canvas.rectangle(
          x: x, y: y, width: width, height: 6, look: .fill(overlay.color),
          title: stretch.count > 1 ? "\(stretch.count) × \(overlay.name)" : stretch.label)
      } else {
        path.rectangle(from: (x, y), to: (x + width, y + 6))
      }
    }
    canvas.path(path, look: .fill(overlay.color))
  }

  private func draw(_ mark: Mark, in frame: PlotFrame, on canvas: inout SVGCanvas) {
    let (x, y) = (frame.horizontal.pixel(mark.x), frame.vertical.pixel(mark.y))
    canvas.circle(x: x, y: y, radius: 6, look: .surface)
    canvas.circle(x: x, y: y, radius: 4.5, look: .fill(mark.color), title: mark.label)
    let isNearEnd = x + textWidth(mark.label) + 12 > frame.right
    canvas.text(
      mark.label, x: isNearEnd ? x - 10 : x + 10,
      y: min(max(y + 4, frame.top + 10), frame.bottom - 6),
      anchor: isNearEnd ? .end : .start, style: .plate)
  }
}

extension LineChart.Rule {
  /// Draws the rule across `frame`, with its label where there is room.
  func draw(in frame: PlotFrame, on canvas: inout SVGCanvas) {
    var path = SVGPath()
    if isVertical {
      let x = frame.horizontal.pixel(value)
      path.move(to: (x, frame.top))
      path.line(to: (x, frame.bottom))
      canvas.path(path, look: .stroke(color, .dashed))
      let isNearEnd = x + textWidth(label) + 8 > frame.right
      canvas.text(
        label, x: isNearEnd ? x - 5 : x + 5, y: frame.top + 12,
        anchor: isNearEnd ? .end : .start, style: .plate)
    } else {
      let y = frame.vertical.pixel(value)
      path.move(to: (frame.left, y))
      path.line(to: (frame.right, y))
      canvas.path(path, look: .stroke(color, .dashed))
      canvas.text(
        label, x: frame.right - 2, y: y - 5 < frame.top + 8 ? y + 13 : y - 5, anchor: .end,
        style: .plate)
    }
  }
}

extension SVGPath {
  /// Draws straight from point to point.
  mutating func trace(_ points: [(x: Double, y: Double)]) {
    guard let first = points.first else { return }
    move(to: first)
    for point in points.dropFirst() { line(to: point) }
  }

  /// Draws each value until the position of the next, the last one as long as the one before.
  ///
  /// - Returns: where the last value ends, not beyond `end`.
  @discardableResult
  mutating func traceSteps(_ points: [(x: Double, y: Double)], end: Double) -> Double {
    guard let first = points.first, let last = points.last else { return end }
    move(to: first)
    var previous = first
    for point in points.dropFirst() {
      line(to: (point.x, previous.y))
      line(to: point)
      previous = point
    }
    let width = points.count > 1 ? last.x - points[points.count - 2].x : end - last.x
    let finalX = min(end, last.x + width)
    line(to: (finalX, last.y))
    return finalX
  }
}
