import Documents

extension ModelCard {
  /// What a model does, which decides what a card says of it.
  enum Kind: Equatable {
    case isolationForest
    case classifier
    case regression(String)
    case forecaster

    /// The kind of the model in `document`; nil if it is not known.
    init?(_ document: JSONValue) {
      switch document["kind"]?.string {
      case "isolation-forest": self = .isolationForest
      case "random-forest":
        self = document["model"]?["classes"] != nil ? .classifier : .regression("A random forest")
      case "neural-network": self = .regression("A neural network")
      case "load-forecaster": self = .forecaster
      default: return nil
      }
    }

    private func isTable(_ document: JSONValue) -> Bool {
      document["preprocessing"]?["inputs"]?.string == "table"
    }

    func summary(_ document: JSONValue) -> String {
      let rows = isTable(document) ? "rows of a table" : "rows of a meter's telemetry"
      let configuration = document["configuration"]
      switch self {
      case .isolationForest:
        return "An isolation forest that says how strange \(rows) are, learned without labels."
      case .classifier:
        return "A random forest that tells anomalous from normal \(rows), learned from labels."
      case .regression(let model):
        return
          "\(model) that estimates \(words(document["training_data"]?["label"])) from the other columns of a table."
      case .forecaster:
        let horizon = configuration?["horizon_s"]?.double ?? .nan
        return
          "A forecast of \(words(configuration?["target"])) by \(words(configuration?["model"])), \(durationText(seconds: horizon)) ahead, with intervals."
      }
    }

    func purpose(_ document: JSONValue) -> String {
      switch self {
      case .isolationForest:
        "To point at rows that are unlike most others, where nobody has labelled what is wrong. The score follows Liu, Ting and Zhou (2008): 0 to 1, higher is stranger."
      case .classifier:
        "To raise an alarm for the kinds of anomaly that the training data has labels for: \(words(document["model"]?["kinds"]?["classes"] ?? document["model"]?["classes"])). The score is the share of trees that call a row anomalous."
      case .regression: "To estimate one number of a row from the others."
      case .forecaster:
        "To say how much load to expect and how sure that is, for those who plan generation, purchases and storage. It needs the load of the past and nothing from the future but the calendar\((document["configuration"]?["weather"]?.array ?? []).isEmpty ? "" : " and the weather")."
      }
    }

    var howToMeasure: String {
      switch self {
      case .isolationForest, .classifier:
        "kilowatch detect evaluate measures its scores of data with labels; --metrics takes the result."
      case .regression: "Compare its estimates with rows that it has not seen."
      case .forecaster:
        "kilowatch forecast backtest measures the same recipe on days that it has not seen; --metrics takes the result."
      }
    }

    func limits(_ document: JSONValue) -> [String] {
      var limits: [String] = []
      switch self {
      case .isolationForest:
        limits = [
          "Strange is not wrong: a rare but healthy state scores high, and a fault that is common in the training data scores low.",
          "Many anomalies in the training data make anomalies look normal.",
        ]
        if document["threshold"]?["source"]?.string == "definition" {
          limits.append("The threshold comes from the definition of the score, not from data.")
        }
      case .classifier:
        limits = [
          "It finds what it has labels of; a kind of anomaly that the training data lacks may pass."
        ]
      case .regression:
        limits = ["It cannot say much about rows outside of the range of the training data."]
      case .forecaster:
        limits = [
          "It continues what was: a change of customers, tariffs or equipment shows in it only after it shows in the load.",
          "Its intervals hold on average over days like those it learned from, not for each single hour.",
        ]
        let configuration = document["configuration"]
        if configuration?["holidays"]?.array?.isEmpty ?? true {
          limits.append("It was told of no holidays.")
        }
        if configuration?["weather"]?.array?.isEmpty ?? true {
          limits.append("It was told of no weather.")
        }
      }
      if document["metrics"]?["threshold_source"]?.string != nil,
        document["threshold"]?["source"] == document["metrics"]?["threshold_source"],
        document["threshold"]?["source"]?.string != "definition"
      {
        limits.append(
          "The stored metrics are of the rows that the threshold was chosen on: on other data expect somewhat less."
        )
      }
      if !isTable(document), self == .isolationForest || self == .classifier {
        limits.append(
          "Its features look back in time: the first rows of a recording, rows after a gap and data of another interval are judged with less."
        )
      }
      return limits
    }
  }
}
