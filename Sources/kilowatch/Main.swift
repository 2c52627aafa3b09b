import KilowatchCommands

@main struct Main { static func main() { Kilowatch.run() } }
