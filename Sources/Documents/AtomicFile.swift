import Glibc

/// A file that appears under its name whole or not at all.
///
/// The bytes go to a file that has no name yet (`O_TMPFILE`), so a process that is killed leaves
/// nothing; `commit` links them beside the target and renames. Where the file system has no unnamed
/// files, a hidden file beside the target stands in and is removed on failure. Devices and pipes
/// (`/dev/null`, `-` for standard output) are written straight through; a symbolic link stays, and
/// what it leads to is replaced by a file with the same permissions. The disk is not forced
/// (`fsync`): a file can be made again; what cannot, the event journal, forces its own records.
public struct AtomicFile: ~Copyable {
  private enum Target {
    case unnamed
    case named(temporaryPath: String)
    case direct
  }

  /// Where the bytes go, for a worker to write while others make more; it must not outlive the file.
  struct Output: Sendable {
    let path: String
    let descriptor: Int32

    /// Writes `parts` after what was written before.
    func append(_ parts: [[UInt8]]) -> Result<Void, FileFailure> {
      for part in parts {
        let failure = part.withUnsafeBytes { write($0) }
        guard failure == 0 else { return .failure(.writeFailed(path: path, errno: failure)) }
      }
      return .success(())
    }

    /// Writes the bytes of `buffer`; the code of what went wrong, 0 for nothing.
    func write(_ buffer: UnsafeRawBufferPointer) -> Int32 {
      var written = 0
      while written < buffer.count {
        let count = Glibc.write(
          descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
        if count < 0 {
          if errno == EINTR { continue }
          return errno
        }
        written += count
      }
      return 0
    }
  }

  private let path: String
  /// The path without symbolic links at its end.
  private let place: String
  private let descriptor: Int32
  private let target: Target
  private var isOpen = true

  /// Prepares to write the file at `path`.
  public init(path: String) throws(FileFailure) {
    let place = AtomicFile.followingLinks(path)
    let (descriptor, target) = try AtomicFile.open(path, at: place)
    self.path = path
    self.place = place
    self.descriptor = descriptor
    self.target = target
  }

  private static func open(
    _ path: String, at place: String
  ) throws(FileFailure) -> (Int32, Target) {
    if isStandardOutput(path) { return (STDOUT_FILENO, .direct) }
    var status = stat()
    let replaces = stat(path, &status) == 0
    if replaces, status.st_mode & S_IFMT != S_IFREG {
      let device = Glibc.open(path, O_WRONLY | O_CLOEXEC)
      guard device >= 0 else { throw .cannotCreate(path: path, errno: errno) }
      return (device, .direct)
    }
    let (descriptor, target) = try openEmpty(path, at: place)
    if replaces { fchmod(descriptor, status.st_mode & 0o777) }
    return (descriptor, target)
  }

  /// Opens a file that has no name yet or, where there is no such thing, a hidden one.
  private static func openEmpty(
    _ path: String, at place: String
  ) throws(FileFailure) -> (Int32, Target) {
    let unnamed = Glibc.open(folder(of: place), unnamedFile | O_WRONLY | O_CLOEXEC, 0o644)
    if unnamed >= 0 { return (unnamed, .unnamed) }
    guard errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL else {
      throw .cannotCreate(path: path, errno: errno)
    }
    let temporaryPath = temporaryPath(beside: place)
    let named = Glibc.open(temporaryPath, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o644)
    guard named >= 0 else { throw .cannotCreate(path: path, errno: errno) }
    return (named, .named(temporaryPath: temporaryPath))
  }

  deinit {
    guard isOpen else { return }
    if case .named(let temporaryPath) = target { unlink(temporaryPath) }
    if !AtomicFile.isStandardOutput(path) { close(descriptor) }
  }

  /// Writes `bytes` after those that were written before.
  public mutating func append(_ bytes: [UInt8]) throws(FileFailure) {
    try output.append([bytes]).get()
  }

  /// Writes the bytes of `buffer` after those that were written before.
  public mutating func append(_ buffer: UnsafeRawBufferPointer) throws(FileFailure) {
    let failure = output.write(buffer)
    guard failure == 0 else { throw .writeFailed(path: path, errno: failure) }
  }

  var output: Output { Output(path: path, descriptor: descriptor) }

  /// Makes the file appear under its name, replacing what stood there.
  public consuming func commit() throws(FileFailure) {
    if case .direct = target { return }
    var temporaryPath = AtomicFile.temporaryPath(beside: place)
    switch target {
    case .named(let name): temporaryPath = name
    case .unnamed:
      guard
        linkat(
          AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, temporaryPath, AT_SYMLINK_FOLLOW) == 0
      else { throw .cannotCreate(path: path, errno: errno) }
    case .direct: break
    }
    guard rename(temporaryPath, place) == 0 else {
      let code = errno
      unlink(temporaryPath)
      throw .cannotCreate(path: path, errno: code)
    }
    isOpen = false
    close(descriptor)
  }

  /// `O_TMPFILE`, which Swift cannot import because its macro is a combination.
  private static let unnamedFile: Int32 = 0o20_000_000 | O_DIRECTORY

  private static func isStandardOutput(_ path: String) -> Bool {
    path == "-" || path == "/dev/stdout"
  }

  /// Where `path` leads if it is a symbolic link, whether or not there is anything.
  private static func followingLinks(_ path: String) -> String {
    var path = path
    var target = [CChar](repeating: 0, count: Int(PATH_MAX))
    // A circle of links is what it is, and cannot be opened.
    for _ in 0..<40 {
      let length = readlink(path, &target, target.count)
      guard length > 0 else { return path }
      let link = String(decoding: target[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      path = link.hasPrefix("/") ? link : "\(folder(of: path))/\(link)"
    }
    return path
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func temporaryPath(beside path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return "\(folder(of: path))/.\(name).\(getpid()).tmp"
  }
}
