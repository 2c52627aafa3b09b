#!/usr/bin/env python3
"""Makes the rows of the forest benchmarks: deterministic telemetry with labelled anomalies, and hourly load.

usage: make_data.py [FOLDER]                             default: Benchmarks/data
       make_data.py FOLDER FILE.csv TARGET [FILE.csv TARGET ...]   tables of one's own instead
Files hold rows of little-endian float32, the target last:
  if16_{10k,100k,1m}.f32         16 features, anomaly 0/1
  rf24_{10k,100k,1m,test}.f32    24 features, anomaly 0/1; test is another series of 100,000 rows
  load20_{8k,100k,1m}_{train,test}.f32   20 lag, calendar and weather features, load in MW
  table_NAME_{train,test}.f32    a table's numeric columns, 70 and 30 of 100 rows; a target of at most 50 values, or of
                                 texts, names classes
"""
import os
import sys

import numpy as np
from scipy.signal import lfilter

OUT = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "../data")


def noise(rng, count, memory, deviation):
    return lfilter([1.0], [1.0, -memory], rng.normal(0, deviation * np.sqrt(1 - memory * memory), count))


def telemetry(count, seed, rate=0.025):
    """Six channels, one value a minute, and the kind of anomaly: 0 none, 1 spike, 2 drop, 3 drift, 4 burst."""
    rng = np.random.Generator(np.random.PCG64(seed))
    minute = np.arange(count, dtype=float)
    hour, weekday, day = (minute / 60) % 24, (minute // 1440).astype(int) % 7, (minute / 1440) % 365
    power = 60 + 18 * np.sin(2 * np.pi * (hour - 8) / 24) + 7 * np.sin(4 * np.pi * (hour - 6) / 24)
    power += 6 * np.cos(2 * np.pi * (day - 15) / 365)
    power *= np.where(weekday >= 5, 0.86, 1.0)
    power += noise(rng, count, 0.98, 2.2) + rng.normal(0, 0.9, count)
    kind, sag, burst, factor = np.zeros(count, int), np.zeros(count), np.zeros(count), np.ones(count)
    kinds, shares = np.array([1, 2, 3, 4]), np.array([0.33, 0.33, 0.12, 0.22])
    shortest, longest = {1: 3, 2: 3, 3: 60, 4: 15}, {1: 16, 2: 20, 3: 181, 4: 46}
    mean = sum(s * (shortest[k] + longest[k] - 1) / 2 for k, s in zip(kinds, shares))
    events = int(count * rate / mean)
    slot = count // events
    for event in range(events):
        k = int(rng.choice(kinds, p=shares))
        length = int(rng.integers(shortest[k], longest[k]))
        start = event * slot + int(rng.integers(0, slot - length))
        own = slice(start, start + length)
        kind[own] = k
        if k == 1:
            factor[own] *= rng.uniform(1.12, 1.7)
            sag[own] -= rng.uniform(0.5, 4)
        elif k == 2:
            factor[own] *= rng.uniform(0.35, 0.88)
            sag[own] += rng.uniform(0, 3)
        elif k == 3:
            ramp, sign = np.linspace(0, 1, length), rng.choice([-1.0, 1.0])
            factor[own] *= 1 + sign * ramp * rng.uniform(0.10, 0.35)
            sag[own] -= sign * ramp * rng.uniform(1, 6)
        else:
            burst[own] = rng.uniform(2.0, 8.0)
    power = np.maximum(power * factor + burst * rng.normal(0, 1, count), 1.0)
    voltage = 230 - 0.06 * (power - 60) + noise(rng, count, 0.95, 0.8) + rng.normal(0, 0.25, count)
    voltage += sag + 0.3 * burst * rng.normal(0, 1, count)
    factor = 0.95 - 0.0006 * (power - 60) + noise(rng, count, 0.9, 0.006)
    factor = np.clip(factor - 0.004 * burst * np.abs(rng.normal(0, 1, count)), 0.5, 1.0)
    frequency = 50 + noise(rng, count, 0.97, 0.015) - 0.0004 * (power - 60)
    distortion = 3.0 + 0.015 * (power - 60) + noise(rng, count, 0.9, 0.25)
    distortion = np.abs(distortion + 0.12 * burst * np.abs(rng.normal(0, 1, count)))
    current = power * 1000 / (np.sqrt(3) * voltage * factor)
    return dict(voltage=voltage, current=current, power=power, pf=factor, freq=frequency, thd=distortion), kind


def rolling(values, window):
    count, mean = len(values), values.mean()
    centred = values - mean
    sums = np.concatenate([[0.0], np.cumsum(centred)])
    squares = np.concatenate([[0.0], np.cumsum(centred * centred)])
    high = np.arange(1, count + 1)
    low = np.maximum(high - window, 0)
    size = (high - low).astype(float)
    total = sums[high] - sums[low]
    variance = np.maximum(squares[high] - squares[low] - total * total / size, 0) / np.maximum(size - 1, 1)
    return total / size + mean, np.sqrt(variance)


def features(channels):
    columns = dict(channels)
    for name in ("power", "current", "voltage", "thd"):
        for window in (15, 60):
            columns[f"{name}_mean{window}"], columns[f"{name}_std{window}"] = rolling(channels[name], window)
    power = channels["power"]
    columns["power_pct"] = np.concatenate([[0.0], power[1:] / power[:-1] - 1])
    columns["current_diff"] = np.concatenate([[0.0], np.diff(channels["current"])])
    return columns


IF16 = ["voltage", "current", "power", "pf", "freq", "thd", "power_mean15", "power_std15", "power_mean60", "power_std60",
        "current_std15", "voltage_std15", "thd_mean15", "thd_std15", "power_pct", "current_diff"]


def write(name, rows, target):
    np.column_stack([rows, target]).astype("<f4").tofile(os.path.join(OUT, name + ".f32"))


def load(count):
    rng = np.random.Generator(np.random.PCG64(20240003))
    time = np.arange(count, dtype=float)
    hour, day = time % 24, time // 24
    weekday, season = day % 7, day % 365.25
    temperature = 12 + 10 * np.sin(2 * np.pi * (season - 105) / 365.25) + 4 * np.sin(2 * np.pi * (hour - 9) / 24)
    temperature += noise(rng, count, 0.985, 3.0)
    wind = np.abs(5 + noise(rng, count, 0.96, 2.5))
    humidity = np.clip(65 - 0.8 * (temperature - 12) + noise(rng, count, 0.95, 9), 10, 100)
    shape = 1 + 0.18 * np.sin(2 * np.pi * (hour - 8) / 24) + 0.09 * np.sin(4 * np.pi * (hour - 7) / 24)
    mw = 600 * np.where(weekday >= 5, 0.88, 1.0) * shape
    mw += 9 * np.maximum(15 - temperature, 0) + 14 * np.maximum(temperature - 21, 0) + 3 * wind * (temperature < 10)
    mw += 0.0004 * time + noise(rng, count, 0.9, 12) + rng.normal(0, 6, count)
    lag = lambda hours: np.concatenate([np.full(hours, np.nan), mw[:-hours]])  # noqa: E731
    known = np.nan_to_num(lag(1), nan=mw[0])
    mean24, deviation24 = rolling(known, 24)
    columns = [lag(k) for k in (1, 2, 3, 24, 25, 48, 168)] + [mean24, deviation24, rolling(known, 168)[0]]
    columns += [hour, weekday, np.floor(season / 30.44), weekday >= 5, np.sin(2 * np.pi * hour / 24)]
    columns += [np.cos(2 * np.pi * hour / 24), np.sin(2 * np.pi * season / 365.25), temperature, wind, humidity]
    return np.stack(columns, 1)[168:], mw[168:]


def table(path, target):
    import json

    import pandas as pd
    columns = pd.read_csv(path, sep=None, engine="python", comment="#")
    values = columns.pop(target)
    classes = not pd.api.types.is_numeric_dtype(values) or values.nunique() <= 50
    if classes:
        values = pd.Categorical(values).codes
    rows = columns.select_dtypes("number").to_numpy()
    order = np.random.Generator(np.random.PCG64(1)).permutation(len(rows))
    cut = int(0.7 * len(rows))
    name = "table_" + os.path.basename(path).split(".")[0]
    write(name + "_train", rows[order[:cut]], np.asarray(values)[order[:cut]])
    write(name + "_test", rows[order[cut:]], np.asarray(values)[order[cut:]])
    with open(os.path.join(OUT, name + ".json"), "w") as file:
        json.dump(["classifier" if classes else "regressor", rows.shape[1], cut], file)


if __name__ == "__main__":
    os.makedirs(OUT, exist_ok=True)
    if len(sys.argv) > 2:
        for place in range(2, len(sys.argv), 2):
            table(*sys.argv[place:place + 2])
        sys.exit()
    million = 1_000_000
    channels, kind = telemetry(million, 20240001)
    columns = features(channels)
    rows = np.stack(list(columns.values()), 1).astype(np.float32)
    few = rows[:, [list(columns).index(name) for name in IF16]]
    order = np.random.Generator(np.random.PCG64(7)).permutation(million)
    for tag, count in (("10k", 10_000), ("100k", 100_000), ("1m", million)):
        own = np.sort(order[:count])
        write("if16_" + tag, few[own], kind[own] > 0)
        write("rf24_" + tag, rows[own], kind[own] > 0)
    channels, kind = telemetry(400_000, 20240002)
    rows = np.stack(list(features(channels).values()), 1)
    own = np.sort(np.random.Generator(np.random.PCG64(8)).permutation(400_000)[:100_000])
    write("rf24_test", rows[own], kind[own] > 0)
    for tag, split, end in (("8k", 8_000, 10_000), ("100k", 100_000, 120_000), ("1m", 1_000_000, 1_020_000)):
        rows, mw = load(max(122_000, end + 2_000))
        write(f"load20_{tag}_train", rows[:split], mw[:split])
        write(f"load20_{tag}_test", rows[split:end], mw[split:end])
