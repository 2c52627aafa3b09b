#!/usr/bin/env bash
# Makes a page of every kind, renders each in headless Chromium and checks it. Arguments go to
# check_pages.py: --shots FOLDER keeps the pictures.
set -euo pipefail
cd "$(dirname "$0")/../.."

if ! command -v chromium chromium-browser google-chrome > /dev/null; then
  echo "Pages are not checked: there is no Chromium (apt-get install chromium)"
  exit 0
fi

environment=${PAGES_VENV:-.build/pages-venv}
if ! "$environment/bin/python" -c 'import axe_playwright_python' 2> /dev/null; then
  echo "Installing what checks pages into $environment"
  python3 -m venv "$environment"
  "$environment/bin/python" -m pip install --quiet --disable-pip-version-check \
    -r Tests/Pages/requirements.txt
fi

binary=${KILOWATCH:-.build/release/kilowatch}
pages=.build/pages
rm -rf "$pages"
"$environment/bin/python" Tests/Pages/make_pages.py "$binary" "$pages"
"$environment/bin/python" Tests/Pages/check_pages.py "$pages"/*.html "$@"
"$environment/bin/python" Tests/Pages/check_hostile.py "$binary" "$pages/hostile"
