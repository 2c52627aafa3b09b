#!/usr/bin/env bash
# Forecasts on real series, the neural network and the regression forest, beside the peers.
# LOAD_SERIES is a folder of series (see backtest.py); without it the first part is left out. Three
# series are tried unless FORECAST_SERIES names others; FORECAST_SERIES= tries all, for half an hour.
set -euo pipefail
data=Benchmarks/data
series=${FORECAST_SERIES-etth1 OT,vic_elec,taylor}
if [ -n "${LOAD_SERIES:-}" ]; then
  echo "-- day-ahead, the last 60 days"
  "$PYTHON" Benchmarks/forecast/backtest.py --kilowatch "$KILOWATCH" --load "$LOAD_SERIES" \
    --only "$series"
  for days in 60 120; do
    echo "-- day-ahead, the 60 days that end $days days earlier"
    "$PYTHON" Benchmarks/forecast/backtest.py --kilowatch "$KILOWATCH" --load "$LOAD_SERIES" \
      --only "$series" --earlier $days --peers "" --intervals conformal
  done
fi
[ -f "$data/network_train.f32" ] || "$PYTHON" Benchmarks/network/make_data.py
echo "-- network 20-64-64-1, 50 epochs of 10000 rows"
"$PYTHON" Benchmarks/network/compare.py --kilowatch "$KILOWATCH" --rows 10000
echo "-- network 20-64-64-1, times of 5 epochs of 100000 rows"
"$PYTHON" Benchmarks/network/compare.py --kilowatch "$KILOWATCH" --rows 100000 --epochs 5 --seeds 5
[ -f "$data/load20_8k_train.f32" ] || "$PYTHON" Benchmarks/forests/make_data.py "$data"
for rows in 8k 100k; do
  echo "-- regression forest, 100 trees, $rows rows, 20 columns"
  train="$data/load20_${rows}_train.f32" test="$data/load20_${rows}_test.f32"
  "$KILOWATCH" bench forests --job regressor --columns 20 --train "$train" --test "$test" --threads 2
  # scikit-learn takes minutes for 100,000 rows; exact splits of scikit-learn-intelex fail beside
  # scikit-learn 1.9.
  peers="sklearnex_hist lightgbm xgboost"
  [ "$rows" = 100k ] || peers="sklearn $peers"
  for peer in $peers; do
    "$PYTHON" Benchmarks/forests/peers.py "$peer" regressor "$train" "$test" 20 2 3
  done
done
