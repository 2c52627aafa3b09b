import Foundation
import GridModel
import Numerics
import Telemetry
import Testing

/// A recording of six channels about `offset`, with gaps, missing values and two meters.
private func roughRecording(rows: Int, offset: Double, seed: UInt64) -> Recording {
  var random = RandomSource(seed: seed)
  var time: Int64 = 1_700_000_000_000
  var timestamps: [Timestamp] = []
  var meters: [Int32] = []
  var columns = [[Double]](repeating: [], count: 6)
  for row in 0..<rows {
    time += random.uniform() < 0.01 ? Int64(random.index(below: 9_000)) * 1_000 : 30_000
    timestamps.append(Timestamp(millisecondsSinceEpoch: time))
    meters.append(Int32(random.index(below: 2)))
    for channel in 0..<6 {
      var value = offset + random.normal()
      if random.uniform() < 0.003 { value += 1e3 }
      if random.uniform() < 0.02 || (row % 500 < 130 && channel == 3) { value = .nan }
      columns[channel].append(value)
    }
  }
  return Recording(
    timestamps: timestamps, meterIDs: ["a", "b"], meterIndices: meters,
    channels: zip(Channel.allCases, columns).map { .init(name: $0.rawValue, values: $1) })
}

/// Long stretches of regular rows, with gaps, other intervals, repeated times, missing values and
/// flat values between them, of one meter or of two in turns.
private func mostlyRegularRecording(rows: Int, meters: Int, seed: UInt64) -> Recording {
  var random = RandomSource(seed: seed)
  var (time, interval, flatRows) = (Int64(1_700_000_000_000), Int64(60_000), 0)
  var timestamps: [Timestamp] = []
  var columns = [[Double]](repeating: [], count: 6)
  for row in 0..<rows {
    if row % meters == 0 {
      if random.uniform() < 0.001 {
        interval = [7_000, 10_000, 30_000, 60_000, 61_000, 900_000][random.index(below: 6)]
      }
      if random.uniform() < 0.001 { time += Int64(random.index(below: 9_000_000)) }
      if random.uniform() > 0.001 { time += interval }
    }
    timestamps.append(Timestamp(millisecondsSinceEpoch: time))
    if random.uniform() < 0.001 { flatRows = 200 }
    flatRows = max(0, flatRows - 1)
    for channel in 0..<6 {
      let value = flatRows > 0 ? columns[channel].last ?? 0 : 1e5 + random.normal()
      columns[channel].append(random.uniform() < 0.0002 ? .nan : value)
    }
  }
  return Recording(
    timestamps: timestamps, meterIDs: Array(["a", "b"].prefix(meters)),
    meterIndices: (0..<rows).map { Int32($0 % meters) },
    channels: zip(Channel.allCases, columns).map { .init(name: $0.rawValue, values: $1) })
}

private func rollingSet(_ windows: [Int], lagS: Int = 0) throws -> FeatureSet {
  try FeatureSet(
    Channel.allCases.flatMap { channel in
      windows.flatMap { window in
        [FeatureSpecification.Statistic.mean, .deviation].map {
          FeatureSpecification($0, of: channel.rawValue, windowS: window, lagS: lagS)
        }
      }
    })
}

