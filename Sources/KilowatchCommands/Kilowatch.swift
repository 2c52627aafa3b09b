import CProcessor
import Glibc
import Numerics

/// The program: its commands, and how one line of arguments becomes one of them.
public enum Kilowatch {
  /// The version that `--version` prints and that documents name as their producer.
  public static let version = "0.1.0"

  /// Every command, in the order in which help lists them.
  static let commands: [any Command.Type] = [
    DataGenerateCommand.self,
    DataValidateCommand.self,
    DataFeaturesCommand.self,
    DetectTrainCommand.self,
    DetectScoreCommand.self,
    DetectEvaluateCommand.self,
    ForecastTrainCommand.self,
    ForecastPredictCommand.self,
    ForecastBacktestCommand.self,
    DemoCommand.self,
    ModelInspectCommand.self,
    ModelVerifyCommand.self,
    ModelCardCommand.self,
    GridFlowCommand.self,
    GridPlaceCommand.self,
    GridContingenciesCommand.self,
    GridConvertCommand.self,
    ReportDatasetCommand.self,
    ReportDetectionCommand.self,
    ReportEventsCommand.self,
    ReportForecastCommand.self,
    ReportFlowCommand.self,
    ReportPlacementCommand.self,
    ReportDispatchCommand.self,
    ReportRunCommand.self,
    BenchFlowCommand.self,
    BenchForestsCommand.self,
    BenchNetworkCommand.self,
    BenchTelemetryCommand.self,
    BenchPlacementCommand.self,
    BenchDispatchCommand.self,
    BenchDispatchUnitsCommand.self,
    DispatchRunCommand.self,
    DispatchCompareCommand.self,
    DispatchFrontCommand.self,
    WatchCommand.self,
    BenchEventsCommand.self,
    BenchReportCommand.self,
  ]

  /// Runs the command that the arguments of this process name, and ends the process.
  public static func run() -> Never {
    keep_freed_memory()
    endLinearAlgebraThreads()
    StandardStreams.open()
    ProcessSignals.prepare()
    let console = Console.standard
    let exitCode = run(Array(CommandLine.arguments.dropFirst()), console: console)
    exit(console.flush(exitCode).rawValue)
  }

  static func run(_ words: [String], console: Console) -> ExitCode {
    do throws(CommandFailure) {
      try perform(words, console)
      return .done
    } catch {
      if !error.message.isEmpty { console.report(error.message) }
      return error.exitCode
    }
  }

  /// Does what one line of arguments asks for.
  static func perform(_ words: [String], _ console: Console) throws(CommandFailure) {
    switch try CommandTree(commands).resolve(words) {
    case .text(let text):
      console.write(text)
    case .command(let type, let arguments):
      let console = arguments.flag(Option.quiet.name) ? console.quiet : console
      try type.init(arguments).run(console)
    }
  }
}
