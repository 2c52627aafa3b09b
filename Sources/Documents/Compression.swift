import CZlib
import CZstd

/// The ways in which a file's content may be packed.
enum Compression {
  case gzip
  case zstandard

  /// How `bytes` are packed, by their first bytes; nil if they are not.
  init?(of bytes: [UInt8]) {
    if bytes.starts(with: [0x1f, 0x8b]) {
      self = .gzip
    } else if bytes.starts(with: [0x28, 0xb5, 0x2f, 0xfd]) {
      self = .zstandard
    } else {
      return nil
    }
  }

  /// How a file called `path` is to be packed; nil if it is not.
  init?(extensionOf path: String) {
    if path.hasSuffix(".gz") {
      self = .gzip
    } else if path.hasSuffix(".zst") {
      self = .zstandard
    } else {
      return nil
    }
  }

  func unpack(_ bytes: [UInt8], path: String, limit: Int) throws(FileFailure) -> [UInt8] {
    switch self {
    case .gzip: try unpackGzip(bytes, path: path, limit: limit)
    case .zstandard: try unpackZstandard(bytes, path: path, limit: limit)
    }
  }

  func pack(_ bytes: [UInt8]) -> [UInt8] {
    switch self {
    case .gzip: packGzip(bytes)
    case .zstandard: packZstandard(bytes)
    }
  }
}

private let chunkSize = 1 << 20

/// Unpacks all members of a gzip file.
private func unpackGzip(_ bytes: [UInt8], path: String, limit: Int) throws(FileFailure) -> [UInt8] {
  var stream = z_stream()
  let streamSize = Int32(MemoryLayout<z_stream>.size)
  guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, streamSize) == Z_OK else {
    throw .damagedCompression(path: path)
  }
  defer { inflateEnd(&stream) }
  var unpacked: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: chunkSize)
  var isDamaged = false
  var isTooLarge = false
  bytes.withUnsafeBufferPointer { input in
    var taken = 0
    var status = Z_OK
    while !isDamaged, !isTooLarge, taken < input.count || status == Z_OK {
      if status == Z_STREAM_END {
        // Another member may follow; anything else after the first is ignored, as gzip does.
        guard input.count - taken >= 2, input[taken] == 0x1f, input[taken + 1] == 0x8b else {
          return
        }
        inflateReset(&stream)
      }
      let piece = min(input.count - taken, 1 << 30)
      stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress?.advanced(by: taken))
      stream.avail_in = UInt32(piece)
      let produced = chunk.withUnsafeMutableBufferPointer { output in
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        status = inflate(&stream, Z_NO_FLUSH)
        return output.count - Int(stream.avail_out)
      }
      taken += piece - Int(stream.avail_in)
      unpacked.append(contentsOf: chunk[..<produced])
      isTooLarge = unpacked.count > limit
      let stalled = produced == 0 && Int(stream.avail_in) == piece
      isDamaged = (status != Z_OK && status != Z_STREAM_END) || (status == Z_OK && stalled)
    }
    isDamaged = isDamaged || (!isTooLarge && status != Z_STREAM_END)
  }
  if isTooLarge { throw .tooLarge(path: path, limit: limit) }
  if isDamaged { throw .damagedCompression(path: path) }
  return unpacked
}

/// Packs into one gzip member without a time stamp, so that equal bytes give equal files.
private func packGzip(_ bytes: [UInt8]) -> [UInt8] {
  var stream = z_stream()
  let streamSize = Int32(MemoryLayout<z_stream>.size)
  let status = deflateInit2_(
    &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, streamSize)
  precondition(status == Z_OK, "zlib could not start: status \(status)")
  defer { deflateEnd(&stream) }
  var packed: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: chunkSize)
  bytes.withUnsafeBufferPointer { input in
    var taken = 0
    var status = Z_OK
    while status != Z_STREAM_END {
      let piece = min(input.count - taken, 1 << 30)
      stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress?.advanced(by: taken))
      stream.avail_in = UInt32(piece)
      let produced = chunk.withUnsafeMutableBufferPointer { output in
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        status = deflate(&stream, taken + piece == input.count ? Z_FINISH : Z_NO_FLUSH)
        return output.count - Int(stream.avail_out)
      }
      taken += piece - Int(stream.avail_in)
      packed.append(contentsOf: chunk[..<produced])
    }
  }
  return packed
}

private func unpackZstandard(
  _ bytes: [UInt8], path: String, limit: Int
) throws(FileFailure) -> [UInt8] {
  let stream = ZSTD_createDStream()
  defer { ZSTD_freeDStream(stream) }
  var unpacked: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: chunkSize)
  var left = 1
  var isTooLarge = false
  bytes.withUnsafeBytes { source in
    var input = ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
    while true {
      let produced = chunk.withUnsafeMutableBytes { destination in
        var output = ZSTD_outBuffer(dst: destination.baseAddress, size: destination.count, pos: 0)
        left = ZSTD_decompressStream(stream, &output, &input)
        return output.pos
      }
      guard ZSTD_isError(left) == 0 else { return }
      unpacked.append(contentsOf: chunk[..<produced])
      isTooLarge = unpacked.count > limit
      if isTooLarge || (input.pos == input.size && produced < chunkSize) { return }
    }
  }
  if isTooLarge { throw .tooLarge(path: path, limit: limit) }
  guard left == 0 else { throw .damagedCompression(path: path) }
  return unpacked
}

private func packZstandard(_ bytes: [UInt8]) -> [UInt8] {
  let bound = ZSTD_compressBound(bytes.count)
  return [UInt8](unsafeUninitializedCapacity: bound) { packed, count in
    count = ZSTD_compress(packed.baseAddress, bound, bytes, bytes.count, 3)
    precondition(ZSTD_isError(count) == 0, "Zstandard failed on a buffer of its own bound")
  }
}
