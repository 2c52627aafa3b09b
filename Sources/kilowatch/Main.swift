import KilowatchCommands

/// The program `kilowatch`.
@main
struct Main {
  static func main() {
    Kilowatch.run()
  }
}
