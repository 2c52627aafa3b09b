#!/usr/bin/env python3
"""The peers of `kilowatch bench telemetry`, on the file that it wrote.

usage: peers.py TOOL JOB THREADS [FILE]     TOOL pandas|polars|numba, JOB read|write|features|inplace
Prints one JSON object: medians of five after one run that is not counted.
`peers.py numba inplace 1 FILE` makes features in the memory of those before.
`peers.py polars eight 1 FILE` writes FILE's time, channels and label beside it, as FILE-8.
"""
import json, os, sys, time

tool, job, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
path = sys.argv[4] if len(sys.argv) > 4 else "Benchmarks/data/telemetry.csv"
for name in ("POLARS_MAX_THREADS", "NUMBA_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ[name] = str(threads)
import numpy as np

CHANNELS = ["voltage_v", "current_a", "active_power_kw", "power_factor", "frequency_hz", "thd_percent"]
WINDOWS = [5, 15, 60]
out = path + ".peer.csv"

if tool == "pandas":
    import pandas as pd
    version = pd.__version__
    read = lambda: pd.read_csv(path, parse_dates=["timestamp"])
    if job != "read":
        table = read()
    write = lambda: table.to_csv(out, index=False)
    def features():
        result = {}
        for name in CHANNELS:
            for window in WINDOWS:
                rolling = table[name].rolling(window, min_periods=1)
                result[f"{name}_mean_{window}"] = rolling.mean()
                result[f"{name}_std_{window}"] = rolling.std()
        result["pct"] = table.active_power_kw.pct_change()
        result["diff"] = table.current_a.diff()
        return pd.DataFrame(result)
elif tool == "polars":
    import polars as pl
    version = pl.__version__
    read = lambda: pl.read_csv(path, try_parse_dates=True)
    if job != "read":
        table = read()
    write = lambda: table.write_csv(out)
    expressions = [
        e for name in CHANNELS for window in WINDOWS
        for e in (pl.col(name).rolling_mean(window, min_samples=1).alias(f"{name}_mean_{window}"),
                  pl.col(name).rolling_std(window, min_samples=1).alias(f"{name}_std_{window}"))
    ] + [pl.col("active_power_kw").pct_change().alias("pct"), pl.col("current_a").diff().alias("diff")]
    features = lambda: table.select(expressions)
    if job == "eight":
        pl.read_csv(path).drop("meter_id", "anomaly_type").write_csv(path.replace(".csv", "-8.csv"))
        sys.exit()
else:
    import numba, pandas as pd
    version = numba.__version__
    if job in ("features", "inplace"):
        table = pd.read_csv(path)
        columns = np.stack([table[name].to_numpy() for name in CHANNELS])
        windows = np.array(WINDOWS)

    @numba.njit
    def roll(x, window, mean, deviation):
        # Running sums about a value that is renewed, with the sums, every 4,096 rows.
        center, s1, s2, k = x[0], 0.0, 0.0, 0
        for i in range(len(x)):
            z = x[i] - center
            s1 += z
            s2 += z * z
            k += 1
            if i >= window:
                z = x[i - window] - center
                s1 -= z
                s2 -= z * z
                k -= 1
            if i & 4095 == 4095:
                center, s1, s2 = x[i], 0.0, 0.0
                for j in range(i - k + 1, i + 1):
                    z = x[j] - center
                    s1 += z
                    s2 += z * z
            mu = s1 / k
            mean[i] = mu + center
            deviation[i] = np.sqrt(max(0.0, (s2 - s1 * mu) / (k - 1))) if k > 1 else np.nan

    @numba.njit(parallel=True)
    def run(columns, windows, output, pct, diff):
        for task in numba.prange(columns.shape[0] * len(windows)):
            roll(columns[task // len(windows)], windows[task % len(windows)], output[2 * task], output[2 * task + 1])
        pct[0] = np.nan
        diff[0] = np.nan
        for i in range(1, columns.shape[1]):
            pct[i] = columns[2, i] / columns[2, i - 1] - 1
            diff[i] = columns[1, i] - columns[1, i - 1]

    def features(kept=None):
        rows = columns.shape[1]
        output, pct, diff = kept or (np.empty((36, rows)), np.empty(rows), np.empty(rows))
        run(columns, windows, output, pct, diff)
        return output, pct, diff
    if job == "inplace":
        kept = features()

work = {"read": lambda: read(), "write": lambda: write(), "features": lambda: features(),
        "inplace": lambda: features(kept)}[job]
work()
wall, processor = [], []
for _ in range(5):
    start = time.perf_counter(), time.process_time()
    work()
    wall.append(time.perf_counter() - start[0])
    processor.append(time.process_time() - start[1])
if os.path.exists(out):
    os.unlink(out)
print(json.dumps({"tool": f"{tool} {version}", "job": job, "threads": threads,
                  "wall_s": sorted(wall)[2], "processor_s": sorted(processor)[2]}))
