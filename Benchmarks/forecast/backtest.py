"""Day-ahead forecasts beside LightGBM and scikit-learn on identical features and splits.

python3 Benchmarks/forecast/backtest.py --kilowatch .build/release/kilowatch --load FOLDER

FOLDER holds etth1/ETTh1.csv.gz, vic_elec/vic_elec.csv.gz, taylor/taylor.csv and
gefcom2014e/GEFCom2014-E_Hourly.csv.gz; beside it may stand telemetry/steel/Steel_industry_data.csv.gz
and networks/simbench/*/profile_load_p_mw.csv.gz. For each series `kilowatch forecast backtest` is run with
mlp and random-forest over the last 60 days, and writes the rows that it learns from and is asked
for; the peers learn the same rows. MASE is taken over the same loads, in units of repeating the day
before in the training part. Prints a row of a table for each series and a mean.

A model that is no better than the better of repeating the day and the week, or whose interval covers
less than 87 or more than 93 %, is named below the table.

`--earlier D` leaves the last D days away, so that another span is judged than the one that was
looked at while Kilowatch was made; series of which less than 120 days remain are left out. `--only etth1,taylor` chooses series, `--peers ""` leaves the
peers out, `sklearn_rf` is scikit-learn's own random forest, which takes minutes a series, in place of
Intel's.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

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
parser.add_argument("--peers", default="lightgbm,sklearnex_rf,sklearn_mlp")
parser.add_argument("--earlier", type=int, default=0)
parser.add_argument("--intervals", default="conformal,quantile")
parser.add_argument("--seed", type=int, default=1)
arguments = parser.parse_args()
load = pathlib.Path(arguments.load)
work = pathlib.Path(tempfile.mkdtemp())


def series():
    """Each series as moments and loads, and its zone."""
    transformer = pd.read_csv(load / "etth1/ETTh1.csv.gz")
    for column in ["OT", "HUFL", "HULL", "MUFL", "MULL", "LUFL", "LULL"]:
        yield f"etth1 {column}", pd.to_datetime(transformer["date"]), transformer[column], "UTC"
    victoria = pd.read_csv(load / "vic_elec/vic_elec.csv.gz")
    yield ("vic_elec", pd.to_datetime(victoria["Time"]).dt.tz_localize(None), victoria["Demand"],
           "Australia/Melbourne")
    taylor = pd.read_csv(load / "taylor/taylor.csv")["taylor"]
    yield "taylor", pd.Series(pd.date_range("2000-06-05", periods=len(taylor), freq="30min")), taylor, "UTC"
    utility = pd.read_csv(load / "gefcom2014e/GEFCom2014-E_Hourly.csv.gz").dropna(subset=["load"])
    yield ("gefcom2014e", pd.to_datetime(utility["Date"]) + pd.to_timedelta(utility["Hour"] - 1, unit="h"),
           utility["load"], "UTC")
    for path in load.parent.glob("telemetry/steel/Steel_industry_data.csv.gz"):
        steel = pd.read_csv(path, encoding="utf-8-sig")
        ends = pd.to_datetime(steel["date"], format="%d/%m/%Y %H:%M")
        yield "steel plant", ends - pd.Timedelta(minutes=15), steel["Usage_kWh"], "UTC"
    for path in load.parent.glob("networks/simbench/*/profile_load_p_mw.csv.gz"):
        grid = pd.read_csv(path).drop(columns="time").sum(axis=1) * 1_000
        moments = pd.Series(pd.date_range("2015-12-31 23:00", periods=len(grid), freq="15min"))
        yield "SimBench grid", moments, grid, "Europe/Berlin"


def ours(path, zone, model, intervals, *more):
    out = work / "metrics.json"
    subprocess.run(
        [arguments.kilowatch, "forecast", "backtest", "--model", model, "--data", str(path),
         "--target", "load", "--zone", zone, "--horizon", "PT24H", "--last", "P60D",
         "--intervals", intervals, "--seed", str(arguments.seed), "--out", str(out), "--quiet", *more],
        check=True)
    return json.loads(out.read_text())


def peer(name):
    impute = SimpleImputer(keep_empty_features=True)
    if name == "lightgbm":
        return lightgbm.LGBMRegressor(verbose=-1, random_state=arguments.seed)
    if name == "sklearn_rf":
        return make_pipeline(impute, RandomForestRegressor(n_jobs=-1, random_state=arguments.seed))
    if name == "sklearnex_rf":
        from sklearnex.ensemble import RandomForestRegressor as Accelerated
        return make_pipeline(impute, Accelerated(n_jobs=-1, random_state=arguments.seed))
    return make_pipeline(impute, StandardScaler(), MLPRegressor(
        hidden_layer_sizes=(64, 64), early_stopping=True, random_state=arguments.seed))


table, failures = {}, []
for name, moments, values, zone in series():
    if arguments.only and not any(part in name for part in arguments.only.split(",")):
        continue
    last = moments.iloc[-1] - pd.Timedelta(days=arguments.earlier)
    kept = moments <= last
    if arguments.earlier and last - moments.iloc[0] < pd.Timedelta(days=120):
        continue
    path = work / "load.csv"
    pd.DataFrame({"timestamp": moments[kept].dt.strftime("%Y-%m-%dT%H:%M:%SZ"), "load": values[kept]}).to_csv(
        path, index=False)
    row = {}
    for model, short in (("mlp", "mlp"), ("random-forest", "rf")):
        for intervals in arguments.intervals.split(","):
            found = ours(path, zone, model, intervals, "--examples", str(work / "rows"))
            row[short] = found["mase"]
            row[f"{short}_cover_{intervals}"] = found["coverage_90_percent"]
            leads = [lead["coverage_90_percent"] for lead in found["by_lead_time"]]
            row[f"{short}_least_lead_{intervals}"] = min(leads)
    row["naive"] = min(found["baselines"][f"seasonal-naive-{x}"]["mase"] for x in ("day", "week"))
    row["ridge"] = found["baselines"]["ridge"]["mase"]
    wanted = [part for part in arguments.peers.split(",") if part]
    if wanted:
        train, test = (pd.read_csv(work / f"rows.{part}.csv") for part in ("train", "test"))
        features = [column for column in train if column != "target"]
        for key in wanted:
            model = peer(key).fit(train[features], train["target"])
            forecast = test["level"] + test["scale"] * model.predict(test[features])
            row[key] = float(np.abs(forecast - test["actual"]).mean() / found["season_error"])
    row["best_of_ours"] = min(row["mlp"], row["rf"])
    failures += [f"{name}: {short} {row[short]:.3f}, naive {row['naive']:.3f}"
                 for short in ("mlp", "rf") if row[short] >= row["naive"]]
    failures += [f"{name}: {key} {value:.1f} %" for key, value in row.items()
                 if "_cover_" in key and not 87 <= value <= 93]
    table[name] = row
    if len(table) == 1:
        print("| series | " + " | ".join(row) + " |\n|" + "---|" * (len(row) + 1))
    print(f"| {name} | " + " | ".join(f"{value:.3f}" if value < 30 else f"{value:.1f}"
                                      for value in row.values()) + " |", flush=True)
if not table:
    sys.exit(0 if arguments.earlier else "no such series")
mean = pd.DataFrame(table).T.mean()
print("| mean | " + " | ".join(f"{value:.3f}" if value < 30 else f"{value:.1f}" for value in mean) + " |")
print("\n".join(failures) if failures else "every model beats the naive forecasts, every interval covers 87 to 93 %")
