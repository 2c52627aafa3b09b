public import Documents
public import GridModel

/// A telemetry table in memory: one column per quantity, one row per meter and moment.
///
/// Rows keep the order of their file; the rows of one meter are its series.
public struct Recording: Sendable {
  /// A column of numbers.
  public struct Column: Sendable {
    /// The name, such as `active_power_kw`.
    public let name: String
    /// One value per row, not a number where it is missing.
    public let values: [Double]

    /// A column of `values`.
    public init(name: String, values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  /// A column that is carried along as the text it was.
  public struct OtherColumn: Sendable {
    /// The name.
    public let name: String
    /// One field per row.
    public let texts: TextColumn

    /// A column of `texts`.
    public init(name: String, texts: TextColumn) {
      self.name = name
      self.texts = texts
    }
  }

  /// The start of each row's interval.
  public let timestamps: [Timestamp]
  /// The meters, in the order of their first row.
  public let meterIDs: [String]
  /// For each row, the index of its meter in ``meterIDs``.
  public let meterIndices: [Int32]
  /// The measured columns.
  public let channels: [Column]
  /// For each row 1 if it is an anomaly, else 0; nil if nobody has said.
  public let labels: [UInt8]?
  /// For each row the kind of its anomaly; nil if nobody has said.
  public let anomalyKinds: [AnomalyKind]?
  /// The columns that Kilowatch does not know, untouched.
  public let otherColumns: [OtherColumn]

  /// The number of rows.
  public var count: Int { timestamps.count }

  /// A recording of the given columns, all of the same length.
  public init(
    timestamps: [Timestamp], meterIDs: [String], meterIndices: [Int32], channels: [Column],
    labels: [UInt8]? = nil, anomalyKinds: [AnomalyKind]? = nil, otherColumns: [OtherColumn] = []
  ) {
    let lengths =
      [("meter_id", meterIndices.count)] + channels.map { ($0.name, $0.values.count) }
      + (labels.map { [("label", $0.count)] } ?? [])
      + (anomalyKinds.map { [("anomaly_type", $0.count)] } ?? [])
      + otherColumns.map { ($0.name, $0.texts.count) }
    for (name, length) in lengths {
      precondition(
        length == timestamps.count,
        "column \(name) has \(length) values for \(timestamps.count) rows")
    }
    precondition(
      meterIndices.allSatisfy { $0 >= 0 && Int($0) < meterIDs.count },
      "a row names a meter beyond the \(meterIDs.count) that there are")
    self.timestamps = timestamps
    self.meterIDs = meterIDs
    self.meterIndices = meterIndices
    self.channels = channels
    self.labels = labels
    self.anomalyKinds = anomalyKinds
    self.otherColumns = otherColumns
  }

  /// The values of `channel`; nil if the recording lacks it.
  public func values(of channel: Channel) -> [Double]? {
    values(named: channel.rawValue)
  }

  /// The values of the measured column called `name`; nil if the recording lacks it.
  public func values(named name: String) -> [Double]? {
    channels.first { $0.name == name }?.values
  }
}

extension Recording {
  /// For each meter, the indices of its rows in order.
  public var rowsByMeter: [[Int]] {
    if meterIDs.count == 1 { return [Array(0..<count)] }
    var rows = [[Int]](repeating: [], count: meterIDs.count)
    for (row, meter) in meterIndices.enumerated() { rows[Int(meter)].append(row) }
    return rows
  }

  /// The typical time between two rows of one meter, in seconds: the median of the first thousand
  /// steps; nil if no meter has two rows.
  public var intervalS: Double? {
    var steps: [Double] = []
    forEachStep { _, step in
      steps.append(step)
      return steps.count < 1_000
    }
    return Self.median(steps)
  }

  /// The same of each meter.
  var intervalsS: [Double?] {
    var steps = [[Double]](repeating: [], count: meterIDs.count)
    forEachStep { meter, step in
      if steps[meter].count < 1_000 { steps[meter].append(step) }
      return true
    }
    return steps.map(Self.median)
  }

  /// Hands over the meter and the seconds of each step forward in time, until told to stop.
  private func forEachStep(_ body: (_ meter: Int, _ seconds: Double) -> Bool) {
    var last = [Timestamp?](repeating: nil, count: meterIDs.count)
    for (timestamp, meter) in zip(timestamps, meterIndices) {
      let step = last[Int(meter)].map { timestamp.seconds(since: $0) } ?? 0
      if step > 0, !body(Int(meter), step) { return }
      last[Int(meter)] = timestamp
    }
  }

  private static func median(_ steps: [Double]) -> Double? {
    steps.isEmpty ? nil : steps.sorted()[steps.count / 2]
  }

  /// The rows `range`, with the same meters and columns.
  public func rows(_ range: Range<Int>) -> Recording {
    Recording(
      timestamps: Array(timestamps[range]), meterIDs: meterIDs,
      meterIndices: Array(meterIndices[range]),
      channels: channels.map { Column(name: $0.name, values: Array($0.values[range])) },
      labels: labels.map { Array($0[range]) }, anomalyKinds: anomalyKinds.map { Array($0[range]) },
      otherColumns: otherColumns.map { OtherColumn(name: $0.name, texts: $0.texts.rows(range)) })
  }
}
