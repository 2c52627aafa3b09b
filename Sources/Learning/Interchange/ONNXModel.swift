// The messages of ONNX that forests need, by the field numbers of onnx.proto:
//
//   ModelProto     1 ir_version  2 producer_name  7 graph  8 opset_import
//   GraphProto     1 node  2 name  5 initializer  11 input  12 output
//   NodeProto      1 input  2 output  4 op_type  5 attribute  7 domain
//   AttributeProto 1 name  3 i  4 s  7 floats  8 ints  9 strings  20 type
//   TensorProto    1 dims  2 data_type  4 float_data  8 name
//   ValueInfoProto 1 name  2 type
//
// Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto

/// A model in the Open Neural Network Exchange format, version 17 of its operators and version 3 of
/// those for machine learning.
struct ONNXModel {
  private var graph = ProtobufWriter()

  /// A model of one input `X`: rows of `columnCount` single-precision numbers.
  init(columnCount: Int) {
    graph.write("forest", field: 2)
    graph.write(Self.tensor("X", elementType: .single, columnCount: columnCount), field: 11)
  }

  /// The type of a tensor's elements.
  enum ElementType: Int {
    case single = 1
    case integer = 7
    case text = 8
    case double = 11
  }

  /// What an operator is told beside its inputs.
  enum Attribute {
    case text(String)
    case integer(Int)
    case singles([Float])
    case integers([Int])
    case texts([String])
  }

  /// Adds an operator.
  mutating func add(
    _ type: String, domain: String = "", inputs: [String], outputs: [String],
    attributes: [(name: String, value: Attribute)] = []
  ) {
    var node = ProtobufWriter()
    for input in inputs { node.write(input, field: 1) }
    for output in outputs { node.write(output, field: 2) }
    node.write(type, field: 4)
    for attribute in attributes {
      node.write(Self.message(attribute.name, attribute.value), field: 5)
    }
    node.write(domain, field: 7)
    graph.write(node, field: 1)
  }

  /// Adds the numbers of `input` in another precision.
  mutating func addCast(_ input: String, to output: String, _ elementType: ElementType) {
    add(
      "Cast", inputs: [input], outputs: [output],
      attributes: [("to", .integer(elementType.rawValue))])
  }

  /// Adds a constant of one element.
  mutating func addConstant(_ name: String, _ value: Float) {
    var tensor = ProtobufWriter()
    tensor.write([1], field: 1)
    tensor.write(ElementType.single.rawValue, field: 2)
    tensor.write([value], field: 4)
    tensor.write(name, field: 8)
    graph.write(tensor, field: 5)
  }

  /// Names an output; without columns it has one element a row.
  mutating func addOutput(_ name: String, elementType: ElementType, columnCount: Int?) {
    graph.write(
      Self.tensor(name, elementType: elementType, columnCount: columnCount), field: 12)
  }

  /// The model as a file.
  var bytes: [UInt8] {
    var model = ProtobufWriter()
    model.write(8, field: 1)
    model.write("kilowatch", field: 2)
    model.write(graph, field: 7)
    for (domain, version) in [("", 17), ("ai.onnx.ml", 3)] {
      var operators = ProtobufWriter()
      operators.write(domain, field: 1)
      operators.write(version, field: 2)
      model.write(operators, field: 8)
    }
    return model.bytes
  }

  private static func tensor(
    _ name: String, elementType: ElementType, columnCount: Int?
  ) -> ProtobufWriter {
    var rows = ProtobufWriter()
    rows.write("rows", field: 2)
    var shape = ProtobufWriter()
    shape.write(rows, field: 1)
    if let columnCount {
      var columns = ProtobufWriter()
      columns.write(columnCount, field: 1)
      shape.write(columns, field: 1)
    }
    var tensor = ProtobufWriter()
    tensor.write(elementType.rawValue, field: 1)
    tensor.write(shape, field: 2)
    var type = ProtobufWriter()
    type.write(tensor, field: 1)
    var value = ProtobufWriter()
    value.write(name, field: 1)
    value.write(type, field: 2)
    return value
  }

  private static func message(_ name: String, _ value: Attribute) -> ProtobufWriter {
    var attribute = ProtobufWriter()
    attribute.write(name, field: 1)
    switch value {
    case .integer(let integer):
      attribute.write(integer, field: 3)
      attribute.write(2, field: 20)
    case .text(let text):
      attribute.write(text, field: 4)
      attribute.write(3, field: 20)
    case .singles(let singles):
      attribute.write(singles, field: 7)
      attribute.write(6, field: 20)
    case .integers(let integers):
      attribute.write(integers, field: 8)
      attribute.write(7, field: 20)
    case .texts(let texts):
      for text in texts { attribute.write(text, field: 9) }
      attribute.write(8, field: 20)
    }
    return attribute
  }
}
