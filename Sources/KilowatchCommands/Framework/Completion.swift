import Foundation

/// Writes what belongs beside the file at `path`; if that fails, takes the file away.
///
/// So nothing incomplete is left. Devices stay.
func completing(
  _ path: String, _ body: () throws(CommandFailure) -> Void
) throws(CommandFailure) {
  do throws(CommandFailure) {
    try body()
  } catch {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    if attributes?[.type] as? FileAttributeType == .typeRegular {
      try? FileManager.default.removeItem(atPath: path)
    }
    throw error
  }
}
