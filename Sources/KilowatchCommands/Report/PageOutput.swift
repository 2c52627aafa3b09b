import Documents
import Foundation
import Reporting

/// Where a page goes, with everything beside it.
struct PageOutput: Sendable {
  static let options: [Option] = [
    .out(
      "PAGE.html", "The page; its JSON twin and a folder of chart specifications stand beside it."),
    .flag("svg", "Write every chart as an SVG file, too."),
    .flag("png", "Write every chart as a PNG file, too; needs rsvg-convert (librsvg2-bin)."),
  ]

  private let path: String
  private let includesSVG: Bool
  private let includesPNG: Bool

  /// The output that `arguments` ask for; without `--out`, `name` in the folder `Reports`.
  init(_ arguments: ParsedArguments, name: String) throws(CommandFailure) {
    path = try PageOutput.path(arguments, option: "out") ?? "Reports/\(name).html"
    includesSVG = arguments.flag("svg")
    includesPNG = arguments.flag("png")
  }

  /// The page that a job makes about itself, if `--report` asks for one.
  static func report(_ arguments: ParsedArguments) throws(CommandFailure) -> PageOutput? {
    try path(arguments, option: "report").map { PageOutput(path: $0) }
  }

  /// The name of a page that `option` gives, if it was given.
  private static func path(
    _ arguments: ParsedArguments, option: String
  ) throws(CommandFailure) -> String? {
    guard let path = arguments.string(option) else { return nil }
    guard path.hasSuffix(".html"), path != ".html", !path.hasSuffix("/.html") else {
      throw arguments.usage("--\(option) takes the name of an .html file, not '\(path)'")
    }
    return path
  }

  /// A page at `path`, for jobs that report by themselves.
  init(path: String) {
    self.path = path
    includesSVG = false
    includesPNG = false
  }

  /// Writes `page` and what stands beside it, and says where.
  func write(_ page: Page, _ console: Console) throws(CommandFailure) {
    let stem = path.hasSuffix(".html") ? String(path.dropLast(5)) : path
    let slash = stem.lastIndex(of: "/")
    let folder = slash.map { String(stem[...$0]) } ?? ""
    let name = slash.map { String(stem[stem.index(after: $0)...]) } ?? stem
    let files = PageFiles(page, name: name, includesDrawings: includesSVG || includesPNG).files
    let charts = "\(folder)\(name).charts"
    let new = ([charts] + files.map { folder + $0.path }).filter {
      !FileManager.default.fileExists(atPath: $0)
    }
    do throws(CommandFailure) {
      try Self.makeFolder(charts)
      for file in files {
        try withFiles { () throws(FileFailure) in
          try DocumentFile.write(file.bytes, to: folder + file.path)
        }
      }
      if includesPNG {
        for file in files where file.path.hasSuffix(".svg") {
          try Self.rasterize(folder + file.path)
        }
      }
    } catch {
      // A page without its charts is none.
      for path in new { try? FileManager.default.removeItem(atPath: path) }
      throw error
    }
    console.note("\(path): \(page.verdict.headline.text)")
  }

  private static func makeFolder(_ path: String) throws(CommandFailure) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      let isFull = (error as? CocoaError)?.code == .fileWriteOutOfSpace
      throw CommandFailure(
        isFull ? .inputOutput : .cannotCreate,
        "\(path): cannot be created\(isFull ? ": no space left on device" : "")")
    }
  }

  /// Turns an SVG file into a PNG file beside it, twice as large.
  private static func rasterize(_ path: String) throws(CommandFailure) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["rsvg-convert", "-z", "2", "-o", path.dropLast(4) + ".png", path]
    process.standardError = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      throw .failed("\(path): rsvg-convert cannot be run")
    }
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw .failed("\(path): rsvg-convert is missing or failed; it comes with librsvg2-bin")
    }
  }
}

/// The last part of `path` without its ending: `a/b.csv.gz` gives `b`.
func stem(of path: String) -> String {
  let name = path.split(separator: "/").last.map(String.init) ?? path
  return name.split(separator: ".").first.map(String.init) ?? name
}

/// The last part of `path`.
func fileName(of path: String) -> String {
  path.split(separator: "/").last.map(String.init) ?? path
}
