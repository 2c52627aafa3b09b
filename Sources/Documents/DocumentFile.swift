import Glibc

/// Whole files, read and written in one go: documents, models, results.
public enum DocumentFile {
  /// The bytes of the file at `path`, unpacked if they are gzip or Zstandard; `-` is standard input.
  ///
  /// A file of more than `limit` bytes, packed or unpacked, is refused, and so is one that unpacks
  /// to a hundred times its size if that is more than 256 MiB: no document is packed so densely.
  public static func read(
    _ path: String, limit: Int = 16 << 30
  ) throws(FileFailure) -> [UInt8] {
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw errno == ENOENT ? .notFound(path: path) : .unreadable(path: path, errno: errno)
    }
    defer { if path != "-" { close(descriptor) } }
    let bytes = try readAll(descriptor, path: path, limit: limit)
    return try Compression(of: bytes)?
      .unpack(bytes, path: path, limit: min(limit, max(1 << 28, 100 * bytes.count))) ?? bytes
  }

  /// Writes `bytes` to `path`, packed if its extension is `.gz` or `.zst`; `-` is standard output.
  ///
  /// The file appears whole or not at all: see `AtomicFile`.
  public static func write(_ bytes: [UInt8], to path: String) throws(FileFailure) {
    let packed = Compression(extensionOf: path)?.pack(bytes) ?? bytes
    var file = try AtomicFile(path: path)
    try file.append(packed)
    try file.commit()
  }

  private static func readAll(
    _ descriptor: Int32, path: String, limit: Int
  ) throws(FileFailure) -> [UInt8] {
    var status = stat()
    fstat(descriptor, &status)
    // One byte more than the file has, so that its end is met without growing.
    let size = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) + 1 : 1 << 16
    guard size - 1 <= limit else { throw .tooLarge(path: path, limit: limit) }
    var failure: Int32 = 0
    var capacity = size
    var bytes: [UInt8] = []
    while true {
      let filled = bytes.count
      var ended = false
      let chunk = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        while count < buffer.count {
          let got = Glibc.read(
            descriptor, buffer.baseAddress?.advanced(by: count), buffer.count - count)
          if got < 0 && errno == EINTR { continue }
          if got < 0 { failure = errno }
          if got <= 0 {
            ended = true
            return
          }
          count += got
        }
      }
      guard failure == 0 else { throw .unreadable(path: path, errno: failure) }
      if filled == 0 { bytes = chunk } else { bytes += chunk }
      guard bytes.count <= limit else { throw .tooLarge(path: path, limit: limit) }
      if ended { return bytes }
      capacity = max(1 << 16, bytes.count)
    }
  }
}
