"""Reference answers for the metrics of Learning: python3 make.py writes cases.json beside it."""
import json
import pathlib
import sys

import numpy as np
import prts
import sklearn
from sklearn import metrics as m

random = np.random.default_rng(7)
ranking, ranges, classes = [], [], []

samples = {
    "separable": ([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9]),
    "reversed": ([1, 1, 0, 0], [0.1, 0.2, 0.8, 0.9]),
    "one tie": ([0, 1, 0, 1], [0.5, 0.5, 0.2, 0.8]),
    "all tied": ([0, 1, 0, 1, 1], [0.5] * 5),
    "rare": ((random.random(500) < 0.03).astype(int), random.random(500)),
    "coarse": ((random.random(400) < 0.3).astype(int), random.integers(0, 9, 400) / 8),
}
labels = (random.random(600) < 0.1).astype(int)
samples["informative"] = (labels, random.normal(labels * 1.5, 1))
for name, (labels, scores) in samples.items():
    labels, scores = np.asarray(labels), np.asarray(scores, float)
    decisions = scores >= 0.5
    precision, recall, f1, _ = m.precision_recall_fscore_support(labels, decisions, average="binary", zero_division=0)
    ranking.append(dict(
        name=name, labels=labels.tolist(), scores=scores.tolist(), threshold=0.5, precision=precision, recall=recall, f1=f1,
        accuracy=m.accuracy_score(labels, decisions), roc_auc=m.roc_auc_score(labels, scores),
        average_precision=m.average_precision_score(labels, scores)))

rows = {
    "paper-like": ([0, 1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0], [0, 0, 1, 0, 1, 1, 0, 0, 0, 0, 1, 0]),
    "whole and missed": ([1, 1, 0, 0, 1, 1, 1], [1, 1, 0, 0, 0, 0, 0]),
    "one alarm over two events": ([0, 1, 1, 0, 1, 1, 0], [0, 0, 1, 1, 1, 0, 0]),
    "random": ((random.random(300) < 0.4).astype(int), (random.random(300) < 0.3).astype(int)),
}
for name, (real, predicted) in rows.items():
    real, predicted = np.asarray(real), np.asarray(predicted)
    for bias in ("flat", "front", "middle", "back"):
        for cardinality in ("one", "reciprocal"):
            for alpha in (0, 0.4):
                ranges.append(dict(
                    name=name, real=real.tolist(), predicted=predicted.tolist(), bias=bias, cardinality=cardinality, alpha=alpha,
                    recall=prts.ts_recall(real, predicted, alpha=alpha, cardinality=cardinality, bias=bias),
                    precision=prts.ts_precision(real, predicted, cardinality=cardinality, bias=bias)))

truth = random.integers(0, 4, 300)
probabilities = random.dirichlet(np.ones(4), 300) + 0.5 * np.eye(4)[truth]
probabilities /= probabilities.sum(1, keepdims=True)
decisions = probabilities.argmax(1)
classes.append(dict(
    classes=truth.tolist(), decisions=decisions.tolist(), probabilities=probabilities.T.tolist(), accuracy=m.accuracy_score(truth, decisions),
    macro_f1=m.f1_score(truth, decisions, average="macro"), macro_roc_auc=m.roc_auc_score(truth, probabilities, multi_class="ovr"),
    confusion=m.confusion_matrix(truth, decisions).tolist()))

note = f"Python {sys.version.split()[0]}, scikit-learn {sklearn.__version__}, prts 1.0.0.3: python3 make.py"
pathlib.Path(__file__).with_name("cases.json").write_text(json.dumps(dict(made_by=note, ranking=ranking, ranges=ranges, classes=classes)) + "\n")
