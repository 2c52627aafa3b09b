#!/usr/bin/env bash
# Forecasts on real series, the neural network and the regression forest, beside the peers: about
# ten minutes. LOAD_SERIES is a folder of series (see backtest.py); without it the first part is left
# out. Two series are tried unless FORECAST_SERIES names others; FORECAST_SERIES= tries all, for half
# an hour. SEEDS, 3 by default, are those of the network.
set -euo pipefail
data=Benchmarks/data
series=${FORECAST_SERIES-etth1 OT,taylor}
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
"$PYTHON" Benchmarks/network/compare.py --kilowatch "$KILOWATCH" --rows 10000 --seeds "${SEEDS:-3}"
echo "-- network 20-64-64-1, times of 3 epochs of 100000 rows"
"$PYTHON" Benchmarks/network/compare.py --kilowatch "$KILOWATCH" --rows 100000 --epochs 3 \
  --seeds "${SEEDS:-3}"
[ -f "$data/load20_8k_train.f32" ] || "$PYTHON" Benchmarks/forests/make_data.py "$data"
for rows in 8k 100k; do
  train="$data/load20_${rows}_train.f32" test="$data/load20_${rows}_test.f32"
  # scikit-learn-intelex is the fastest peer; exact splits of it fail beside scikit-learn 1.9. Of
  # 100,000 rows XGBoost grows ten trees in 20 s, LightGBM none of them in a minute.
  for trees in 100 10; do
    echo "-- regression forest, $trees trees, $rows rows, 20 columns"
    "$KILOWATCH" bench forests --job regressor --columns 20 --train "$train" --test "$test" \
      --threads 2 --runs 3 --trees $trees
    peers=sklearnex_hist
    [ $trees = 100 ] || peers="$peers xgboost"
    [ $rows = 100k ] || peers="$peers lightgbm"
    for peer in $peers; do
      "$PYTHON" Benchmarks/forests/peers.py "$peer" regressor "$train" "$test" 20 2 1 $trees
    done
  done
done
