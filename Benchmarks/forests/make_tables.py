#!/usr/bin/env python3
"""Makes tables of kinds on which a forest could do worse than others: few rows, ties, constant columns, heavy tails, ...

usage: make_tables.py FOLDER
Writes FOLDER/NAME.csv, the column 'target' last, for make_data.py FOLDER NAME.csv target.
"""
import os
import sys

import numpy as np
from sklearn.datasets import make_classification, make_friedman1

OUT = sys.argv[1]


def write(name, rows, target):
    with open(os.path.join(OUT, name + ".csv"), "w") as file:
        file.write(",".join(f"x{place}" for place in range(rows.shape[1])) + ",target\n")
        for row, value in zip(rows, target):
            file.write(",".join(f"{cell:.7g}" for cell in row) + f",{value}\n")


if __name__ == "__main__":
    os.makedirs(OUT, exist_ok=True)
    random = np.random.default_rng(5)
    write("few", *make_classification(220, 12, n_informative=5, flip_y=0.1, random_state=1))
    categories = random.integers(0, [3, 5, 40, 300, 12, 2, 7, 1000], (3_000, 8))
    effects = [random.normal(size=1000) for _ in range(8)]
    total = sum(effects[place][categories[:, place]] for place in range(8)) + random.normal(size=3_000)
    write("categories", categories, (total > np.median(total)).astype(int))
    rows, target = make_classification(4_000, 10, n_informative=6, random_state=2)
    write("ties", np.round(rows), target)
    rows, target = make_classification(3_000, 8, n_informative=5, random_state=3)
    write("constants", np.hstack([np.ones((3_000, 60)), rows, np.zeros((3_000, 60))]), target)
    write("wide", *make_classification(1_500, 250, n_informative=12, random_state=4))
    write("imbalance", *make_classification(20_000, 10, n_informative=5, weights=[0.992], flip_y=0.002, random_state=5))
    write("nine", *make_classification(5_000, 15, n_informative=9, n_classes=9, random_state=6))
    write("friedman", *make_friedman1(4_000, 12, noise=1, random_state=7))
    rows = random.normal(size=(6_000, 6))
    write("zeros", rows, np.where(random.random(6_000) < 0.6, 0, np.exp(rows[:, 0] + 0.5 * rows[:, 1])))
    # Classes rarer than one level of 256, of 40,000 rows: in the tails, in two bands, among counts, in some of 28 columns.
    rows = random.standard_cauchy((40_000, 10))
    write("tails", rows, (np.abs(rows) > 530).any(1).astype(int))
    rows = np.exp(random.normal(0, 1.2, (40_000, 10)))
    ranks = rows.argsort(0).argsort(0) / len(rows)
    write("bands", rows, ((abs(ranks[:, 0] - 0.998) < 0.0005) | (abs(ranks[:, 1] - 0.99925) < 0.00025)).astype(int))
    rows = np.floor(np.exp(random.normal(1.5, 2.2, (40_000, 15)))) * (random.random((40_000, 15)) < 0.5)
    few = random.random(40_000) < 0.004
    rows[few, 0] = np.floor(random.normal(511, 6, few.sum()))
    write("counts", rows, few.astype(int))
    few = random.random(40_000) < 0.003
    rows = random.standard_t(4, (40_000, 28))
    rows[few] += random.normal(0, 3, 28) * (random.random((few.sum(), 28)) < 0.4)
    write("shifts", rows, few.astype(int))
