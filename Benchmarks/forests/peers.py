#!/usr/bin/env python3
"""Fits and scores the forests of other tools on the rows of make_data.py; one JSON object a run.

usage: peers.py PEER JOB TRAIN.f32 TEST.f32 COLUMNS THREADS [RUNS] [TREES] [SEEDS] [DEPTH] [LEAF]
  JOB isolation: sklearn isotree isotree_ndim2
  JOB classifier, regressor: sklearn sklearnex sklearnex_hist lightgbm xgboost snapml ydf treelite
      treelite scores the model of lightgbm
  JOB onnx: PEER is the PREFIX of `kilowatch bench forests --keep`: checks the ONNX file and times it
DEPTH is the most splits on a path, 0 for no limit, LEAF the fewest rows of a leaf. Times are medians over RUNS of one seed; quality is the mean over SEEDS.
"""
import json
import os
import sys
import tempfile
import time
import warnings

peer, job, train, test, columns, threads = sys.argv[1:7]
columns, threads = int(columns), int(threads)
runs, trees, seeds, depth, leaf = (int(value) for value in sys.argv[7:12] + ["5", "100", "1", "0", "1"][len(sys.argv[7:12]):])
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "LOKY_MAX_CPU_COUNT"):
    os.environ[name] = str(threads)
import numpy as np  # noqa: E402

warnings.filterwarnings("ignore")


def rows(path):
    cells = np.fromfile(path, "<f4").reshape(-1, columns + 1)
    return np.ascontiguousarray(cells[:, :-1]), np.ascontiguousarray(cells[:, -1])


