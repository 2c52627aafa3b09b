"""The detection job of `kilowatch demo --part generated` as a Python user writes it: pandas, scikit-learn.

usage: pipeline.py [days]

Generates days of minute telemetry, writes and reads them as CSV, makes rolling features, fits an
isolation forest and a random forest of 100 trees each, scores, and saves metrics and models.
"""
import json
import os
import sys
import tempfile

import joblib
import numpy as np
import pandas as pd
from scipy.signal import lfilter
from sklearn.ensemble import IsolationForest, RandomForestClassifier
from sklearn.metrics import precision_recall_fscore_support
from sklearn.model_selection import train_test_split

days = int(sys.argv[1]) if len(sys.argv) > 1 else 30
folder = tempfile.mkdtemp()
random = np.random.default_rng(42)

rows = days * 1440
minute = np.arange(rows)
hour = minute / 60 % 24
noise = lfilter([1], [1, -0.98], random.normal(0, 0.44, rows)) + random.normal(0, 0.9, rows)
power = (60 + 18 * np.sin(2 * np.pi * (hour - 8) / 24) + noise) * np.where(minute // 1440 % 7 >= 5, 0.86, 1)
label = np.zeros(rows, int)
voltage = 236 - 0.05 * power + random.normal(0, 0.5, rows)
factor = 0.97 - 0.0005 * power + random.normal(0, 0.003, rows)
distortion = 2 + 0.02 * power + random.normal(0, 0.15, rows)
for start in random.integers(0, rows - 60, rows // 600):
    stop = start + random.integers(5, 30)
    label[start:stop] = 1
    power[start:stop] *= random.choice([0.88, 1.12])
    factor[start:stop] -= 0.02
    distortion[start:stop] += 0.8
data = pd.DataFrame({
    "timestamp": pd.date_range("2024-01-01", periods=rows, freq="min", tz="UTC"), "voltage": voltage,
    "current": power * 1000 / voltage / factor, "power": power, "factor": factor,
    "frequency": 50 + random.normal(0, 0.01, rows), "distortion": distortion, "label": label})
data.to_csv(f"{folder}/telemetry.csv", index=False)

data = pd.read_csv(f"{folder}/telemetry.csv", parse_dates=["timestamp"])
channels = ["voltage", "current", "power", "factor", "frequency", "distortion"]
features = data[channels].copy()
for channel in ("power", "current", "voltage", "distortion"):
    for window in (15, 60):
        rolling = data[channel].rolling(window, min_periods=1)
        features[f"{channel}_mean_{window}"] = rolling.mean()
        features[f"{channel}_std_{window}"] = rolling.std().fillna(0)
features["power_change"] = data.power.pct_change().fillna(0)
features["current_difference"] = data.current.diff().fillna(0)
x, y = features.to_numpy(np.float32), data.label.to_numpy()

isolation = IsolationForest(n_estimators=100, max_samples=256, contamination=float(y.mean()), n_jobs=2, random_state=42).fit(x)
called = isolation.predict(x) < 0
known, unseen, known_labels, unseen_labels = train_test_split(x, y, test_size=0.2, stratify=y, random_state=42)
forest = RandomForestClassifier(100, n_jobs=2, random_state=42).fit(known, known_labels)
metrics = {
    name: dict(zip(("precision", "recall", "f1"), precision_recall_fscore_support(truth, answer, average="binary")[:3]))
    for name, truth, answer in [("isolation_forest", y, called), ("random_forest", unseen_labels, forest.predict(unseen))]}
with open(f"{folder}/metrics.json", "w") as file:
    json.dump(metrics, file)
joblib.dump(isolation, f"{folder}/isolation_forest.joblib")
joblib.dump(forest, f"{folder}/random_forest.joblib")
for name in os.listdir(folder):
    os.remove(f"{folder}/{name}")
os.rmdir(folder)
