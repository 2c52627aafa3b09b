#!/usr/bin/env bash
# The whole detection job as a process, ours beside pandas and scikit-learn: seconds of five runs
# each, in turns. Then the ROC-AUC of both on generated data; DETECTION_TABLES=folder adds tables.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
TIMEFORMAT=%R
for run in 1 2 3 4 5; do
  ours=$({ time "$KILOWATCH" demo --part generated --in "$work" --quiet > /dev/null; } 2>&1)
  peer=$({ time "$PYTHON" Benchmarks/detection/pipeline.py 30 > /dev/null 2>&1; } 2>&1)
  echo "run $run: kilowatch $ours s, pandas and scikit-learn $peer s"
done
"$PYTHON" Benchmarks/detection/parity.py "$KILOWATCH" ${DETECTION_TABLES:+"$DETECTION_TABLES"}
