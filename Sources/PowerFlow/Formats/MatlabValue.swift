import Foundation

/// A matrix of numbers, in rows; a number is a 1 × 1 matrix.
struct MatlabValue {
  var rows: Int
  var columns: Int
  var numbers: [Double]

  init(rows: Int, columns: Int, numbers: [Double]) {
    self.rows = rows
    self.columns = columns
    self.numbers = numbers
  }

  init(_ number: Double) {
    self.init(rows: 1, columns: 1, numbers: [number])
  }

  /// The number, if this is one.
  var scalar: Double? { numbers.count == 1 ? numbers[0] : nil }

  subscript(row: Int, column: Int) -> Double {
    get { numbers[row * columns + column] }
    set { numbers[row * columns + column] = newValue }
  }

  func map(_ transform: (Double) -> Double) -> MatlabValue {
    MatlabValue(rows: rows, columns: columns, numbers: numbers.map(transform))
  }

  /// Combines two matrices of one shape, or a matrix and a number; nil if the shapes differ.
  func combined(
    with other: MatlabValue, _ combine: (Double, Double) -> Double
  ) -> MatlabValue? {
    if let right = other.scalar { return map { combine($0, right) } }
    if let left = scalar { return other.map { combine(left, $0) } }
    guard rows == other.rows, columns == other.columns else { return nil }
    return MatlabValue(
      rows: rows, columns: columns, numbers: zip(numbers, other.numbers).map(combine))
  }
}

/// The columns of MATPOWER's tables, counted from 1 as in MATLAB.
enum MatpowerColumns {
  static let bus = [
    "BUS_I": 1, "BUS_TYPE": 2, "PD": 3, "QD": 4, "GS": 5, "BS": 6, "BUS_AREA": 7, "VM": 8, "VA": 9,
    "BASE_KV": 10, "ZONE": 11, "VMAX": 12, "VMIN": 13, "LAM_P": 14, "LAM_Q": 15, "MU_VMAX": 16,
    "MU_VMIN": 17, "PQ": 1, "PV": 2, "REF": 3, "NONE": 4,
  ]
  static let branch = [
    "F_BUS": 1, "T_BUS": 2, "BR_R": 3, "BR_X": 4, "BR_B": 5, "RATE_A": 6, "RATE_B": 7, "RATE_C": 8,
    "TAP": 9, "SHIFT": 10, "BR_STATUS": 11, "ANGMIN": 12, "ANGMAX": 13, "PF": 14, "QF": 15,
    "PT": 16, "QT": 17, "MU_SF": 18, "MU_ST": 19, "MU_ANGMIN": 20, "MU_ANGMAX": 21,
  ]
  static let generator = [
    "GEN_BUS": 1, "PG": 2, "QG": 3, "QMAX": 4, "QMIN": 5, "VG": 6, "MBASE": 7, "GEN_STATUS": 8,
    "PMAX": 9, "PMIN": 10, "PC1": 11, "PC2": 12, "QC1MIN": 13, "QC1MAX": 14, "QC2MIN": 15,
    "QC2MAX": 16, "RAMP_AGC": 17, "RAMP_10": 18, "RAMP_30": 19, "RAMP_Q": 20, "APF": 21,
  ]

  /// The functions that give the columns their names, by name.
  static let functions = ["idx_bus": bus, "idx_brch": branch, "idx_gen": generator]

  static let all = bus.merging(branch) { first, _ in first }.merging(generator) { first, _ in first
  }
}
