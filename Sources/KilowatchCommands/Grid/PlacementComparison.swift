import Evolution
import Numerics
import ResourcePlacement

/// The chosen search and those it is compared with: as many random draws as the reference algorithm
/// has evaluations, and that algorithm.
struct PlacementComparison {
  /// The search whose placement is the answer.
  let chosen: PlacementOutcome
  /// Every search that ran.
  let outcomes: [PlacementOutcome]
  /// How good profile j at site j is.
  let identity: Fitness

  init(
    _ method: GridPlaceCommand.Method, evaluations: Int?, study: PlacementStudy, seed: UInt64,
    execution: Execution, console: Console
  ) throws(CommandFailure) {
    let problem = study.problem
    var evaluator = PlacementEvaluator(problem)
    identity = evaluator.fitness(problem.identity)
    do throws(PlacementError) {
      let drawn = method == .random ? evaluations ?? 100 : 100
      let random = try RandomPlacements(evaluations: drawn).run(problem, seed: seed)
      let bred = method == .reference ? evaluations ?? 100 : 100
      let reference = try ReferenceGeneticAlgorithm(
        populationSize: 10, generations: max(1, bred / 10)
      ).run(problem, seed: seed)
      switch method {
      case .random: (chosen, outcomes) = (random, [random, reference])
      case .reference: (chosen, outcomes) = (reference, [random, reference])
      case .memetic:
        let configuration = try MemeticSearch.Configuration(
          evaluations: evaluations ?? MemeticSearch.Configuration.defaultEvaluations)
        let progress = console.progress("placing", total: configuration.evaluations)
        var done = 0
        let memetic = MemeticSearch(configuration).run(
          problem, seed: seed, execution: execution
        ) { state in
          progress.advance(by: state.evaluations - done, detail: "best \(state.best.objective)")
          done = state.evaluations
        }
        progress.finish()
        (chosen, outcomes) = (memetic, [random, reference, memetic])
      }
    } catch {
      throw .usage("grid place: \(error)")
    }
  }
}
