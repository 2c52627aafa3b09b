#!/usr/bin/env bash
# Prints ours beside the peers, area by area. AREAS="forecast events" chooses.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ ! -f Benchmarks/.venv/installed ] || [ Benchmarks/requirements.txt -nt Benchmarks/.venv/installed ]
then
  python3 -m venv Benchmarks/.venv
  Benchmarks/.venv/bin/pip install --quiet --requirement Benchmarks/requirements.txt
  touch Benchmarks/.venv/installed
fi
mkdir -p Benchmarks/data
export KILOWATCH=.build/release/kilowatch PYTHON=Benchmarks/.venv/bin/python

for area in ${AREAS:-$(ls -d Benchmarks/*/run.sh | cut -d / -f 2)}; do
  if [ ! -x "Benchmarks/$area/run.sh" ]; then
    echo "there is no area '$area'" >&2
    exit 64
  fi
  echo "== $area"
  "Benchmarks/$area/run.sh"
done
