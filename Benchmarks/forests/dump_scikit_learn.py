#!/usr/bin/env python3
"""Writes a fitted forest of scikit-learn as the JSON that Kilowatch reads.

usage: dump_scikit_learn.py FOREST.pkl FOREST.json [NAME ...]     (names of the features, in order)
or, from Python: dump(model, names) -> dict
"""
import json
import pickle
import sys

import numpy as np


def dump(model, names):
    trees = [tree.tree_ for tree in model.estimators_]

    def column(of):
        return np.concatenate([of(tree).ravel() for tree in trees]).tolist()

    is_isolation = type(model).__name__ == "IsolationForest"
    is_classifier = hasattr(model, "classes_")
    if is_isolation:
        if any(len(used) != len(names) for used in model.estimators_features_):
            raise SystemExit("an isolation forest with max_features below 1 cannot be dumped")
    forest = {
        "kind": "scikit-learn-forest",
        "task": "isolation" if is_isolation else "classification" if is_classifier else "regression",
        "features": list(names),
        "node_counts": [int(tree.node_count) for tree in trees],
        "left": column(lambda tree: tree.children_left),
        "right": column(lambda tree: tree.children_right),
        "feature": column(lambda tree: tree.feature),
        "threshold": column(lambda tree: tree.threshold),
        "cover": column(lambda tree: tree.n_node_samples if is_isolation else tree.weighted_n_node_samples),
    }
    if is_isolation:
        forest["max_samples"] = int(model.max_samples_)
    else:
        forest["importances"] = model.feature_importances_.tolist()
        forest["value"] = column(lambda tree: tree.value)
    if is_classifier:
        forest["classes"] = [str(name) for name in model.classes_]
    return forest


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as file:
        fitted = pickle.load(file)
    feature_names = sys.argv[3:] or [f"x{place}" for place in range(fitted.n_features_in_)]
    with open(sys.argv[2], "w") as file:
        json.dump(dump(fitted, feature_names), file)
