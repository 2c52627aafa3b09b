public import Documents
import Glibc

/// An append-only file of checksummed records that survives a process that is killed.
///
/// A record is written with one `write` at the end of the file. A crash can leave the last record
/// cut short; opening the journal finds the longest prefix of whole records, and cuts off the rest.
public final class Journal {
  /// How soon records reach the disk itself, and not only the system's memory.
  public enum Durability: String, CaseIterable, Sendable {
    /// When the system sees fit: survives a killed process, not a power failure.
    case process
    /// Before the write returns: survives a power failure, at a disk's pace.
    case disk
  }

  /// The journal's file.
  public let path: String
  /// The records that were there when the journal was opened, in order.
  public let recovered: [JSONValue]
  /// Bytes of a damaged end that were cut off when the journal was opened.
  public let discardedBytes: Int
  /// Records that the journal holds.
  public private(set) var count: Int

  private let descriptor: Int32
  private let durability: Durability
  private var checksum: UInt32

  /// Opens the journal at `path`, or begins it, and keeps others from it as long as it lives.
  ///
  /// What a crash leaves of a record is cut off. Damage of any other kind is moved to the file
  /// `path.damaged` with all that follows it.
  ///
  /// - Throws: ``JournalError`` if the file cannot be read or made, is something else, or is in use.
  public init(path: String, durability: Durability = .process) throws(JournalError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .file(.cannotCreate(path: path, errno: errno)) }
    let recovery: Recovery
    do throws(JournalError) {
      recovery = try Journal.recover(path, descriptor)
    } catch {
      Journal.release(descriptor)
      throw error
    }
    self.path = path
    self.descriptor = descriptor
    self.durability = durability
    recovered = recovery.records
    discardedBytes = recovery.discardedBytes
    count = recovery.records.count
    checksum = recovery.checksum
  }

  deinit {
    Journal.release(descriptor)
  }

  /// Closes the file and lets others have it at once.
  ///
  /// Closing alone would not: a process that is just being started shares the open file, and the lock
  /// with it, until it becomes another program.
  private static func release(_ descriptor: Int32) {
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// The whole records of the journal at `path`, and the bytes of a damaged end, which is left as it
  /// is.
  ///
  /// - Throws: ``Documents/FileFailure`` if the file cannot be read.
  public static func records(
    at path: String
  ) throws(FileFailure) -> (records: [JSONValue], damagedBytes: Int) {
    let recovery = Recovery(of: try DocumentFile.read(path))
    return (recovery.records, recovery.discardedBytes)
  }

  /// Writes `records` at the end, all with one `write`.
  ///
  /// - Throws: ``Documents/FileFailure/writeFailed(path:errno:)``; the journal then ends with the
  ///   record before them.
  public func append(_ records: [JSONValue]) throws(FileFailure) {
    var lines: [UInt8] = []
    var checksum = self.checksum
    for (place, record) in records.enumerated() {
      let (line, sum) = JournalRecord.line(
        number: count + 1 + place, payload: record.serialized(.compact), previousChecksum: checksum)
      lines += line
      checksum = sum
    }
    let length = lseek(descriptor, 0, SEEK_END)
    let written = lines.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    guard written == lines.count else {
      let code = written < 0 ? errno : ENOSPC
      ftruncate(descriptor, length)
      throw .writeFailed(path: path, errno: code)
    }
    if durability == .disk, fdatasync(descriptor) != 0 {
      throw .writeFailed(path: path, errno: errno)
    }
    self.checksum = checksum
    count += records.count
  }

  private static func recover(
    _ path: String, _ descriptor: Int32
  ) throws(JournalError) -> Recovery {
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw .inUse(path: path) }
    do throws(FileFailure) {
      let bytes = try DocumentFile.read(path)
      let recovery = Recovery(of: bytes)
      let rest = bytes[recovery.validBytes...]
      if rest.isEmpty { return recovery }
      if !recovery.records.isEmpty || JournalRecord.mayBegin(rest) {
        if rest.contains(0x0a) { try DocumentFile.write(Array(rest), to: path + ".damaged") }
        guard ftruncate(descriptor, off_t(recovery.validBytes)) == 0 else {
          throw .writeFailed(path: path, errno: errno)
        }
        return recovery
      }
    } catch {
      throw .file(error)
    }
    throw .notAJournal(path: path)
  }

  /// The whole records at the beginning of a file.
  private struct Recovery {
    var records: [JSONValue] = []
    var validBytes = 0
    var discardedBytes = 0
    var checksum: UInt32 = 0

    init(of bytes: [UInt8]) {
      while let end = bytes[validBytes...].firstIndex(of: 0x0a),
        let (payload, checksum) = JournalRecord.payload(
          of: bytes[validBytes..<end], number: records.count + 1, previousChecksum: checksum),
        let record = try? JSONValue(parsing: Array(payload))
      {
        records.append(record)
        self.checksum = checksum
        validBytes = end + 1
      }
      discardedBytes = bytes.count - validBytes
    }
  }
}
