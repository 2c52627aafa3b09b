#!/usr/bin/env python3
"""256 levels beside exact splits on held-out rows: many splits of one table, the same for both.

usage: exact_splits.py FOLDER NAME [ROWS] [SPLITS] [SEEDS]      the table that make_data.py made as FOLDER/table_NAME_*.f32
ROWS is the most rows to fit on, of 70 in 100. Prints the mean quality of both (RMSE or ROC-AUC), the mean gain of exact splits in
percent with its standard error, positive where they are better, and the ratio of the times of fitting.
"""
import json
import os
import subprocess
import sys
import tempfile

import numpy as np

KILOWATCH = os.environ.get("KILOWATCH", ".build/release/kilowatch")


def main(folder, name, limit="1000000", splits="10", seeds="5"):
    base = os.path.join(folder, "table_" + name)
    job, columns, _ = json.load(open(base + ".json"))
    table = np.concatenate([np.fromfile(f"{base}_{part}.f32", "<f4").reshape(-1, columns + 1) for part in ("train", "test")])
    own = tempfile.mkdtemp()
    train, test = os.path.join(own, "train.f32"), os.path.join(own, "test.f32")
    quality, seconds = {256: [], 65535: []}, {256: [], 65535: []}
    for split in range(int(splits)):
        order = np.random.default_rng(100 + split).permutation(len(table))
        count = min(int(limit), int(0.7 * len(table)))
        table[order[:count]].tofile(train)
        table[order[count:count + 20_000]].tofile(test)
        for levels in quality:
            report = json.loads(subprocess.run([
                KILOWATCH, "bench", "forests", "--job", job, "--columns", str(columns), "--train", train, "--test", test, "--runs", "1",
                "--seeds", seeds, "--levels", str(levels), "--threads", "1"], capture_output=True, text=True, check=True).stdout)
            quality[levels].append(report["rmse" if job == "regressor" else "roc_auc"])
            seconds[levels].append(report["fit_s"])
    few, exact = np.array(quality[256]), np.array(quality[65535])
    gains = 100 * (1 - exact / few if job == "regressor" else exact - few)
    print(f"{name}, {count} rows: {few.mean():.4f} and {exact.mean():.4f}, exact better by {gains.mean():.2f} ± "
          f"{gains.std(ddof=1) / len(gains)**0.5:.2f} %, at {np.median(seconds[65535]) / np.median(seconds[256]):.1f} times the time")


if __name__ == "__main__":
    main(*sys.argv[1:])
