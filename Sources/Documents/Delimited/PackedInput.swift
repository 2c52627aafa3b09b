import CZlib
import CZstd
import Glibc

/// The bytes of a file from its beginning, unpacked if they are gzip or Zstandard, in bounded memory.
struct PackedInput: ~Copyable {
  private enum Unpacking {
    case none
    case gzip(UnsafeMutablePointer<z_stream>)
    case zstandard(OpaquePointer)
  }

  private let path: String
  private let descriptor: Int32
  private let unpacking: Unpacking
  /// Packed bytes, of which `taken ..< filled` are still to be unpacked.
  private var packed: [UInt8] = []
  private var taken = 0
  private var filled = 0
  private var isAtEnd = false
  /// Whether the last unpacked byte was the end of a packed member.
  private var isBetweenMembers = false

  /// The bytes that the file holds as it lies on disk; nil for a pipe.
  let size: Int?
  /// Whether the file is packed.
  var isPacked: Bool {
    if case .none = unpacking { false } else { true }
  }

  /// Opens the file at `path`; `-` is standard input.
  init(path: String) throws(FileFailure) {
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw errno == ENOENT ? .notFound(path: path) : .unreadable(path: path, errno: errno)
    }
    var status = stat()
    fstat(descriptor, &status)
    let size = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    var first = [UInt8](repeating: 0, count: 1 << 18)
    var count = 0
    var failure: Int32 = 0
    while count < 4 {
      let got = first.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress?.advanced(by: count), $0.count - count)
      }
      if got < 0 && errno == EINTR { continue }
      if got < 0 { failure = errno }
      if got <= 0 { break }
      count += got
    }
    guard failure == 0 else {
      if path != "-" { close(descriptor) }
      throw .unreadable(path: path, errno: failure)
    }
    self.path = path
    self.descriptor = descriptor
    self.size = size
    packed = first
    filled = count
    switch Compression(of: Array(first[..<min(4, count)])) {
    case .gzip:
      let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
      stream.initialize(to: z_stream())
      inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
      unpacking = .gzip(stream)
    case .zstandard:
      unpacking = ZSTD_createDStream().map { .zstandard($0) } ?? .none
    case nil:
      unpacking = .none
    }
  }

  deinit {
    if path != "-" { close(descriptor) }
    switch unpacking {
    case .none: break
    case .gzip(let stream):
      inflateEnd(stream)
      stream.deallocate()
    case .zstandard(let stream): ZSTD_freeDStream(stream)
    }
  }

  /// Fills `buffer` as far as there are bytes and gives their number: fewer than fit only at the end.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileFailure) -> Int {
    var count = 0
    while count < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
      let got = try readSome(into: rest)
      if got == 0 { break }
      count += got
    }
    return count
  }

  private mutating func readSome(
    into buffer: UnsafeMutableRawBufferPointer
  ) throws(FileFailure) -> Int {
    switch unpacking {
    case .none:
      guard taken == filled else {
        let count = min(filled - taken, buffer.count)
        packed.withUnsafeBytes {
          buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[taken..<taken + count]))
        }
        taken += count
        return count
      }
      return try readFile(into: buffer)
    case .gzip(let stream): return try inflateSome(stream, into: buffer)
    case .zstandard(let stream): return try decompressSome(stream, into: buffer)
    }
  }

  private func readFile(into buffer: UnsafeMutableRawBufferPointer) throws(FileFailure) -> Int {
    while true {
      let got = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw .unreadable(path: path, errno: errno) }
      return got
    }
  }

  /// Reads more packed bytes if all are taken.
  private mutating func refill() throws(FileFailure) {
    guard taken == filled, !isAtEnd else { return }
    while true {
      let descriptor = descriptor
      let got = packed.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw .unreadable(path: path, errno: errno) }
      taken = 0
      filled = got
      isAtEnd = got == 0
      return
    }
  }

  private mutating func inflateSome(
    _ stream: UnsafeMutablePointer<z_stream>, into buffer: UnsafeMutableRawBufferPointer
  ) throws(FileFailure) -> Int {
    while true {
      try refill()
      if isBetweenMembers {
        // Another member may follow; anything else after the first is ignored, as gzip does.
        guard !isAtEnd, packed[taken] == 0x1f else { return 0 }
        inflateReset(stream)
        isBetweenMembers = false
      }
      guard !isAtEnd else { throw .damagedCompression(path: path) }
      let room = min(buffer.count, 1 << 30)
      let (status, left) = packed.withUnsafeMutableBufferPointer { input in
        stream.pointee.next_in = input.baseAddress?.advanced(by: taken)
        stream.pointee.avail_in = UInt32(filled - taken)
        stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(room)
        let status = inflate(stream, Z_NO_FLUSH)
        return (status, Int(stream.pointee.avail_in))
      }
      taken = filled - left
      guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
        throw .damagedCompression(path: path)
      }
      isBetweenMembers = status == Z_STREAM_END
      let produced = room - Int(stream.pointee.avail_out)
      if produced > 0 { return produced }
    }
  }

  private mutating func decompressSome(
    _ stream: OpaquePointer, into buffer: UnsafeMutableRawBufferPointer
  ) throws(FileFailure) -> Int {
    while true {
      try refill()
      if isAtEnd {
        guard isBetweenMembers else { throw .damagedCompression(path: path) }
        return 0
      }
      let (status, position, produced) = packed.withUnsafeBytes { bytes in
        var input = ZSTD_inBuffer(src: bytes.baseAddress, size: filled, pos: taken)
        var output = ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
        let status = ZSTD_decompressStream(stream, &output, &input)
        return (status, input.pos, output.pos)
      }
      guard ZSTD_isError(status) == 0 else { throw .damagedCompression(path: path) }
      taken = position
      isBetweenMembers = status == 0
      if produced > 0 { return produced }
    }
  }
}
