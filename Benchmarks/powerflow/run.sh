#!/usr/bin/env bash
# Power flows beside lightsim2grid and power-grid-model, one thread each: run.sh [NETWORK ...]
set -euo pipefail
data=Benchmarks/data/powerflow
[ -f "$data/case2869pegase.json" ] || "$PYTHON" Benchmarks/powerflow/make_networks.py "$data"
for network in ${@:-cigre_lv kerber_dorfnetz kerber_vorstadt_kabel_1 case1354pegase case2869pegase}; do
  case $network in
    *pegase) scenarios=40 spread=0.1 what="loads scaled by 0.9 to 1.1, and every branch out" ;;
    *) scenarios=1000 spread=0.5 what="loads scaled by 0.5 to 1.5" ;;
  esac
  echo "-- $network: $scenarios scenarios, $what"
  "$KILOWATCH" bench flow "$data/$network.json" --scenarios $scenarios --spread $spread --threads 1
  "$PYTHON" Benchmarks/powerflow/peers.py "$data/$network.json" $scenarios $spread
done
