"""Renders pages in headless Chromium and says what is wrong with them.

    check_pages.py PAGE.html ... [--shots FOLDER]

Each page is drawn 1280 and 390 pixels wide, by day and by night, and as print. Wrong is: text that
is cut off or lies on other text, an empty chart, a chart without title, description or data table,
a verdict below the first screen, a message on the console, a request for anything but the page
itself, and whatever axe finds. Ends with 1 if anything is wrong.
"""

import argparse
import pathlib
import shutil
import sys

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

LOOK = (pathlib.Path(__file__).parent / "look.js").read_text()
# Width, height, theme, medium. A sheet of A4 with margins of 1 cm is 718 pixels wide.
VIEWS = [
    (1280, 900, "light", "screen"),
    (1280, 900, "dark", "screen"),
    (390, 844, "light", "screen"),
    (390, 844, "dark", "screen"),
    (718, 1040, "light", "print"),
]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser_path():
    """The Chromium of this machine; None if there is none."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def launch(playwright):
    return playwright.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])


def check(browser, path, view, shots):
    """What is wrong with the page at `path` in `view`, as sentences."""
    width, height, theme, medium = view
    # The page's policy forbids scripts, axe's as well; a page that contains one fails below.
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=theme, bypass_csp=True)
    page = context.new_page()
    wrong, requests = [], []
    page.on("console", lambda message: wrong.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("request", lambda request: requests.append(request.url))
    page.emulate_media(media=medium, color_scheme=theme)
    page.goto(path.resolve().as_uri())
    if shots:
        page.screenshot(path=shots / f"{path.stem}-{medium}-{width}-{theme}.png", full_page=True)
    wrong += [f"asks for {url}" for url in requests[1:]]
    wrong += page.evaluate(LOOK)
    if medium == "screen":
        for violation in Axe().run(page).response["violations"]:
            node = violation["nodes"][0]
            wrong.append(f"axe: {violation['id']}: {violation['help']}: {node['html'][:120]}")
    context.close()
    return list(dict.fromkeys(wrong))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("pages", nargs="+", type=pathlib.Path)
    parser.add_argument("--shots", type=pathlib.Path, help="keep a picture of each view here")
    arguments = parser.parse_args()
    if arguments.shots:
        arguments.shots.mkdir(parents=True, exist_ok=True)
    count = 0
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for path in arguments.pages:
            for view in VIEWS:
                for sentence in check(browser, path, view, arguments.shots):
                    print(f"{path.name}, {view[3]}, {view[0]} px, {view[2]}: {sentence}")
                    count += 1
        browser.close()
    print(f"{len(arguments.pages)} pages in {len(VIEWS)} views: {count or 'nothing'} wrong")
    sys.exit(1 if count else 0)


if __name__ == "__main__":
    main()
