import Glibc
import Synchronization

/// Standard output, buffered, with the first error remembered instead of lost.
final class StandardOutput: Sendable {
  private struct State {
    var pending: [UInt8] = []
    var failure: Int32 = 0
  }

  private let state = Mutex(State())

  /// Appends `text`; it is written once there is enough of it, or at `flush`.
  func write(_ text: String) {
    state.withLock { state in
      state.pending.append(contentsOf: text.utf8)
      if state.pending.count >= 1 << 16 { StandardOutput.drain(&state) }
    }
  }

  /// Writes what is pending, and gives the `errno` of the first write that failed, or 0.
  func flush() -> Int32 {
    state.withLock { state in
      StandardOutput.drain(&state)
      return state.failure
    }
  }

  private static func drain(_ state: inout State) {
    state.pending.withUnsafeBytes { bytes in
      var written = 0
      while state.failure == 0, written < bytes.count {
        let count = Glibc.write(
          STDOUT_FILENO, bytes.baseAddress?.advanced(by: written), bytes.count - written)
        if count >= 0 {
          written += count
        } else if errno != EINTR {
          state.failure = errno
        }
      }
    }
    state.pending.removeAll(keepingCapacity: true)
  }
}
