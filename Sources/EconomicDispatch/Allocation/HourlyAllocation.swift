/// Who supplies whom in one hour.
public struct HourlyAllocation: Equatable, Sendable {
  /// MW sent for node *i* by source *j*, at place *i* · sources + *j*.
  public let sentMW: [Double]
  /// MW of each node's demand that is not served.
  public let unservedMW: [Double]

  /// An hour in which `sentMW` is sent and `unservedMW` is not served.
  public init(sentMW: [Double], unservedMW: [Double]) {
    self.sentMW = sentMW
    self.unservedMW = unservedMW
  }

  /// From what arrives, at the places of `sentMW`.
  init(deliveredMW: [Double], unservedMW: [Double], shape: AllocationHour.Shape) {
    sentMW = zip(deliveredMW, shape.sentPerDelivered).map { $0 * $1 }
    self.unservedMW = unservedMW
  }
}