@Suite("Rolling features")
struct RollingFeatureTests {
  @Test(
    "are those of two passes over the window, with gaps, missing values and meters",
    arguments: [0.0, 1e9], [0, 1_800])
  func twoPasses(offset: Double, lagS: Int) throws {
    let recording = roughRecording(rows: 4_000, offset: offset, seed: 1)
    let set = try rollingSet([300, 900, 3_600], lagS: lagS)
    let table = try FeatureTable<Double>(set, of: recording, execution: .serial)
    var worst = 0.0
    for (index, specification) in set.specifications.enumerated() {
      let values = try #require(recording.values(named: specification.source))
      for row in stride(from: 0, to: recording.count, by: 7) {
        let end = recording.timestamps[row].advanced(bySeconds: Double(-lagS))
        let start = end.advanced(bySeconds: Double(-specification.windowS))
        let window = (0..<recording.count).filter {
          recording.meterIndices[$0] == recording.meterIndices[row]
            && recording.timestamps[$0] <= end && recording.timestamps[$0] > start
            && !values[$0].isNaN && $0 <= row
        }.map { values[$0] }
        let got = table.column(index)[index * recording.count + row]
        if window.isEmpty {
          #expect(specification.statistic == .mean ? got.isNaN : got == 0)
          continue
        }
        let shift = window[0]
        let mean = shift + window.map { $0 - shift }.reduce(0, +) / Double(window.count)
        let centred = window.map { $0 - shift }
        let centre = centred.reduce(0, +) / Double(window.count)
        let squares = centred.map { ($0 - centre) * ($0 - centre) }.reduce(0, +)
        let deviation = (squares / Double(max(1, window.count - 1))).squareRoot()
        let expected = specification.statistic == .mean ? mean : deviation
        worst = max(worst, abs(got - expected) / max(abs(expected), 1e-3))
      }
    }
    #expect(worst < 1e-9)
  }

  @Test("are those of two passes to 1e-9, ten million rows on, at a large offset")
  func tenMillionRows() throws {
    let windows = [300, 3_600]
    let set = try FeatureSet(
      windows.flatMap { window in
        [FeatureSpecification.Statistic.mean, .deviation].map {
          FeatureSpecification($0, of: "active_power_kw", windowS: window)
        }
      })
    var extractor = FeatureExtractor(set)
    var random = RandomSource(seed: 5)
    var last = [Double](repeating: 0, count: 60)
    var worst = 0.0
    for row in 0..<10_000_000 {
      // Uniform noise of deviation 0.3 on a million.
      let value = 1e6 + random.uniform()
      last[row % 60] = value
      let features = extractor.append(
        Timestamp(millisecondsSinceEpoch: Int64(row) * 60_000), [value])
      guard row % 9_973 == 9_972 else { continue }
      for (index, window) in windows.enumerated() {
        let values = (0..<window / 60).map { last[(row - $0) % 60] - 1e6 }
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
        let deviation = (squares / Double(values.count - 1)).squareRoot()
        worst = max(worst, abs(features[2 * index] / (1e6 + mean) - 1))
        worst = max(worst, abs(features[2 * index + 1] / deviation - 1))
      }
    }
    #expect(worst < 1e-9)
  }

  @Test("are the same bits for files and streams, and for one worker and two")
  func sameBits() throws {
    let recording = roughRecording(rows: 80_000, offset: 1e5, seed: 2)
    let set = try FeatureSet.detection(
      channels: Channel.allCases.map(\.rawValue), intervalS: 30)
    let serial = try FeatureTable<Double>(set, of: recording, execution: .serial)
    let concurrent = try FeatureTable<Double>(
      set, of: recording, execution: .concurrent(workers: 2))
    #expect(
      serial.values.map(\.bitPattern).elementsEqual(concurrent.values.map(\.bitPattern)))
    var stream = FeatureStream(set)
    let columns = try set.channels.map { try #require(recording.values(named: $0)) }
    for row in 0..<recording.count {
      let features = try stream.append(
        recording.timestamps[row],
        meterID: recording.meterIDs[Int(recording.meterIndices[row])], columns.map { $0[row] })
      for (index, feature) in features.enumerated() {
        let other = serial.values[index * recording.count + row]
        if feature.bitPattern != other.bitPattern {
          Issue.record("row \(row) \(set.specifications[index].name): \(feature) \(other)")
          return
        }
      }
    }
  }

