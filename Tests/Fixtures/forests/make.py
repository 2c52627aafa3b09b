#!/usr/bin/env python3
"""Makes the reference forests beside this file: scikit-learn fits, shap explains.

usage: make.py          versions used: see NOTE.md
"""
import json
import os
import sys

import numpy as np
import shap
import sklearn
from sklearn.ensemble import IsolationForest, RandomForestClassifier, RandomForestRegressor

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../../../Benchmarks/forests"))
from dump_scikit_learn import dump  # noqa: E402

random = np.random.Generator(np.random.PCG64(1))
NAMES = ["a", "b", "c", "d", "e"]
X = random.normal(size=(300, 5)).astype(np.float32)
Z = random.normal(size=(25, 5)).astype(np.float32)
score = X[:, 0] + X[:, 1] * X[:, 2] + 0.3 * random.normal(size=300)
CASES = {
    "classes2": (RandomForestClassifier(12, random_state=0), (score > 0.5).astype(int)),
    "classes3": (RandomForestClassifier(12, min_samples_leaf=3, random_state=0), np.digitize(score, [-0.5, 0.5])),
    "regression": (RandomForestRegressor(12, min_samples_leaf=2, random_state=0), np.round(100 * score, 1)),
    "isolation": (IsolationForest(n_estimators=12, max_samples=64, random_state=0), None),
}
for name, (model, target) in CASES.items():
    model.fit(X, target)
    if name == "isolation":
        expected, values, base = -model.score_samples(Z), None, None
    elif target.dtype == int:
        expected = model.predict_proba(Z)
    else:
        expected = model.predict(Z)
    if name != "isolation":
        explainer = shap.TreeExplainer(model, feature_perturbation="tree_path_dependent")
        values, base = np.asarray(explainer.shap_values(Z)), np.ravel(explainer.expected_value)
        if values.ndim == 3:
            values, base = values[:, :, -1], base[-1:]
    folder = os.path.join(HERE, name)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "forest.json"), "w") as file:
        json.dump(dump(model, NAMES), file)
    with open(os.path.join(folder, "expected.json"), "w") as file:
        case = {"rows": Z.astype(float).ravel().tolist(), "predictions": np.ravel(expected).tolist()}
        if values is not None:
            case.update(shap=values.ravel().tolist(), shap_baseline=float(base[0]))
        json.dump(case, file)
with open(os.path.join(HERE, "NOTE.md"), "w") as file:
    file.write("Reference forests, made by `make.py` here with scikit-learn %s, shap %s and NumPy %s.\n"
               "`forest.json` is the forest as Benchmarks/forests/dump_scikit_learn.py writes it; `expected.json` has\n"
               "rows, scikit-learn's predictions for them (negated `score_samples` for isolation), and the tree path\n"
               "dependent Shapley values of the last class. Tolerance: 1e-6 (single-precision leaves).\n"
               % (sklearn.__version__, shap.__version__, np.__version__))
