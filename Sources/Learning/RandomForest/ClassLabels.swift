/// The class of each row, as a place in the list of classes.
public struct ClassLabels: Sendable, Equatable {
  /// The names of the classes, in the order of their places.
  public let names: [String]

  /// The class of each row.
  public let indices: [Int32]

  /// Labels that are whole numbers; classes are ordered by number.
  public init(_ numbers: [Int]) {
    let classes = Set(numbers).sorted()
    let places = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, Int32($0)) })
    names = classes.map(String.init)
    indices = numbers.map { places[$0] ?? 0 }
  }

  /// Labels that are texts; classes are in alphabetical order.
  public init(_ texts: [String]) {
    names = Set(texts).sorted()
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
    indices = texts.map { places[$0] ?? 0 }
  }

  /// Labels out of classes that are known beforehand, some of which may not occur.
  public init(names: [String], indices: [Int]) {
    for index in indices {
      precondition(names.indices.contains(index), "class \(index) of \(names.count) classes")
    }
    self.names = names
    self.indices = indices.map { Int32($0) }
  }
}
