#!/usr/bin/env python3
"""Fits and scores the forests of other tools on the rows of make_data.py; one JSON object a run.

usage: peers.py PEER JOB TRAIN.f32 TEST.f32 COLUMNS THREADS [RUNS]
  JOB isolation: sklearn isotree
  JOB classifier, regressor: sklearn sklearnex sklearnex_hist lightgbm xgboost snapml
  JOB onnx: PREFIX of `kilowatch bench forests --keep`: checks the ONNX file and times it
"""
import json
import os
import sys
import time

peer, job, train, test, columns, threads = sys.argv[1:7]
columns, threads = int(columns), int(threads)
runs = int(sys.argv[7]) if len(sys.argv) > 7 else 5
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "LOKY_MAX_CPU_COUNT"):
    os.environ[name] = str(threads)
import numpy as np  # noqa: E402


def rows(path):
    cells = np.fromfile(path, "<f4").reshape(-1, columns + 1)
    return np.ascontiguousarray(cells[:, :-1]), cells[:, -1]


def median(work):
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        value = work()
        times.append(time.perf_counter() - begin)
    return value, sorted(times)[runs // 2]


def one_row_us(score, table):
    times = []
    for row in range(200):
        begin = time.perf_counter_ns()
        score(table[row:row + 1])
        times.append(time.perf_counter_ns() - begin)
    return sorted(times)[100] / 1e3


def peak_mib():
    return int(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))) / 1024


def make(table, target):
    count = max(1, int(columns**0.5)) if job == "classifier" else columns
    classes = job == "classifier"
    if peer == "isotree":
        from isotree import IsolationForest
        fortran = np.asfortranarray(table)
        fit = lambda: IsolationForest(ntrees=100, sample_size=256, ndim=1, missing_action="fail", nthreads=threads, random_seed=1).fit(fortran)  # noqa: E731
        return fit, lambda model, some: model.predict(some)
    if job == "isolation":
        import joblib
        from sklearn.ensemble import IsolationForest
        fit = lambda: IsolationForest(n_estimators=100, max_samples=256, n_jobs=threads, random_state=1).fit(table)  # noqa: E731

        def score(model, some):
            with joblib.parallel_config(backend="threading", n_jobs=threads):
                return -model.score_samples(some)
        return fit, score
    common = dict(n_estimators=100, max_features=count, n_jobs=threads, random_state=1)
    if peer == "sklearn":
        from sklearn.ensemble import RandomForestClassifier as C, RandomForestRegressor as R
        new = lambda: (C if classes else R)(**common)  # noqa: E731
    elif peer.startswith("sklearnex"):
        import functools
        from onedal.ensemble import RandomForestClassifier as OC, RandomForestRegressor as OR
        from sklearnex.ensemble import RandomForestClassifier as C, RandomForestRegressor as R
        kind, engine = (C, OC) if classes else (R, OR)
        if peer == "sklearnex":
            kind = type("Exact", (kind,), dict(_onedal_factory=staticmethod(functools.partial(engine, algorithm="dense"))))
        new = lambda: kind(**common)  # noqa: E731
    elif peer == "lightgbm":
        import lightgbm
        kind = lightgbm.LGBMClassifier if classes else lightgbm.LGBMRegressor
        leaves = 8192 if len(table) <= 10_000 else 16_384
        new = lambda: kind(n_estimators=100, boosting_type="rf", subsample_freq=1, subsample=0.632, feature_fraction_bynode=count / columns, num_leaves=leaves, min_child_samples=1, min_child_weight=0, max_bin=255, n_jobs=threads, verbose=-1, random_state=1)  # noqa: E731,E501
    elif peer == "xgboost":
        import xgboost
        kind = xgboost.XGBRFClassifier if classes else xgboost.XGBRFRegressor
        new = lambda: kind(n_estimators=100, tree_method="hist", max_depth=0, max_leaves=0, min_child_weight=1e-6, subsample=0.632, colsample_bynode=count / columns, reg_lambda=1e-6, n_jobs=threads, max_bin=256, random_state=1)  # noqa: E731,E501
    elif peer == "snapml":
        from snapml import RandomForestClassifier as C, RandomForestRegressor as R
        new = lambda: (C if classes else R)(n_estimators=100, max_depth=None, min_samples_leaf=1, max_features=count, bootstrap=True, n_jobs=threads, random_state=1, use_histograms=True, hist_nbins=256)  # noqa: E731,E501
    else:
        raise SystemExit(f"no peer called {peer}")
    score = (lambda model, some: model.predict_proba(some)[:, 1]) if classes else (lambda model, some: model.predict(some))
    return lambda: new().fit(table, target), score


def check_onnx(prefix):
    import onnxruntime
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(prefix + ".onnx", options, providers=["CPUExecutionProvider"])
    table, _ = rows(test)
    output = session.get_outputs()[-1].name
    found, seconds = median(lambda: session.run([output], {"X": table})[0])
    expected = np.array(json.load(open(prefix + ".scores.json")))
    error = np.abs(found[:, -1] - expected) / np.maximum(1, np.abs(expected))
    print(json.dumps(dict(tool="onnxruntime " + onnxruntime.__version__, threads=threads, largest_relative_difference=float(error.max()),
                          scored_rows_per_s=len(table) / seconds, one_row_us=one_row_us(lambda some: session.run([output], {"X": some}), table))))


if job == "onnx":
    check_onnx(peer)
    sys.exit()
table, target = rows(train)
other, truth = rows(test)
if job == "classifier":
    target = (target > 0).astype(np.int32)
fit, score = make(table, target)
before = peak_mib()
model, fit_s = median(fit)
report = dict(tool=peer, job=job, rows=len(table), threads=threads, fit_s=fit_s, peak_before_mib=before, peak_mib=peak_mib())
scores, score_s = median(lambda: score(model, other))
report.update(scored_rows_per_s=len(other) / score_s, one_row_us=one_row_us(lambda some: score(model, some), other))
if job == "regressor":
    report["rmse"] = float(np.sqrt(np.mean((scores - truth) ** 2)))
else:
    from sklearn.metrics import f1_score, roc_auc_score
    report["roc_auc"] = float(roc_auc_score(truth > 0, scores))
    if job == "classifier":
        report["f1"] = float(f1_score(truth > 0, scores > 0.5))
if peer == "sklearn":
    import io
    import joblib
    buffer = io.BytesIO()
    joblib.dump(model, buffer)
    report["document_bytes"] = buffer.tell()

    def load():
        buffer.seek(0)
        return joblib.load(buffer)
    report["load_s"] = median(load)[1]
print(json.dumps(report))
