"""Day-ahead forecasts beside LightGBM and scikit-learn on identical features and splits.

python3 Benchmarks/forecast/backtest.py --kilowatch .build/release/kilowatch --load FOLDER

FOLDER holds etth1/ETTh1.csv.gz, vic_elec/vic_elec.csv.gz, taylor/taylor.csv and
gefcom2014e/GEFCom2014-E_Hourly.csv.gz. For each series `kilowatch forecast backtest` is run with
mlp and random-forest over the last 60 days, and writes the rows that it learns from and is asked
for; the peers learn the same rows. MASE is taken over the same loads, in units of repeating the day
before in the training part. Prints one line for each series and a mean.
"""

import argparse
import json
import pathlib
import subprocess
import tempfile
import time

import lightgbm
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.impute import SimpleImputer
from sklearn.neural_network import MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

parser = argparse.ArgumentParser()
parser.add_argument("--kilowatch", default=".build/release/kilowatch")
parser.add_argument("--load", required=True)
parser.add_argument("--only", default="")
parser.add_argument("--peers", default="lightgbm,sklearn_mlp,sklearn_rf")
parser.add_argument("--seed", type=int, default=1)
arguments = parser.parse_args()
load = pathlib.Path(arguments.load)
work = pathlib.Path(tempfile.mkdtemp())

gefcom = pd.read_csv(load / "gefcom2014e/GEFCom2014-E_Hourly.csv.gz").dropna(subset=["load"])
stamps = pd.to_datetime(gefcom["Date"]) + pd.to_timedelta(gefcom["Hour"] - 1, unit="h")
pd.DataFrame({"timestamp": stamps.dt.strftime("%Y-%m-%dT%H:%M:%SZ"), "load": gefcom["load"]}).to_csv(
    work / "gefcom.csv", index=False)
series = {
    "etth1 OT": [load / "etth1/ETTh1.csv.gz", "OT", "--assume-tz", "UTC"],
    "vic_elec": [load / "vic_elec/vic_elec.csv.gz", "Demand", "--zone", "Australia/Melbourne"],
    "taylor": [load / "taylor/taylor.csv", "taylor", "--start", "2000-06-05T00:00:00Z",
               "--interval", "PT30M"],
    "gefcom2014e": [work / "gefcom.csv", "load"],
}


def ours(name, model, *more):
    path, target, *options = series[name]
    out = work / "metrics.json"
    begin = time.perf_counter()
    subprocess.run(
        [arguments.kilowatch, "forecast", "backtest", "--model", model, "--data", str(path),
         "--target", target, "--horizon", "PT24H", "--last", "P60D", "--seed", str(arguments.seed),
         "--out", str(out), "--quiet", *options, *more], check=True)
    return json.loads(out.read_text()), time.perf_counter() - begin


def peers():
    impute = lambda: SimpleImputer(keep_empty_features=True)
    return {
        "lightgbm": lightgbm.LGBMRegressor(verbose=-1, random_state=arguments.seed),
        "sklearn_rf": make_pipeline(impute(), RandomForestRegressor(
            n_jobs=-1, random_state=arguments.seed)),
        "sklearn_mlp": make_pipeline(impute(), StandardScaler(), MLPRegressor(
            hidden_layer_sizes=(64, 64), early_stopping=True, random_state=arguments.seed)),
    }


table = {}
for name in series:
    if arguments.only and arguments.only not in name:
        continue
    row = {}
    mlp, seconds = ours(name, "mlp", "--examples", str(work / "rows"))
    row["mlp"], row["mlp_cover"], row["mlp_s"] = mlp["mase"], mlp["coverage_90_percent"], seconds
    forest, seconds = ours(name, "random-forest")
    row["rf"], row["rf_cover"], row["rf_s"] = forest["mase"], forest["coverage_90_percent"], seconds
    row["naive"] = min(mlp["baselines"][f"seasonal-naive-{x}"]["mase"] for x in ("day", "week"))
    row["ridge"] = mlp["baselines"]["ridge"]["mase"]
    wanted = [peer for peer in arguments.peers.split(",") if peer]
    if wanted:
        train, test = (pd.read_csv(work / f"rows.{part}.csv") for part in ("train", "test"))
        features = [column for column in train if column != "target"]
        for peer, model in ((peer, peers()[peer]) for peer in wanted):
            begin = time.perf_counter()
            model.fit(train[features], train["target"])
            forecast = test["level"] + test["scale"] * model.predict(test[features])
            row[peer] = float(np.abs(forecast - test["actual"]).mean() / mlp["season_error"])
            row[f"{peer}_s"] = time.perf_counter() - begin
    table[name] = row
    print(name, {key: round(value, 4) for key, value in row.items()}, flush=True)

frame = pd.DataFrame(table).T
frame["best_of_ours"] = frame[["mlp", "rf"]].min(axis=1)
print(frame.mean().round(4).to_dict())
