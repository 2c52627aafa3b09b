// swift-tools-version: 6.2
import PackageDescription

// Kilowatch is a ladder of modules. A module stands on a layer and imports only modules of lower
// layers; modules of one layer never import one another. The ladder is data, and the manifest
// refuses an upward or sideways edge while it is read.
//
// `swift build --explicit-target-dependency-import-check error` closes the other gap: an import
// that is not declared here. The rules in words: CONTRIBUTING.md.

/// A C library of the system: a module map and a shim header, nothing else.
struct SystemLibrary {
  let name: String
  let pkgConfig: String?
  /// The Debian package that brings it; nil if the header stands alone.
  let debianPackage: String?
}

/// A Swift module, the layer that it stands on, and what it imports.
struct Module {
  let name: String
  let layer: Int
  let imports: [String]
  var hasTests = true
  /// The x86-64 level that the module is compiled for.
  ///
  /// Only kernels that use nothing but pointers,
  /// SIMD and scalars may raise it: generic code compiled here could be linked into every module.
  /// Their callers ask `CProcessor` first.
  var x8664Level: Int?

  var swiftSettings: [SwiftSetting] {
    #if arch(x86_64)
    guard let x8664Level else { return settings }
    var flags = ["-Xcc", "-march=x86-64-v\(x8664Level)"]
    // Loops would else be made for registers of half the width.
    if x8664Level == 4 { flags += ["-Xcc", "-mprefer-vector-width=512"] }
    return settings + [.unsafeFlags(flags)]
    #else
    return settings
    #endif
  }
}

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let systemLibraries = [
  SystemLibrary(name: "COpenBLAS", pkgConfig: nil, debianPackage: "libopenblas-dev"),
  SystemLibrary(name: "CProcessor", pkgConfig: nil, debianPackage: nil),
  SystemLibrary(name: "CSuiteSparse", pkgConfig: nil, debianPackage: "libsuitesparse-dev"),
  SystemLibrary(name: "CZlib", pkgConfig: "zlib", debianPackage: "zlib1g-dev"),
  SystemLibrary(name: "CZstd", pkgConfig: "libzstd", debianPackage: "libzstd-dev"),
]

let modules = [
  Module(name: "DenseKernels", layer: 1, imports: [], hasTests: false),
  Module(name: "DenseKernelsV3", layer: 1, imports: [], hasTests: false, x8664Level: 3),
  Module(name: "DenseKernelsV4", layer: 1, imports: [], hasTests: false, x8664Level: 4),
  Module(name: "Documents", layer: 1, imports: ["CProcessor", "CZlib", "CZstd"]),
  Module(
    name: "FaultResponse", layer: 3,
    imports: ["CZlib", "Documents", "EventEngine", "GridModel"]),
  Module(name: "FeatureKernels", layer: 1, imports: ["CProcessor"], hasTests: false),
  Module(
    name: "FeatureKernelsV3", layer: 1, imports: ["CProcessor"], hasTests: false, x8664Level: 3),
  Module(
    name: "FeatureKernelsV4", layer: 1, imports: ["CProcessor"], hasTests: false, x8664Level: 4),
  Module(name: "ForestKernels", layer: 1, imports: [], hasTests: false),
  Module(name: "ForestKernelsV3", layer: 1, imports: [], hasTests: false, x8664Level: 3),
  Module(name: "ForestKernelsV4", layer: 1, imports: [], hasTests: false, x8664Level: 4),
  Module(name: "GridModel", layer: 1, imports: []),
  Module(name: "Numerics", layer: 1, imports: ["COpenBLAS", "CProcessor"]),
  Module(name: "PowerFlowKernels", layer: 1, imports: [], hasTests: false),
  Module(name: "PowerFlowKernelsV3", layer: 1, imports: [], hasTests: false, x8664Level: 3),
  Module(name: "PowerFlowKernelsV4", layer: 1, imports: [], hasTests: false, x8664Level: 4),
  Module(name: "EventEngine", layer: 2, imports: []),
  Module(name: "Evolution", layer: 2, imports: ["Numerics"]),
  Module(
    name: "Learning", layer: 2,
    imports: [
      "CProcessor", "DenseKernels", "DenseKernelsV3", "DenseKernelsV4", "Documents",
      "ForestKernels", "ForestKernelsV3", "ForestKernelsV4", "Numerics",
    ]),
  Module(
    name: "PowerFlow", layer: 2,
    imports: [
      "CProcessor", "CSuiteSparse", "Documents", "GridModel", "Numerics", "PowerFlowKernels",
      "PowerFlowKernelsV3", "PowerFlowKernelsV4",
    ]),
  Module(
    name: "Telemetry", layer: 2,
    imports: [
      "CProcessor", "Documents", "FeatureKernels", "FeatureKernelsV3", "FeatureKernelsV4",
      "GridModel", "Numerics",
    ]),
  Module(name: "Reporting", layer: 4, imports: ["Documents", "GridModel"]),
  Module(
    name: "AnomalyDetection", layer: 3,
    imports: ["Documents", "GridModel", "Learning", "Numerics", "Telemetry"]),
  Module(
    name: "EconomicDispatch", layer: 3,
    imports: ["Documents", "Evolution", "GridModel", "Numerics"]),
  Module(
    name: "ResourcePlacement", layer: 3,
    imports: ["Documents", "Evolution", "GridModel", "Numerics", "PowerFlow"]),
  Module(
    name: "LoadForecasting", layer: 3, imports: ["Documents", "GridModel", "Learning", "Numerics"]),
  Module(
    name: "KilowatchCommands", layer: 5,
    imports: [
      "AnomalyDetection", "CProcessor", "Documents", "EconomicDispatch", "EventEngine", "Evolution",
      "FaultResponse", "GridModel", "Learning", "LoadForecasting", "Numerics", "PowerFlow",
      "Reporting", "ResourcePlacement", "Telemetry",
    ],
    hasTests: false),
]

func refuseEdgesThatDoNotDescend() {
  let layers =
    Dictionary(uniqueKeysWithValues: modules.map { ($0.name, $0.layer) })
    .merging(systemLibraries.map { ($0.name, 0) }) { layer, _ in layer }
  for module in modules {
    for imported in module.imports {
      guard let layer = layers[imported] else {
        fatalError("\(module.name) imports \(imported), which the ladder does not have")
      }
      precondition(
        layer < module.layer,
        "\(module.name) (layer \(module.layer)) may not import \(imported) (layer \(layer))")
    }
  }
}
refuseEdgesThatDoNotDescend()

let package = Package(
  name: "Kilowatch",
  products: [.executable(name: "kilowatch", targets: ["kilowatch"])]
    + modules.map { .library(name: $0.name, targets: [$0.name]) },
  targets: systemLibraries.map {
    .systemLibrary(
      name: $0.name, pkgConfig: $0.pkgConfig, providers: $0.debianPackage.map { [.apt([$0])] })
  }
    + modules.map {
      .target(
        name: $0.name, dependencies: $0.imports.map { .init(stringLiteral: $0) },
        swiftSettings: $0.swiftSettings)
    }
    + modules.filter(\.hasTests).map {
      .testTarget(
        name: "\($0.name)Tests",
        dependencies: ([$0.name] + $0.imports).map { .init(stringLiteral: $0) },
        swiftSettings: settings)
    } + [
      .executableTarget(
        name: "kilowatch", dependencies: ["KilowatchCommands"], swiftSettings: settings),
      .testTarget(
        name: "CommandTests", dependencies: ["kilowatch", "Documents", "GridModel"],
        swiftSettings: settings),
    ]
)
