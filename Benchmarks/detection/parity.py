"""ROC-AUC of Kilowatch's forests beside scikit-learn's on the same matrices, through the commands.

python3 Benchmarks/detection/parity.py KILOWATCH [FOLDER] [--seeds 10] [--only medium,letter]

The generated matrices are the features of 30 days of easy, medium and hard telemetry; random
forests are judged on those of a later month of another seed. FOLDER adds letter-recognition.data.gz,
Skin_NonSkin.txt.gz, shuttle.csv.gz and mammography.csv.gz (UCI 59 and 229; shuttle and mammography
as ODDS has them), in itself or in folders below; there, random forests learn a random 80 % of the
rows and are judged on the rest. Isolation forests learn and score the whole table. Both tools get
the same rows.
"""
import argparse
import json
import pathlib
import subprocess
import tempfile

import numpy as np
import pandas as pd
import sklearn
from sklearn.ensemble import IsolationForest, RandomForestClassifier
from sklearn.metrics import roc_auc_score

parser = argparse.ArgumentParser()
parser.add_argument("kilowatch")
parser.add_argument("folder", nargs="?", type=pathlib.Path)
parser.add_argument("--seeds", type=int, default=10)
parser.add_argument("--only", default="")
arguments = parser.parse_args()
kilowatch, folder, seeds = arguments.kilowatch, arguments.folder, arguments.seeds


def find(name):
    return next(folder.rglob(name))


def is_wanted(title):
    return not arguments.only or title in arguments.only.split(",")


def generated(work, preset):
    def month(start, seed):
        run("data", "generate", "--days", 30, "--preset", preset, "--start", start, "--seed", seed, "--out", work / "month.csv")
        run("data", "features", work / "month.csv", "--out", work / "features.csv")
        table = pd.read_csv(work / "features.csv").rename(columns={"label": "class"})
        return table.drop(columns=["timestamp", "meter_id", "anomaly_type"])

    return month("2025-01-01T00:00:00Z", 1), month("2025-02-01T00:00:00Z", 101)


def tables():
    letter = pd.read_csv(find("letter-recognition.data.gz"))
    yield "letter", letter.rename(columns={"Letter": "class"}), False
    skin = pd.read_csv(find("Skin_NonSkin.txt.gz"), sep="\t")
    yield "skin", skin.rename(columns={"SKIN": "class"}), False
    for name in ("shuttle", "mammography"):
        table = pd.read_csv(find(f"{name}.csv.gz"), comment="#", header=None)
        table.columns = [*map(str, range(1, table.shape[1])), "class"]
        table["class"] = table["class"].astype(int)
        yield name, table, True


def run(*arguments):
    subprocess.run([kilowatch, *map(str, arguments), "--quiet"], check=True)


def ours(model, train, test, seeds, work):
    """The ROC-AUC of each seed."""
    train_file, test_file = work / "train.csv", work / "test.csv"
    train.to_csv(train_file, index=False)
    test.to_csv(test_file, index=False)
    document, scores, metrics = work / "model.json", work / "scores.csv", work / "metrics.json"
    for seed in seeds:
        run("detect", "train", "--model", model, "--table", "--data", train_file, "--label", "class", "--seed", seed, "--out", document)
        run("detect", "score", "--model", document, "--table", "--data", test_file, "--out", scores)
        run("detect", "evaluate", "--scores", scores, "--table", "--out", metrics)
        yield json.loads(metrics.read_text())["roc_auc"]


def theirs(model, train, test, seed):
    x, y = train.drop(columns="class"), train["class"]
    a, b = test.drop(columns="class"), test["class"]
    if model == "isolation-forest":
        forest = IsolationForest(n_estimators=100, max_samples=256, random_state=seed, n_jobs=2).fit(x.to_numpy())
        return roc_auc_score(b, -forest.score_samples(a.to_numpy()))
    forest = RandomForestClassifier(100, random_state=seed, n_jobs=2).fit(x, y)
    probabilities = forest.predict_proba(a)
    if probabilities.shape[1] == 2:
        return roc_auc_score(b == forest.classes_[1], probabilities[:, 1])
    return roc_auc_score(b, probabilities, multi_class="ovr")


print(f"scikit-learn {sklearn.__version__}; ROC-AUC, mean of {seeds} seeds (random forests of 20,000 rows and more: 3)")
with tempfile.TemporaryDirectory() as name:
    work = pathlib.Path(name)
    cases = []
    for preset in filter(is_wanted, ("easy", "medium", "hard")):
        learned, later = generated(work, preset)
        cases.append((preset, learned, learned, later, True))
    for title, table, has_outliers in tables() if folder else ():
        order = np.random.default_rng(0).permutation(len(table))
        cut = int(len(table) * 0.8)
        if is_wanted(title):
            cases.append((title, table, table.iloc[order[:cut]], table.iloc[order[cut:]], has_outliers))
    for title, table, train, test, has_outliers in cases:
        jobs = [("random-forest", train, test, seeds if len(train) < 20_000 else min(seeds, 3))]
        if has_outliers:
            jobs.append(("isolation-forest", table, table, seeds))
        for model, learned, judged, count in jobs:
            mine = np.mean(list(ours(model, learned, judged, range(count), work)))
            peer = np.mean([theirs(model, learned, judged, seed) for seed in range(count)])
            print(f"{title:12} {model:17} ours {mine:.4f}  scikit-learn {peer:.4f}  difference {mine - peer:+.4f}", flush=True)
