public import Documents

// The envelope that every model file has, whatever model is inside:
//
//   {"kind", "format_version", "producer": {"name", "version"}, "created_at", "seed",
//    "configuration", "features": [{"name", "unit", "source", "window_s", "lag_s"}],
//    "preprocessing", "threshold", "training_data", "metrics", "model"}
//
// `kind` and `format_version` are read before anything else, so that a file of another kind or of a
// later version is refused by name.

/// A model as a JSON document: the envelope, with the model itself as a value inside.
public struct ModelDocument: Equatable, Sendable {
  /// A feature, by which the model finds its inputs.
  public struct Feature: Equatable, Sendable {
    /// The name, unique in a document.
    public let name: String
    /// The unit, empty if it has none.
    public let unit: String
    /// The column that the feature looks at.
    public let source: String
    /// The length of its window, in seconds; 0 for a single value.
    public let windowS: Int
    /// How long ago its window ends, in seconds.
    public let lagS: Int

    /// A feature.
    public init(name: String, unit: String, source: String, windowS: Int, lagS: Int) {
      self.name = name
      self.unit = unit
      self.source = source
      self.windowS = windowS
      self.lagS = lagS
    }

    /// The column `name` of a table, taken as it is.
    public init(column name: String) {
      self.init(name: name, unit: "", source: name, windowS: 0, lagS: 0)
    }
  }

  /// What the model is, such as `isolation-forest`.
  public var kind: String
  /// The version of the document's format for this kind.
  public var formatVersion: Int
  /// The version of Kilowatch that wrote the document.
  public var producerVersion: String
  /// When the model was made, as RFC 3339.
  ///
  /// Equal inputs give equal bytes, so this is no reading of a clock: it is the end of the training
  /// data.
  public var createdAt: String?
  /// The seed of every random choice.
  public var seed: UInt64
  /// The parameters that the model was fitted with.
  public var configuration: JSONValue
  /// The features, in the order in which the model wants them.
  public var features: [Feature]
  /// What is done to features before the model sees them.
  public var preprocessing: JSONValue
  /// The threshold, with `value`, `method` and `source`.
  public var threshold: JSONValue
  /// The training data, with `sha256`, `rows`, `start`, `end` and `interval_s`.
  public var trainingData: JSONValue
  /// How good the model was found to be.
  public var metrics: JSONValue
  /// The model itself.
  public var model: JSONValue

  /// A document of these parts.
  public init(
    kind: String, formatVersion: Int, producerVersion: String, createdAt: String?, seed: UInt64,
    configuration: JSONValue, features: [Feature], preprocessing: JSONValue = .null,
    threshold: JSONValue = .null, trainingData: JSONValue = .null, metrics: JSONValue = .null,
    model: JSONValue
  ) {
    self.kind = kind
    self.formatVersion = formatVersion
    self.producerVersion = producerVersion
    self.createdAt = createdAt
    self.seed = seed
    self.configuration = configuration
    self.features = features
    self.preprocessing = preprocessing
    self.threshold = threshold
    self.trainingData = trainingData
    self.metrics = metrics
    self.model = model
  }
}
