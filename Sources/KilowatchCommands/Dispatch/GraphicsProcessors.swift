import Documents
import Foundation

/// The graphics processors of this machine, as far as their drivers say how busy they are: those of
/// AMD through the file system, those of NVIDIA through its management library.
struct GraphicsProcessors: Sendable {
  private typealias Utilization = (processor: UInt32, memory: UInt32)
  private typealias Handle = OpaquePointer
  private typealias ReadUtilization = @convention(c) (Handle, UnsafeMutableRawPointer) -> Int32

  private let files: [String]
  private nonisolated(unsafe) let handles: [Handle]
  private let readUtilization: ReadUtilization?

  /// Whether there are none.
  var isEmpty: Bool { files.isEmpty && handles.isEmpty }

  init() {
    let folder = "/sys/class/drm"
    files = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .map { "\(folder)/\($0)/device/gpu_busy_percent" }
      .filter { FileManager.default.isReadableFile(atPath: $0) }
    (handles, readUtilization) = Self.managementLibrary()
  }

  /// How busy the busiest one is, in percent; nil if there are none.
  var busyPercent: Double? {
    var percents = files.compactMap { file -> Double? in
      guard let bytes = try? DocumentFile.read(file) else { return nil }
      return Double(String(decoding: bytes, as: UTF8.self).split(separator: "\n").first ?? "")
    }
    for handle in handles {
      var utilization: Utilization = (0, 0)
      if readUtilization?(handle, &utilization) == 0 {
        percents.append(Double(utilization.processor))
      }
    }
    return percents.max()
  }

  /// The devices that NVIDIA's management library knows, if there is one.
  private static func managementLibrary() -> ([Handle], ReadUtilization?) {
    typealias Start = @convention(c) () -> Int32
    typealias Count = @convention(c) (UnsafeMutablePointer<UInt32>) -> Int32
    typealias Find = @convention(c) (UInt32, UnsafeMutablePointer<Handle?>) -> Int32
    guard let library = dlopen("libnvidia-ml.so.1", RTLD_NOW),
      let start = dlsym(library, "nvmlInit_v2"),
      let count = dlsym(library, "nvmlDeviceGetCount_v2"),
      let find = dlsym(library, "nvmlDeviceGetHandleByIndex_v2"),
      let read = dlsym(library, "nvmlDeviceGetUtilizationRates"),
      unsafeBitCast(start, to: Start.self)() == 0
    else { return ([], nil) }
    var devices: UInt32 = 0
    guard unsafeBitCast(count, to: Count.self)(&devices) == 0 else { return ([], nil) }
    let handles = (0..<devices).compactMap { index -> Handle? in
      var handle: Handle?
      return unsafeBitCast(find, to: Find.self)(index, &handle) == 0 ? handle : nil
    }
    return (handles, unsafeBitCast(read, to: ReadUtilization.self))
  }
}
