#!/usr/bin/env bash
# The dispatch benchmark: ours, then the peers, on the same cases. The genetic algorithms of the peers
# solve GA_CASES of them (1), which takes seconds each.
set -euo pipefail
data=Benchmarks/data/dispatch
"$PYTHON" Benchmarks/dispatch/make_cases.py $data
echo "20 reference problems: kilowatch bench dispatch"
"$KILOWATCH" bench dispatch $data/10x3-*.json
echo "20 reference problems: peers"
"$PYTHON" Benchmarks/dispatch/peers.py $data/10x3-*.json
for size in 50x5 200x10 1000x30; do
  echo "$size: kilowatch bench dispatch"
  "$KILOWATCH" bench dispatch $data/$size-100.json --runs 1
  echo "$size: peers"
  "$PYTHON" Benchmarks/dispatch/peers.py $data/$size-100.json
done
