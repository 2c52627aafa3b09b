import Documents
import Reporting
import Testing

@Suite struct ModelCardTests {
  /// A document of `kind` with what every card has to say.
  private static func document(_ kind: String, _ more: [String: JSONValue] = [:]) -> JSONValue {
    let base: [String: JSONValue] = [
      "kind": .string(kind), "format_version": 1,
      "producer": ["name": "kilowatch", "version": "0.1.0"],
      "created_at": "2024-01-30T23:59:00Z", "seed": 7,
      "configuration": ["trees": 100, "features_per_split": "square-root"],
      "features": [
        ["name": "voltage_v", "unit": "V", "source": "voltage_v"],
        ["name": "voltage_v_mean_5m", "unit": "V", "source": "voltage_v"],
      ],
      "training_data": [
        "rows": 43_200, "start": "2024-01-01T00:00:00Z", "end": "2024-01-30T23:59:00Z",
        "interval_s": 60, "sha256": "3b2efb5a",
      ], "model": [:], "metrics": nil, "threshold": nil,
    ]
    return .object(base.merging(more) { $1 })
  }

  private static let detector: [String: JSONValue] = [
    "threshold": [
      "value": 0.445, "method": "best-f1", "source": "rows from 2024-01-25T00:59:12Z",
    ],
    "preprocessing": [
      "inputs": "telemetry", "label": "label",
      "event_rule": ["hysteresis": 0, "merge_gap_s": 120, "minimum_duration_s": 0],
    ],
    "model": ["classes": ["normal", "anomaly"], "kinds": ["classes": ["drift", "power_spike"]]],
    "metrics": [
      "f1": 0.934959, "roc_auc": 0.98765, "event": ["recall": 0.975],
      "threshold_source": "rows from 2024-01-25T00:59:12Z",
      "by_type": ["power_spike": ["rows": 99, "recall": 0.9, "events": 13, "event_recall": 1]],
    ],
  ]

  static let documents: [(String, JSONValue)] = [
    ("isolation-forest", document("isolation-forest", detector)),
    ("random-forest", document("random-forest", detector)),
    ("random-forest", document("random-forest")), ("neural-network", document("neural-network")),
    (
      "load-forecaster",
      document(
        "load-forecaster",
        ["configuration": ["model": "mlp", "horizon_s": 86_400, "target": "active_power_kw"]])
    ),
  ]

  @Test(arguments: documents.indices)
  func `A card of every kind has every chapter`(index: Int) throws {
    let (kind, document) = Self.documents[index]
    let card = try #require(ModelCard(document, name: "model.json")).markdown
    for chapter in [
      "Purpose", "Training data", "Features", "Configuration", "Metrics", "Limits",
    ] {
      #expect(card.contains("\n## \(chapter)\n"), "\(chapter)")
    }
    for fact in [kind, "| Seed | 7 |", "43200", "2024-01-01T00:00:00Z", "3b2efb5a", "voltage_v"] {
      #expect(card.contains(fact), "\(fact)")
    }
    #expect(!card.contains("nan"))
  }

  @Test func `Metrics and threshold stand with their sources`() throws {
    let measured = ModelCard.Measurement(
      source: "july.json", metrics: ["f1": 0.8125, "mase": 0.430])
    let card = try #require(
      ModelCard(
        Self.document("random-forest", Self.detector), name: "m", measurements: [measured])
    ).markdown
    for line in [
      "| A score is an alarm above | 0.445 |", "| Found by | best-f1 |",
      "| From | rows from 2024-01-25T00:59:12Z |", "| F1 of rows | 0.935 |",
      "| power spike | 99 | 0.9 | 13 | 1 |", "Source: july.json", "| F1 of rows | 0.8125 |",
      "The stored metrics are of the rows that the threshold was chosen on",
      "drift, power_spike",
    ] {
      #expect(card.contains(line), "\(line)")
    }
  }

  @Test func `A model without measurements says so, and how to measure it`() throws {
    let card = try #require(ModelCard(Self.document("load-forecaster"), name: "m")).markdown
    #expect(card.contains("No measurement is stored with this model."))
    #expect(card.contains("forecast backtest"))
  }

  @Test func `What is no model has no card`() {
    #expect(ModelCard(["kind": "report_page"], name: "m") == nil)
    #expect(ModelCard([:], name: "m") == nil)
  }

  @Test(arguments: HostileText.payloads)
  func `Hostile names stay text`(payload: String) throws {
    let feature: JSONValue = ["name": .string(payload), "source": .string(payload)]
    let document = Self.document(
      "isolation-forest",
      [
        "features": [feature], "seed": .string(payload),
        "configuration": .object([payload: .string(payload)]),
      ])
    let card = try #require(ModelCard(document, name: payload)).markdown
    #expect(!card.contains("<"))
    #expect(!card.contains(#/[^\\](\\\\)*[`\[\]]/#))
    #expect(card.split(separator: "\n").filter { $0.hasPrefix("# ") }.count == 1)
  }
}
