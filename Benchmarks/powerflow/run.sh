#!/usr/bin/env bash
# Power flows beside lightsim2grid and power-grid-model, one thread each, microseconds.
set -euo pipefail
data=Benchmarks/data/powerflow
[ -d "$data" ] || "$PYTHON" Benchmarks/powerflow/make_networks.py "$data"
for network in "$data"/*.json; do
  echo "-- $(basename "$network" .json)"
  "$KILOWATCH" bench flow "$network"
  "$PYTHON" Benchmarks/powerflow/peers.py "$network"
done
