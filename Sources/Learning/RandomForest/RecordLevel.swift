/// How training records hold a level.
protocol RecordLevel: FixedWidthInteger, UnsignedInteger, SendableMetatype {}

extension UInt8: RecordLevel {}

extension UInt16: RecordLevel {}
