import Foundation
import GridModel
import Reporting
import Testing

/// Text that would run a script, load a file or break the page if it became markup.
enum HostileText {
  /// What a payload that ran would leave behind: the name of a variable of the window.
  static let mark = "kilowattPwned"

  private static let run = "window.\(mark)=1"

  static let payloads: [String] = [
    "<script>\(run)</script>", "<ScRiPt>\(run)</sCrIpT>", "</script><script>\(run)</script>",
    "<scr<script>ipt>\(run)</scr</script>ipt>", "<script/x>\(run)</script>",
    "\"><script>\(run)</script>", "'><script>\(run)</script>", "`><script>\(run)</script>",
    "</title><script>\(run)</script>", "</style><script>\(run)</script>",
    "</svg><script>\(run)</script>", "</desc></svg><script>\(run)</script>",
    "--><script>\(run)</script>", "]]><script>\(run)</script>",
    "<![CDATA[<script>\(run)</script>]]>",
    "<img src=x onerror=\(run)>", "<img src=x onerror='\(run)'>", "<img/src=x/onerror=\(run)>",
    "<IMG SRC=x ONERROR=\(run)>", "<img src=`x` onerror=\(run)>",
    "\"><img src=x onerror=\(run)>", "' onmouseover='\(run)", "\" onmouseover=\"\(run)",
    "\" autofocus onfocus=\"\(run)\" x=\"", "\" style=\"x:expression(\(run))\" x=\"",
    "<svg onload=\(run)>", "<svg><script>\(run)</script></svg>", "<svg/onload=\(run)>",
    "<svg><animate onbegin=\(run) attributeName=x dur=1s>", "<svg><set onbegin=\(run)>",
    "<math><mi//xlink:href=\"javascript:\(run)\">", "<body onload=\(run)>",
    "<iframe srcdoc=\"<script>parent.\(mark)=1</script>\"></iframe>",
    "<iframe src=\"javascript:parent.\(mark)=1\"></iframe>", "<object data=\"javascript:\(run)\">",
    "<embed src=\"javascript:\(run)\">", "<details open ontoggle=\(run)>",
    "<input autofocus onfocus=\(run)>", "<video><source onerror=\(run)></video>",
    "<audio src=x onerror=\(run)>", "<meta http-equiv=refresh content=\"0;url=javascript:\(run)\">",
    "<link rel=stylesheet href=\"javascript:\(run)\">", "<base href=\"javascript:\(run)//\">",
    "<style>@import 'javascript:\(run)'</style>", "javascript:\(run)",
    "data:text/html,<script>\(run)</script>",
    "&lt;script&gt;\(run)&lt;/script&gt;", "&#60;script&#62;\(run)&#60;/script&#62;",
    "\u{202E}gpj.exe<script>\(run)</script>", "a\u{0}b\u{8}<script>\(run)</script>",
    "\u{FEFF}<script>\(run)</script>", "＜script＞\(run)＜/script＞",
    "{{constructor.constructor('\(run)')()}}",
    "${\(run)}", "../../../etc/passwd", "%3Cscript%3E\(run)%3C/script%3E",
    "<a href=\"javascript:\(run)\">x</a>", "<form action=javascript:\(run)><button autofocus>",
    "meter\n<script>\(run)</script>\nx",
    "<noscript><p title=\"</noscript><img src=x onerror=\(run)>\">",
  ]

  /// A page of every kind in which `text` stands wherever files can put text.
  static func pages(_ text: String) -> [(name: String, page: Page)] {
    var detection = Samples.detection(days: 0.1, meterID: text)
    detection.recording = text
    detection.model = text
    detection.thresholdSource = text
    detection.importances = [(text, 0.3), (text + "2", 0.1)]
    detection.explanations = detection.detected.prefix(1).map {
      DetectionContent.Explanation(event: $0, contributions: [(text, 0.1), ("x", -0.1)])
    }
    detection.detected = detection.detected.map {
      GridEvent(
        start: $0.start, end: $0.end, meterID: text, kind: text, peakScore: $0.peakScore,
        topFeatures: [text, text])
    }
    detection.truth = detection.truth?.map {
      GridEvent(start: $0.start, end: $0.end, meterID: text, kind: text, peakScore: 1)
    }
    detection.quality?.recallByKind = [(text, 0.5)]
    detection.provenance = [Page.Provenance(text, text)]

    let meter = Samples.meter(text, days: 0.1)
    let renamed = MeterSeries(
      meterID: text, times: meter.times, intervalS: 60,
      channels: meter.channels.enumerated().map { MeterSeries.Channel("\(text)\($0)", $1.values) })
    let dataset = DatasetContent(
      name: text, meters: [renamed], events: detection.truth ?? [],
      findings: [DatasetContent.Finding(.bad, text, detail: text, count: 1)],
      features: [MeterSeries.Channel("\(text)0_mean", meter.channels[0].values)])

    var run = Samples.run
    run.title = text
    run.jobs = [RunContent.Job(text, tone: .bad, outcome: "\(text) \(code: text)", page: text)]
    run.files = [Page.Link(text, text, note: Prose(text))]

    var network = Samples.network(isPlaced: true)
    network.name = text
    network.buses = network.buses.map { NetworkContent.Bus(text, voltagePU: $0.voltagePU) }
    network.branches = network.branches.map {
      NetworkContent.Branch(text, from: $0.from, to: $0.to, loadingPercent: $0.loadingPercent)
    }
    network.violations = [text]
    return [
      ("detection", .detection(detection)), ("dataset", .dataset(dataset)), ("run", .run(run)),
      ("placement", .placement(network)),
    ]
  }
}
