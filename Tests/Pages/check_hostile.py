"""Puts hostile text where files can put text, makes pages of it, and opens them in Chromium.

    check_hostile.py BINARY FOLDER

Each payload of Tests/Fixtures/reporting/hostile-text becomes the name of a meter, of a column, of
a file and of a model's feature. The policy that forbids scripts is switched off, so that nothing
but escaping stands in the way. Ends with 1 if one of them runs, adds an element or asks for a file.
"""

import csv
import json
import pathlib
import subprocess
import sys

from check_pages import launch
from playwright.sync_api import sync_playwright

root = pathlib.Path(__file__).resolve().parents[2]
payloads = json.loads((root / "Tests/Fixtures/reporting/hostile-text/payloads.json").read_text())
STRANGE = """() => ({
  ran: window.kilowattPwned !== undefined,
  elements: document.querySelectorAll(
    'script, img, iframe, object, embed, form, input, button, video, audio, base, math, link, animate, set, foreignObject').length,
  handlers: [...document.querySelectorAll('*')].filter(element =>
    [...element.attributes].some(attribute => attribute.name.startsWith('on'))).length,
  schemes: [...document.querySelectorAll('a[href]')].filter(link => link.protocol && link.protocol !== 'file:').length,
})"""


def make(binary, folder, payload):
    """Pages and drawings made of telemetry in which every name is `payload`."""
    folder.mkdir(parents=True)
    payload = payload.replace("\0", "")  # which no argument, file name or CSV can hold
    name = payload.replace("/", "∕")[:80] + ".csv"
    with open(folder / name, "w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["timestamp", "meter_id", "active_power_kw", payload, "score", "is_anomaly"])
        for minute in range(180):
            is_odd = int(60 <= minute < 66)
            table.writerow([f"2026-03-01T{minute // 60:02}:{minute % 60:02}:00Z", payload,
                            9 if is_odd else 2 + minute % 7, minute % 11, 0.9 if is_odd else 0.1, is_odd])
    event = {"start": "2026-03-01T01:00:00Z", "end": "2026-03-01T01:06:00Z", "meter_id": payload, "kind": payload,
             "peak_score": 0.9, "top_features": [payload],
             "contributions": [{"feature": payload, "contribution": 0.2, "value": 1}]}
    (folder / "events.json").write_text(json.dumps({"events": [event]}))
    # In a list of columns commas separate; a name with a comma is then unknown, which is refused.
    channels = [] if "," in payload else ["--channels", payload]
    runs = [
        ["report", "dataset", f"./{name}", "--svg", "--out", "dataset.html", *channels],
        ["report", "dataset", f"./{name}", "--svg", "--out", "dataset.html"],
        ["report", "detection", f"./{name}", "--events", "events.json", "--svg", "--out", "detection.html"],
        ["report", "run", ".", "--title", payload],
    ]
    problems = []
    for words in runs:
        done = subprocess.run([binary, *words], cwd=folder, capture_output=True, text=True)
        if done.returncode not in (0, 64, 65):
            problems.append(f"{words[:2]} ended with {done.returncode}: {done.stderr.strip()}")
    files = sorted(folder.rglob("*.html")) + sorted(folder.rglob("*.svg"))[:3]
    if len(files) < 3:
        problems.append(f"made only {len(files)} pages")
    return files, problems


def main():
    binary, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    count, opened = 0, 0
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_context(bypass_csp=True).new_page()
        dialogs, requests = [], []
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: requests.append(request.url))
        for number, payload in enumerate(payloads):
            files, problems = make(binary, folder / str(number), payload)
            for path in files:
                requests.clear()
                page.goto(path.as_uri())
                found = page.evaluate(STRANGE)
                opened += 1
                if any(found.values()) or dialogs or len(requests) != 1:
                    problems.append(f"{path.name}: {found} {dialogs} {requests[1:]}")
            for problem in problems:
                print(f"payload {payload!r}: {problem}")
            count += len(problems)
        browser.close()
    print(f"{len(payloads)} payloads, {opened} files opened: {count or 'nothing'} wrong")
    sys.exit(1 if count else 0)


if __name__ == "__main__":
    main()
