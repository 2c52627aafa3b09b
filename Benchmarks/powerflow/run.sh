#!/usr/bin/env bash
# Power flows beside lightsim2grid and power-grid-model, one thread each.
set -euo pipefail
data=Benchmarks/data/powerflow
[ -f "$data/case2869pegase.json" ] || "$PYTHON" Benchmarks/powerflow/make_networks.py "$data"
for network in cigre_lv kerber_dorfnetz kerber_vorstadt_kabel_1; do
  echo "-- $network: 1,000 scenarios, loads scaled by 0.5 to 1.5"
  "$KILOWATCH" bench flow "$data/$network.json" --scenarios 1000 --spread 0.5 --threads 1
  "$PYTHON" Benchmarks/powerflow/peers.py "$data/$network.json" 1000 0.5
done
for network in case1354pegase case2869pegase; do
  echo "-- $network: 40 scenarios, loads scaled by 0.9 to 1.1, and every branch out"
  "$KILOWATCH" bench flow "$data/$network.json" --threads 1
  "$PYTHON" Benchmarks/powerflow/peers.py "$data/$network.json"
done
