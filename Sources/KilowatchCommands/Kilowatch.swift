public enum Kilowatch { public static func run() {} }
