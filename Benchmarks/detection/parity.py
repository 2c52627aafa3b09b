"""ROC-AUC of Kilowatch's forests beside scikit-learn's on tables of numbers, through the commands.

usage: parity.py KILOWATCH FOLDER [seeds]

FOLDER holds letter-recognition.data.gz, Skin_NonSkin.txt.gz, shuttle.csv.gz and mammography.csv.gz
(UCI 59 and 229; shuttle and mammography as ODDS has them), in itself or in folders below.
Isolation forests learn and score the whole table; random forests learn a random 80 % of the rows
and are judged on the rest, the same rows for both.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import pandas as pd
import sklearn
from sklearn.ensemble import IsolationForest, RandomForestClassifier
from sklearn.metrics import roc_auc_score

kilowatch, folder = sys.argv[1], pathlib.Path(sys.argv[2])
seeds = int(sys.argv[3]) if len(sys.argv) > 3 else 10


def find(name):
    return next(folder.rglob(name))


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


def ours(model, train, test, seed, work):
    train_file, test_file = work / "train.csv", work / "test.csv"
    train.to_csv(train_file, index=False)
    test.to_csv(test_file, index=False)
    document, scores, metrics = work / "model.json", work / "scores.csv", work / "metrics.json"
    run("detect", "train", "--model", model, "--table", "--data", train_file, "--label", "class", "--seed", seed, "--out", document)
    run("detect", "score", "--model", document, "--table", "--data", test_file, "--out", scores)
    run("detect", "evaluate", "--scores", scores, "--table", "--out", metrics)
    return json.loads(metrics.read_text())["roc_auc"]


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


print(f"scikit-learn {sklearn.__version__}; ROC-AUC, mean of {seeds} seeds (random forests: 3)")
with tempfile.TemporaryDirectory() as name:
    work = pathlib.Path(name)
    for title, table, has_outliers in tables():
        order = np.random.default_rng(0).permutation(len(table))
        cut = int(len(table) * 0.8)
        train, test = table.iloc[order[:cut]], table.iloc[order[cut:]]
        jobs = [("random-forest", train, test, min(seeds, 3))]
        if has_outliers:
            jobs.append(("isolation-forest", table, table, seeds))
        for model, learned, judged, count in jobs:
            mine = np.mean([ours(model, learned, judged, seed, work) for seed in range(count)])
            peer = np.mean([theirs(model, learned, judged, seed) for seed in range(count)])
            print(f"{title:12} {model:17} ours {mine:.4f}  scikit-learn {peer:.4f}  difference {mine - peer:+.4f}", flush=True)
