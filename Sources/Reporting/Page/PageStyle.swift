/// The look of a page.
enum PageStyle {
  /// All rules of a page.
  static let css =
    """
    :root{color-scheme:light dark;\(Theme.light.customProperties)}
    @media (prefers-color-scheme:dark){:root{\(Theme.dark.customProperties)}}
    """ + DrawingStyle.forPages + rules

  private static let rules = """
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%}
    body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
    header,main,footer{max-width:1080px;margin:0 auto;padding:0 24px}
    header{padding-top:28px}
    h1{font-size:28px;line-height:1.2;margin:2px 0 6px;letter-spacing:-.01em;overflow-wrap:anywhere;text-wrap:balance}
    h2{font-size:20px;line-height:1.3;margin:44px 0 4px;letter-spacing:-.005em}
    h3{font-size:15px;line-height:1.35;margin:0;overflow-wrap:anywhere}
    p{margin:0 0 10px}
    a{color:var(--link)}
    :focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:4px}
    code{font:.92em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
    .brand{margin:0;color:var(--muted);font-size:14px}.brand b{color:var(--ink)}
    .source{color:var(--muted);overflow-wrap:anywhere}
    .intro,.text{max-width:74ch}.intro{color:var(--muted)}
    .skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:var(--surface);padding:8px 12px}
    .vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
    .card,.tile,.verdict{background:var(--surface);border:1px solid var(--grid);border-radius:10px}
    .verdict{display:flex;gap:16px;align-items:flex-start;padding:18px 20px;border-left:6px solid var(--tone);margin:16px 0}
    .headline{font-size:20px;line-height:1.35;font-weight:650;margin:0;text-wrap:balance}
    .detail{margin:6px 0 0;color:var(--muted);max-width:80ch}
    .neutral{--tone:var(--link)}.good{--tone:var(--good)}.warning{--tone:var(--warning)}.bad{--tone:var(--bad)}
    .sign{flex:none;display:inline-flex;align-items:center;justify-content:center;width:1.6em;height:1.6em;border-radius:50%;background:var(--tone);color:var(--onStrong);font-weight:700;line-height:1;font-style:normal}
    .verdict .sign{font-size:18px;margin-top:1px}
    .tone{white-space:nowrap}.tone .sign{font-size:10px;margin-right:2px}
    .tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(172px,1fr));gap:12px;margin:16px 0}
    .tile{padding:12px 14px;min-width:0}
    .tile dt{font-size:13px;color:var(--muted);line-height:1.3}
    .tile dd{margin:0}.tile .value{font-size:24px;line-height:1.3;font-weight:650;font-variant-numeric:tabular-nums;letter-spacing:-.01em;overflow-wrap:anywhere}
    .tile .note{font-size:13px;line-height:1.35;color:var(--muted);overflow-wrap:anywhere}
    nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:2px 18px;margin:18px 0 0;padding:10px 0;border-top:1px solid var(--grid);border-bottom:1px solid var(--grid);font-size:14px}
    nav a{display:inline-block;padding:2px 0}
    .charts{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:14px;margin:14px 0}
    figure{margin:0;padding:14px 16px 10px;min-width:0;break-inside:avoid}
    figure.wide{grid-column:1/-1}
    figcaption p{margin:2px 0 8px;color:var(--muted);font-size:14px;line-height:1.45;overflow-wrap:anywhere}
    .plot{display:block;width:100%;height:auto;overflow:visible}
    .compact{display:none}
    .legend{list-style:none;display:flex;flex-wrap:wrap;gap:2px 16px;margin:0 0 8px;padding:0;font-size:13px}
    .legend svg{vertical-align:-2px}
    details{margin-top:6px;font-size:13px}
    summary{cursor:pointer;color:var(--link);width:max-content;padding:2px 0}
    details p{margin:8px 0 2px}
    .scroll{overflow-x:auto;max-width:100%}
    details .scroll{max-height:320px;overflow:auto;margin-top:4px}
    div.card{padding:12px 16px;margin:14px 0}
    table{border-collapse:collapse;width:100%;font-size:14px}
    details table{font-size:13px}
    caption{text-align:left;font-weight:600;font-size:15px;padding:0 0 6px}
    th,td{text-align:left;padding:6px 20px 6px 0;border-bottom:1px solid var(--grid);vertical-align:top;font-weight:400}
    tr>:last-child{padding-right:2px}tbody tr:last-child>*{border-bottom:0}
    thead th,thead td{color:var(--muted);font-size:13px;vertical-align:bottom;line-height:1.3}
    .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
    td code,th code,time{white-space:nowrap}.missing{color:var(--muted)}
    .links{list-style:none;padding:0;margin:14px 0;display:grid;grid-template-columns:repeat(auto-fit,minmax(260px,1fr));gap:12px}
    .links li{padding:12px 14px;display:flex;gap:10px;align-items:flex-start;min-width:0;overflow-wrap:anywhere}
    .links .sign{font-size:12px;margin-top:2px}.links a{font-weight:600}
    .links .note{margin:2px 0 0;font-size:14px;line-height:1.4;color:var(--muted)}
    footer{margin-top:48px;padding-top:14px;padding-bottom:36px;color:var(--muted);font-size:13px}
    footer dl{display:flex;flex-wrap:wrap;gap:4px 24px;margin:0 0 8px;border-top:1px solid var(--grid);padding-top:14px}
    footer dl div{display:flex;gap:6px;min-width:0}footer dt::after{content:":"}footer dd{margin:0;color:var(--ink);overflow-wrap:anywhere}
    @media (max-width:760px){
    header,main,footer{padding-left:16px;padding-right:16px}header{padding-top:18px}
    h1{font-size:23px}.headline{font-size:18px}.verdict{padding:14px;gap:12px}
    .charts{grid-template-columns:minmax(0,1fr)}
    .wide .regular{display:none}.wide .compact{display:block}
    .tiles{grid-template-columns:repeat(2,minmax(0,1fr));gap:10px}.tile .value{font-size:21px}
    figure{padding:12px 12px 8px}div.card{padding:10px 12px}
    }
    @media (max-width:500px){.long{min-width:460px}.half .regular{display:none}.half .compact{display:block}}
    @media print{
    :root{\(Theme.light.customProperties);--page:#fff}
    body{font-size:11pt}header,main,footer{max-width:none;padding-left:0;padding-right:0}
    nav,details,.skip{display:none}.card,.tile,.verdict,tr{break-inside:avoid}h2,h3{break-after:avoid}
    .charts{grid-template-columns:repeat(2,minmax(0,1fr))}.tiles{grid-template-columns:repeat(4,minmax(0,1fr))}.plot.regular{display:block}.plot.compact{display:none}
    .scroll{overflow:visible}table{font-size:9pt}th,td{padding:4px 10px 4px 0}.n{white-space:normal}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
    }
    """
}
