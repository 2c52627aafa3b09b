import EventEngine
import FaultResponse
import GridModel
import Synchronization

// What the engine's workers do. Whatever changes an alarm happens at the desk, one at a time.

extension LiveWatch {
  /// Samples that are scored before their scores are looked at.
  private static let scoresTogether = 256

  func handle(_ event: LiveEvent, _ engine: Engine) {
    switch event {
    case .answer(let meter): tell(engine) { LiveWatch.answerLine(of: meter, &$0) }
    case .pass(let time): pass(time, engine)
    case .score: score(engine)
    }
  }

  /// Does what is left when the engine has stopped.
  func finish() {
    for meter in desk.withLock({ $0.lines.indices }) {
      tell(nil) { LiveWatch.answerLine(of: meter, &$0) }
    }
    score(nil)
    if let newest = desk.withLock({ $0.newest }) { pass(newest, nil) }
  }

  private static func answerLine(of meter: Int, _ desk: inout Desk) -> [AlarmTransition] {
    let entries = desk.lines[meter].entries
    guard !entries.isEmpty else { return [] }
    desk.lines[meter] = Line()
    var steps: [AlarmTransition] = []
    for entry in entries {
      switch entry {
      case .sample(let sample): steps += desk.book.observe(sample)
      case .action(let action):
        let (isAccepted, consequences) = desk.book.perform(action)
        if !isAccepted { desk.counters.refusedActions += 1 }
        steps += consequences
      }
    }
    return steps
  }

  private func pass(_ time: Timestamp, _ engine: Engine?) {
    tell(engine) { desk in
      var steps: [AlarmTransition] = []
      for meter in desk.lines.indices { steps += LiveWatch.answerLine(of: meter, &desk) }
      return steps + desk.book.advance(to: time, scoredTo: desk.scoredTo)
    }
  }

  /// Scores the samples that wait, and those that come meanwhile.
  private func score(_ engine: Engine?) {
    guard let scorer else { return }
    while true {
      let samples = desk.withLock { desk -> [Measurement] in
        defer { desk.unscored = [] }
        return desk.unscored
      }
      for start in stride(from: 0, to: samples.count, by: LiveWatch.scoresTogether) {
        let piece = Array(samples[start..<min(start + LiveWatch.scoresTogether, samples.count)])
        let scores = scorer.scores(of: piece)
        tell(engine) { desk in observe(scores, of: piece, &desk) }
      }
      let isDone = desk.withLock { desk in
        guard desk.unscored.isEmpty else { return false }
        desk.isScoring = false
        desk.scoredTo = nil
        if let engine { setTimer(&desk, engine) }
        return true
      }
      if isDone { return }
    }
  }

  private func observe(
    _ scores: [Double], of samples: [Measurement], _ desk: inout Desk
  ) -> [AlarmTransition] {
    var steps: [AlarmTransition] = []
    for (sample, score) in zip(samples, scores) {
      desk.scoredTo = sample.time
      var scored = Measurement(time: sample.time, meter: sample.meter)
      scored[.score] = score
      guard limits.isOutside(scored) || desk.book.isRestless(sample.meter) else { continue }
      steps += desk.book.observe(scored)
    }
    return steps
  }

  /// Keeps and tells the steps that `decide` takes.
  private func tell(_ engine: Engine?, _ decide: (inout Desk) -> [AlarmTransition]) {
    desk.withLock { desk in
      let steps = decide(&desk)
      do throws(CommandFailure) {
        if desk.failure == nil { try desk.journal.keep(steps) }
      } catch {
        desk.failure = error
      }
      guard desk.failure == nil else { return }
      for step in steps {
        if step.isAnnunciation { desk.counters.annunciations += 1 }
        output.tell(step)
      }
      if !steps.isEmpty { output.console.flushLine() }
      if let engine { setTimer(&desk, engine) }
    }
  }

  /// Sees to it that what is due next happens even if no further sample comes.
  private func setTimer(_ desk: inout Desk, _ engine: Engine) {
    if let timer = desk.timer { _ = engine.cancel(timer) }
    desk.timer = nil
    // While samples wait for their scores, the last of those will set the timer.
    guard desk.scoredTo == nil, let due = desk.book.nextDue(), let newest = desk.newest else {
      return
    }
    let delayS = max(0, due.seconds(since: newest)) + settings.latenessS
    desk.timer = engine.schedule(
      .pass(due), priority: .high, resource: LiveWatch.alarms,
      delayNanoseconds: UInt64(min(delayS, 1e9) * 1e9))
  }
}