  @Test(
    "are the same bits for columns and rows where regular rows begin and end, at every level",
    arguments: [1, 2])
  func regularRows(meters: Int) throws {
    let recording = mostlyRegularRecording(rows: 60_000, meters: meters, seed: 12)
    let specifications = try FeatureSet.detection(
      channels: Channel.allCases.map(\.rawValue), intervalS: 60, windowsS: [60, 290, 300, 3_600]
    ).specifications
    let sets = try [FeatureSet(specifications), rollingSet([300, 420, 3_600])]
    for set in sets {
      let columns = try set.channels.map { try #require(recording.values(named: $0)) }
      var stream = FeatureStream(set)
      var expected = [UInt64](repeating: 0, count: recording.count * set.specifications.count)
      for row in 0..<recording.count {
        let meter = recording.meterIDs[Int(recording.meterIndices[row])]
        let features = try stream.append(
          recording.timestamps[row], meterID: meter, columns.map { $0[row] })
        for (index, feature) in features.enumerated() {
          expected[index * recording.count + row] = feature.bitPattern
        }
      }
      for kernels in FeatureKernelSet.available {
        let table = try FeatureTable<Double>(
          set, of: recording, execution: .concurrent(workers: 2), kernels: kernels)
        let different = table.values.indices.first { table.values[$0].bitPattern != expected[$0] }
        if let different {
          let (feature, row) = different.quotientAndRemainder(dividingBy: recording.count)
          Issue.record("level \(kernels.level), row \(row), \(set.specifications[feature].name)")
        }
      }
    }
  }

  @Test("are the same bits with the kernels of every processor level")
  func kernels() throws {
    let recording = roughRecording(rows: 20_000, offset: 230, seed: 3)
    let set = try FeatureSet.detection(
      channels: Channel.allCases.map(\.rawValue), intervalS: 30)
    let columns = try set.channels.map { try #require(recording.values(named: $0)) }
    for kernels in FeatureKernelSet.available.dropFirst() {
      var extractor = FeatureExtractor(set, kernels: kernels)
      var reference = FeatureExtractor(set, kernels: .portable)
      for row in 0..<recording.count {
        let values = columns.map { $0[row] }
        let features = extractor.append(recording.timestamps[row], values)
        let expected = reference.append(recording.timestamps[row], values)
        guard features.map(\.bitPattern) == expected.map(\.bitPattern) else {
          Issue.record("level \(kernels.level), row \(row)")
          return
        }
      }
    }
  }

  @Test("reach models rounded to single precision, from files and from streams")
  func singlePrecision() throws {
    let recording = roughRecording(rows: 3_000, offset: 230, seed: 4)
    let set = try FeatureSet.detection(
      channels: Channel.allCases.map(\.rawValue), intervalS: 30)
    let double = try FeatureTable<Double>(set, of: recording, execution: .serial)
    let single = try FeatureTable<Float>(set, of: recording, execution: .serial)
    #expect(single.values.map(\.bitPattern) == double.values.map { Float($0).bitPattern })
    let columns = try set.channels.map { try #require(recording.values(named: $0)) }
    var extractors = [FeatureExtractor(set), FeatureExtractor(set)]
    var features = [Float](repeating: 0, count: set.specifications.count)
    for row in 0..<recording.count {
      columns.map { $0[row] }.withUnsafeBufferPointer { values in
        features.withUnsafeMutableBufferPointer { features in
          extractors[Int(recording.meterIndices[row])].append(
            recording.timestamps[row], values, to: features)
        }
      }
      let expected = (0..<features.count).map { single.values[$0 * recording.count + row] }
      #expect(features.map(\.bitPattern) == expected.map(\.bitPattern))
    }
  }

  @Test("are the same bits in batches of any size, with the kernels of every processor level")
  func batches() throws {
    let recording = roughRecording(rows: 6_000, offset: 230, seed: 6)
    let set = try FeatureSet.detection(
      channels: Channel.allCases.map(\.rawValue), intervalS: 30)
    let columns = try set.channels.map { try #require(recording.values(named: $0)) }
    let width = set.specifications.count
    for kernels in FeatureKernelSet.available {
      var random = RandomSource(seed: 7)
      var extractor = FeatureExtractor(set, kernels: kernels)
      var reference = FeatureExtractor(set, kernels: .portable)
      var first = 0
      while first < recording.count {
        let rows = first..<min(first + 1 + random.index(below: 100), recording.count)
        // Room for a row more, and a table that begins anywhere.
        let length = rows.count + 1
        var table = [Float](repeating: -1, count: width * length)
        recording.timestamps[rows].withUnsafeBufferPointer { times in
          columns.flatMap { $0[rows] }.withUnsafeBufferPointer { values in
            table.withUnsafeMutableBufferPointer { table in
              guard let base = table.baseAddress else { return }
              extractor.append(times, values, to: base, columnLength: length)
            }
          }
        }
        for row in rows {
          let expected = reference.append(recording.timestamps[row], columns.map { $0[row] })
          let got = (0..<width).map { table[$0 * length + row - first] }
          guard got.map(\.bitPattern) == expected.map({ Float($0).bitPattern }) else {
            Issue.record("level \(kernels.level), row \(row)")
            return
          }
        }
        #expect((0..<width).allSatisfy { table[$0 * length + rows.count] == -1 })
        first = rows.upperBound
      }
    }
  }

  @Test("are the same bits in a table too large for the caches, and in the memory of another")
  func largeTable() throws {
    let configuration = try SignalConfiguration(
      start: Timestamp(millisecondsSinceEpoch: 0), days: 70_003.0 / 1_440,
      anomalies: AnomalyConfiguration(preset: .medium))
    let recording = SignalGenerator(configuration).generate(seed: 8, execution: .serial).recording
    #expect(recording.count == 70_003)
    let set = try FeatureSet.detection(
      channels: Channel.allCases.map(\.rawValue), intervalS: 60)
    let double = try FeatureTable<Double>(
      set, of: recording, execution: .concurrent(workers: 2))
    let single = try FeatureTable<Float>(set, of: recording, execution: .serial)
    var extractor = FeatureExtractor(set)
    let columns = try set.channels.map { try #require(recording.values(named: $0)) }
    for row in 0..<recording.count {
      let expected = extractor.append(recording.timestamps[row], columns.map { $0[row] })
      let places = expected.indices.map { $0 * recording.count + row }
      guard expected.map(\.bitPattern) == places.map({ double.values[$0].bitPattern }),
        expected.map({ Float($0).bitPattern }) == places.map({ single.values[$0].bitPattern })
      else {
        Issue.record("row \(row)")
        return
      }
    }
    let small = roughRecording(rows: 1_000, offset: 230, seed: 9)
    var table = double
    for other in [small, recording, small] {
      try table.replace(with: other, execution: .serial)
      let expected = try FeatureTable<Double>(set, of: other, execution: .serial)
      #expect(table.rowCount == other.count)
      #expect(table.values.map(\.bitPattern) == expected.values.map(\.bitPattern))
    }
  }

  @Test("tell the time of day and week")
  func calendar() throws {
    let set = try FeatureSet(CalendarFeature.allCases.map { FeatureSpecification($0) })
    var extractor = FeatureExtractor(set)
    // 2024-01-01 was a Monday.
    let monday = Timestamp(millisecondsSinceEpoch: 1_704_067_200_000)
    for minute in stride(from: 0, to: 7 * 1_440, by: 7) {
      let features = extractor.append(monday.advanced(bySeconds: Double(minute) * 60), [])
      let day = 2 * Double.pi * Double(minute % 1_440) / 1_440
      let week = 2 * Double.pi * Double(minute) / (7 * 1_440)
      let expected = [sin(day), cos(day), sin(week), cos(week), minute < 5 * 1_440 ? 0 : 1]
      for (feature, expected) in zip(features, expected) {
        #expect(abs(feature - expected) < 1e-14)
      }
    }
  }

  @Test("find their specification again by name, source, window and lag")
  func names() throws {
    let set = try FeatureSet.detection(channels: Channel.allCases.map(\.rawValue), intervalS: 60)
    for specification in set.specifications {
      #expect(
        FeatureSpecification(
          name: specification.name, source: specification.source, windowS: specification.windowS,
          lagS: specification.lagS) == specification)
    }
    #expect(FeatureSpecification(name: "x_mean_5m", source: "y", windowS: 300, lagS: 0) == nil)
  }
}
