#!/usr/bin/env bash
# Forecasts on real series, the neural network and the regression forest, beside the peers.
# LOAD_SERIES is a folder of series (see backtest.py); without it the first part is left out.
set -euo pipefail
data=Benchmarks/data
if [ -n "${LOAD_SERIES:-}" ]; then
  echo "-- day-ahead, the last 60 days"
  "$PYTHON" Benchmarks/forecast/backtest.py --kilowatch "$KILOWATCH" --load "$LOAD_SERIES"
  echo "-- the 60 days before them, without the peers that take minutes"
  "$PYTHON" Benchmarks/forecast/backtest.py --kilowatch "$KILOWATCH" --load "$LOAD_SERIES" \
    --earlier 60 --peers lightgbm
fi
[ -f "$data/network_train.f32" ] || "$PYTHON" Benchmarks/network/make_data.py
for rows in 10000 100000; do
  echo "-- network 20-64-64-1, 50 epochs of $rows rows"
  "$PYTHON" Benchmarks/network/compare.py --kilowatch "$KILOWATCH" --rows "$rows"
done
[ -f "$data/load20_8k_train.f32" ] || "$PYTHON" Benchmarks/forests/make_data.py "$data"
for rows in 8k 100k; do
  echo "-- regression forest, 100 trees, $rows rows, 20 columns"
  train="$data/load20_${rows}_train.f32" test="$data/load20_${rows}_test.f32"
  "$KILOWATCH" bench forests --job regressor --columns 20 --train "$train" --test "$test" --threads 2
  for peer in sklearn sklearnex sklearnex_hist lightgbm xgboost; do
    "$PYTHON" Benchmarks/forests/peers.py "$peer" regressor "$train" "$test" 20 2 3
  done
done
