#!/usr/bin/env bash
# The placement benchmark: ours, then the peers, on the 18-bus feeder with its published profiles.
set -euo pipefail
data=Tests/Fixtures/radial/feeder18
echo "kilowatch bench placement"
"$KILOWATCH" bench placement $data/network.json --load $data/LoadData_B.csv \
  --generation $data/GenerationData_B.csv --ideal-point 78,33,54 --reference-point 96.5,36,64
echo "peers"
"$PYTHON" Benchmarks/placement/peers.py $data/network.json $data/LoadData_B.csv \
  $data/GenerationData_B.csv