def median(work):
    """The last value, and the medians of the time and of the processor time of all threads."""
    times, processor_times, value = [], [], None
    for _ in range(runs):
        del value
        begin, processor_begin = time.perf_counter(), time.process_time()
        value = work()
        processor_times.append(time.process_time() - processor_begin)
        times.append(time.perf_counter() - begin)
    return value, sorted(times)[runs // 2], sorted(processor_times)[runs // 2]


def one_row_us(score, table):
    times = []
    for row in range(min(200, len(table))):
        begin = time.perf_counter_ns()
        score(table[row:row + 1])
        times.append(time.perf_counter_ns() - begin)
    return sorted(times)[len(times) // 2] / 1e3


def memory_mib(name):
    return int(next(line.split()[1] for line in open("/proc/self/status") if line.startswith(name))) / 1024


def forget_peak():
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")


def isolation(table):
    if peer.startswith("isotree"):
        from isotree import IsolationForest
        given = np.asfortranarray(table)
        fit = lambda seed: IsolationForest(ntrees=trees, sample_size=256, ndim=2 if peer == "isotree_ndim2" else 1, missing_action="fail", nthreads=threads, random_seed=seed).fit(given)  # noqa: E731,E501
        return fit, lambda model, some: model.predict(some)
    import joblib
    from sklearn.ensemble import IsolationForest
    fit = lambda seed: IsolationForest(n_estimators=trees, max_samples=256, n_jobs=threads, random_state=seed).fit(table)  # noqa: E731

    def score(model, some):
        if len(some) == 1:
            return -model.score_samples(some)
        with joblib.parallel_config(backend="threading", n_jobs=threads):
            return -model.score_samples(some)
    return fit, score


def random_forest(table, target, classes):
    """How to fit with a seed, and how to score: a number, or the probabilities of the classes."""
    count = max(1, int(columns**0.5)) if classes else columns
    common = dict(n_estimators=trees, max_features=count, max_depth=depth or None, min_samples_leaf=leaf, n_jobs=threads)
    if peer == "sklearn":
        from sklearn.ensemble import RandomForestClassifier as C, RandomForestRegressor as R
        new = lambda seed: (C if classes else R)(random_state=seed, **common)  # noqa: E731
    elif peer.startswith("sklearnex"):
        import functools
        from onedal.ensemble import RandomForestClassifier as OC, RandomForestRegressor as OR
        from sklearnex.ensemble import RandomForestClassifier as C, RandomForestRegressor as R
        kind, engine = (C, OC) if classes else (R, OR)
        if peer == "sklearnex":
            kind = type("Exact", (kind,), dict(_onedal_factory=staticmethod(functools.partial(engine, algorithm="dense"))))
        new = lambda seed: kind(random_state=seed, **common)  # noqa: E731
    elif peer in ("lightgbm", "treelite"):
        import lightgbm
        kind = lightgbm.LGBMClassifier if classes else lightgbm.LGBMRegressor
        leaves = 2**depth if depth else 8192 if len(table) <= 10_000 else 16_384 if classes else 65_536
        new = lambda seed: kind(n_estimators=trees, boosting_type="rf", subsample_freq=1, subsample=0.632, feature_fraction_bynode=count / columns, num_leaves=leaves, max_depth=depth or -1, min_child_samples=leaf, min_child_weight=0, max_bin=255, n_jobs=threads, verbose=-1, random_state=seed)  # noqa: E731,E501
    elif peer == "xgboost":
        import xgboost
        kind = xgboost.XGBRFClassifier if classes else xgboost.XGBRFRegressor
        new = lambda seed: kind(n_estimators=trees, tree_method="hist", max_depth=depth, max_leaves=0, min_child_weight=leaf if leaf > 1 else 1e-6, subsample=0.632, colsample_bynode=count / columns, reg_lambda=1e-6, n_jobs=threads, max_bin=256, random_state=seed)  # noqa: E731,E501
    elif peer == "snapml":
        from snapml import RandomForestClassifier as C, RandomForestRegressor as R
        new = lambda seed: (C if classes else R)(n_estimators=trees, max_depth=depth or None, min_samples_leaf=leaf, max_features=count, bootstrap=True, n_jobs=threads, random_state=seed, use_histograms=True, hist_nbins=256)  # noqa: E731,E501
    elif peer == "ydf":
        return ydf_forest(table, target, classes, count)
    else:
        raise SystemExit(f"no peer called {peer}")
    fit = lambda seed: new(seed).fit(table, target)  # noqa: E731
    if peer == "treelite":
        import treelite

        def fit_and_convert(seed):
            return treelite.frontend.from_lightgbm(fit(seed).booster_)

        def run(model, some):
            found = treelite.gtil.predict(model, some, nthread=threads).reshape(len(some), -1)
            if not classes:
                return found[:, 0]
            return np.column_stack([1 - found[:, 0], found[:, 0]]) if found.shape[1] == 1 else found
        return fit_and_convert, run
    return fit, (lambda model, some: model.predict_proba(some)) if classes else (lambda model, some: model.predict(some))


def ydf_forest(table, target, classes, count):
    import ydf
    names = [f"x{place}" for place in range(columns)]
    named = lambda some: {name: np.ascontiguousarray(some[:, place]) for place, name in enumerate(names)}  # noqa: E731
    data = dict(named(table), target=target)
    fit = lambda seed: ydf.RandomForestLearner(label="target", task=ydf.Task.CLASSIFICATION if classes else ydf.Task.REGRESSION, num_trees=trees, max_depth=depth + 1 if depth else -1, min_examples=leaf, winner_take_all=False, compute_oob_performances=False, num_candidate_attributes=count if count < columns else -1, num_threads=threads, random_seed=seed, discretize_numerical_columns=True).train(data, verbose=0)  # noqa: E731,E501

    def score(model, some):
        found = model.predict(named(some), num_threads=threads)
        return np.column_stack([1 - found, found]) if classes and found.ndim == 1 else found
    return fit, score


def quality(found, truth):
    if job == "regressor":
        return dict(rmse=float(np.sqrt(np.mean((found - truth) ** 2))))
    from sklearn.metrics import accuracy_score, f1_score, roc_auc_score
    if job == "isolation":
        return dict(roc_auc=float(roc_auc_score(truth > 0, found)))
    if found.shape[1] > 2:
        return dict(roc_auc=float(roc_auc_score(truth, found, multi_class="ovr")), accuracy=float(accuracy_score(truth, found.argmax(1))))
    return dict(roc_auc=float(roc_auc_score(truth, found[:, 1])), f1=float(f1_score(truth, found[:, 1] > 0.5)))


def document(model):
    """The bytes of the model's file, and how to load it: XGBoost's JSON, LightGBM's text, else joblib."""
    path = os.path.join(tempfile.mkdtemp(), "model")
    if peer == "xgboost":
        import xgboost
        path += ".json"
        model.save_model(path)
        load = lambda: xgboost.Booster(model_file=path)  # noqa: E731
    elif peer == "lightgbm":
        import lightgbm
        model.booster_.save_model(path)
        load = lambda: lightgbm.Booster(model_file=path)  # noqa: E731
    else:
        import joblib
        joblib.dump(model, path)
        load = lambda: joblib.load(path)  # noqa: E731
    return os.path.getsize(path), load


def check_onnx(prefix):
    import onnxruntime
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(prefix + ".onnx", options, providers=["CPUExecutionProvider"])
    table, _ = rows(test)
    output = session.get_outputs()[-1].name
    found, seconds, processor_s = median(lambda: session.run([output], {"X": table})[0])
    expected = np.array(json.load(open(prefix + ".scores.json")))
    error = np.abs(found[:, -1] - expected) / np.maximum(1, np.abs(expected))
    print(json.dumps(dict(
        tool="onnxruntime", threads=threads, largest_relative_difference=float(error.max()), score_s=seconds, score_cpu_s=processor_s,
        scored_rows=len(table), one_row_us=one_row_us(lambda some: session.run([output], {"X": some}), table))))


def main():
    if job == "onnx":
        return check_onnx(peer)
    table, target = rows(train)
    other, truth = rows(test)
    classes = job == "classifier"
    if classes:
        target, truth = target.astype(np.int32), truth.astype(np.int32)
    fit, score = isolation(table) if job == "isolation" else random_forest(table, target, classes)
    before = memory_mib("VmRSS")
    forget_peak()
    model, fit_s, fit_processor_s = median(lambda: fit(1))
    report = dict(
        tool=peer, job=job, rows=len(table), threads=threads, trees=trees, fit_s=fit_s, fit_cpu_s=fit_processor_s,
        before_fit_mib=before, peak_mib=memory_mib("VmHWM"))
    found, score_s, score_processor_s = median(lambda: score(model, other))
    report.update(score_s=score_s, score_cpu_s=score_processor_s, scored_rows=len(other), one_row_us=one_row_us(lambda some: score(model, some), other))
    qualities = [quality(found, truth)]
    for seed in range(2, seeds + 1):
        qualities.append(quality(score(fit(seed), other), truth))
    for name in qualities[0]:
        report[name] = float(np.mean([one[name] for one in qualities]))
    try:
        report["document_bytes"], load = document(model)
        report["load_s"], report["load_cpu_s"] = median(load)[1:]
    except Exception:  # some models cannot be pickled
        pass
    print(json.dumps(report))


main()
