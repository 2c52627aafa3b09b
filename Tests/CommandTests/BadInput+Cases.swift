extension BadInput {
  static let files: [BadInput] = [
    BadInput("an empty file", "", "empty"),
    BadInput("a header alone", header, "no rows"),
    BadInput("only blank lines", "\n\n\n", "empty"),
    BadInput(
      "a row that is too short", header + "2024-01-01T00:00:00Z,a,1\n", "in.csv:2: 3 fields"),
    BadInput(
      "a row that is too long", header + "2024-01-01T00:00:00Z,a,1,2,3\n", "in.csv:2: 5 fields"),
    BadInput(
      "text in a number", header + "2024-01-01T00:00:00Z,a,much,230\n",
      "in.csv:2: column active_power_kw: 'much' is not a number"),
    BadInput(
      "two numbers in a field", header + "2024-01-01T00:00:00Z,a,1 2,230\n",
      "column active_power_kw: '1 2'"),
    BadInput(
      "a comma for a point", header + "2024-01-01T00:00:00Z,a,\"1,5\",230\n",
      "column active_power_kw: '1,5'"),
    BadInput(
      "an infinite number", header + "2024-01-01T00:00:00Z,a,inf,230\n",
      "column active_power_kw: 'inf'"),
    BadInput("two columns of one name", "timestamp,a,a\n2024-01-01T00:00:00Z,1,2\n", "'a'"),
    BadInput("no column of times", "meter_id,active_power_kw\na,1\n", "no column 'timestamp'"),
    BadInput(
      "a time without an offset", header + "2024-01-01T00:00:00,a,1,230\n", "--assume-tz"),
    BadInput("a time of another style", header + "01/02/2024,a,1,230\n", "RFC 3339"),
    BadInput(
      "a day that is not", header + "2024-02-30T00:00:00Z,a,1,230\n", "'2024-02-30T00:00:00Z'"),
    BadInput("a missing time", header + ",a,1,230\n", "in.csv:2: column timestamp"),
    BadInput(
      "times out of order",
      header + "2024-01-01T00:02:00Z,a,1,230\n2024-01-01T00:01:00Z,a,1,230\n"
        + "2024-01-01T00:03:00Z,a,1,230\n", "sort the rows by time"),
    BadInput(
      "a quote that never closes", header + "2024-01-01T00:00:00Z,\"a,1,230\n", "never closes"),
    BadInput("a quote inside a field", header + "2024-01-01T00:00:00Z,a\"b,1,230\n", "quote"),
    BadInput(
      "a label that is no truth", "timestamp,active_power_kw,label\n2024-01-01T00:00:00Z,1,yes\n",
      "column label: 'yes' is not 0 or 1"),
    BadInput(
      "an unknown kind of anomaly",
      "timestamp,active_power_kw,label,anomaly_type\n2024-01-01T00:00:00Z,1,1,gremlin\n",
      "'gremlin'"),
    BadInput("one row", header + "2024-01-01T00:00:00Z,a,1,230\n", "row is too few"),
    BadInput(
      "no labels for a random forest", header + rows(20), trainForest, "no label column"),
    BadInput(
      "labels that are all alike",
      "timestamp,active_power_kw,label\n"
        + (10..<60).map { "2024-01-01T00:\($0):00Z,\($0),0\n" }.joined(), trainForest,
      "needs two classes"),
    BadInput("UTF-16", "t\u{0}i\u{0}m\u{0}", "UTF-8"),
    BadInput("a gzip file that is none", "\u{1f}", "in.csv"),
    BadInput(
      "a mapped column that is not there", header + rows(3),
      train + " --map voltage_v=U", "no column 'U', which is to be voltage_v"),
    BadInput(
      "a name to map to that there is not", header + rows(3),
      train + " --map active_power=active_power_kw", "there is no 'active_power' to map"),
    BadInput(
      "a column of two names", header + rows(3),
      train + " --map current_a=voltage_v --map voltage_v=voltage_v",
      "column 'voltage_v' cannot be both current_a and voltage_v"),
    BadInput("nothing to validate", header, "data validate in.csv", "no rows below the header"),
    BadInput("a table of text", "a,b\nx,y\n", trainTable, "no column of numbers"),
    BadInput(
      "a table without its label", "a,b\n1,2\n3,4\n", trainTable + " --label c", "no column 'c'"),
    BadInput(
      "a table with text far down", "a,b\n" + String(repeating: "1,2\n", count: 2_000) + "1,x\n",
      trainTable, "in.csv:2002: column b: 'x' is not a number"),
    BadInput(
      "a column to exclude that is not there", "a,b\n1,2\n3,4\n", trainTable + " --exclude z",
      "no column 'z' to exclude"),
    BadInput(
      "a class that is missing", "a,c\n1,x\n2,\n", trainTable + " --label c",
      "row 2: column c: the class is missing"),
    BadInput(
      "scores without scores", header + rows(3), evaluate, "no column 'score'"),
    BadInput(
      "scores without labels",
      "timestamp,score,is_anomaly\n2024-01-01T00:00:00Z,0.1,0\n", evaluate, "no column 'label'"),
    BadInput(
      "a decision that is neither 0 nor 1",
      "timestamp,score,is_anomaly,label\n2024-01-01T00:00:00Z,0.1,2,0\n", evaluate,
      "row 1: column is_anomaly"),
    BadInput(
      "a score that is missing",
      "timestamp,score,is_anomaly,label\n2024-01-01T00:00:00Z,,1,0\n", evaluate,
      "row 1: column score"),
  ]

  static let models: [BadInput] = [
    BadInput("a model that is no JSON", "kind: forest", verify, "line 1, column 1"),
    BadInput("a model that is cut short", model + #""features": ["#, verify, "ends too early"),
    BadInput("JSON that is no model", "[1, 2, 3]", verify, "not a model document"),
    BadInput(
      "a model of another kind", #"{"kind": "mlp", "format_version": 1}"#, verify, "\"mlp\""),
    BadInput(
      "a model of a later version", #"{"kind": "isolation-forest", "format_version": 99}"#, verify,
      "format 99"),
    BadInput("a model without features", model + #""model": {}}"#, verify, "\"features\""),
    BadInput(
      "JSON that is nested deeply", String(repeating: "[", count: 100_000), verify,
      "nested deeper"),
    BadInput("a name twice", #"{"kind": "a", "kind": "b"}"#, verify, "occurs twice"),
    BadInput("a number that JSON forbids", #"{"kind": NaN}"#, verify, "line 1"),
    BadInput("a model that is data", header + rows(3), score, "not a JSON document"),
  ]

  static let lines: [BadInput] = [
    BadInput("an unknown command", "", "detect guess", 64, "there is no 'guess'"),
    BadInput("an unknown option", "", train + " --tress 5", 64, "did you mean --trees"),
    BadInput(
      "a model that is not known", "", "detect train --model svm --data in.csv --out o", 64, "svm"),
    BadInput("no trees", "", train + " --trees 0", 64, "--trees takes 1 to"),
    BadInput("half of the rows anomalous", "", train + " --contamination 0.6", 64, "at most 0.5"),
    BadInput("a contamination in words", "", train + " --contamination some", 64, "'some'"),
    BadInput(
      "two thresholds", "", train + " --quantile 0.9 --threshold 0.5", 64, "exclude each other"),
    BadInput("a seed that is no number", "", train + " --seed now", 64, "--seed takes"),
    BadInput(
      "a page that would be the data", header + rows(3),
      "data validate in.csv --report in.csv", 64, "name of an .html file, not 'in.csv'"),
    BadInput("no threads", "", train + " --threads 0", 64, "--threads takes 1"),
    BadInput("a zone that is not", "", train + " --assume-tz Mars/Olympus", 64, "Mars/Olympus"),
    BadInput("a label without a table", "", train + " --label x", 64, "need --table"),
    BadInput("a gate without a number", "", evaluate + " --fail-under f1", 64, "METRIC=VALUE"),
    BadInput(
      "a file that is not there", "", "detect train --model isolation-forest --data no.csv --out o",
      66, "no.csv: no such file"),
    BadInput("a folder for a file", "", "model verify .", 66, "cannot be read"),
    BadInput(
      "an output in no folder", header + rows(200),
      train.replacing("out.json", with: "no/out.json"),
      73, "no/out.json: cannot be created"),
  ]

  /// Rows of a quarter of an hour each, after `header`.
  static func rows(_ count: Int) -> String {
    (0..<count).map { row in
      "2024-01-\(10 + row / 40)T\(10 + row / 4 % 10):\(["00", "15", "30", "45"][row % 4]):00Z,a,1,230\n"
    }.joined()
  }
}
