#!/usr/bin/env bash
# Telemetry files and rolling features of 1,000,000 rows, ours beside pandas, polars and numba on the
# same files and threads. One JSON object a line, times in seconds, medians of five.
set -euo pipefail

file=Benchmarks/data/telemetry.csv
eight=Benchmarks/data/telemetry-8.csv
for threads in 1 2; do
  "$KILOWATCH" bench telemetry --threads $threads --file $file
  [ -f $eight ] || "$PYTHON" Benchmarks/telemetry/peers.py polars eight 1 $file
  echo "eight columns:"
  "$KILOWATCH" bench telemetry --threads $threads --file $file --read $eight
  for peer in "pandas read" "polars read"; do
    "$PYTHON" Benchmarks/telemetry/peers.py $peer $threads $eight
  done
  "$PYTHON" Benchmarks/telemetry/peers.py polars write $threads $file
  for peer in "pandas features" "polars features" "numba features" "numba inplace"; do
    "$PYTHON" Benchmarks/telemetry/peers.py $peer $threads $file
  done
done
