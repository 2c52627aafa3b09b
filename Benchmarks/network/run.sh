#!/usr/bin/env bash
# The neural network beside PyTorch, one thread each: 50 epochs of 10,000 rows, ten seeds.
set -euo pipefail
data=Benchmarks/data
[ -f "$data/network_train.f32" ] || "$PYTHON" Benchmarks/network/make_data.py
"$KILOWATCH" bench network --train "$data/network_train.f32" --test "$data/network_test.f32"
"$PYTHON" Benchmarks/network/peer.py
"$PYTHON" Benchmarks/network/peer.py --adam fused
