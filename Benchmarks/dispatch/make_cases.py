"""Draws reference problems with a loss for each node and source, as case files that all tools read.

python3 make_cases.py DIRECTORY [COUNT]: COUNT cases (20) of 10 nodes, 3 sources and 24 hours, and one
each of 50 x 5, 200 x 10 and 1,000 x 30, whose supply per demand is that of the reference problem.
"""
import json
import os
import sys

import numpy as np


def case(seed, nodes=10, sources=3, hours=24):
    random = np.random.default_rng(seed)
    capacity = random.uniform(300, 500, sources) * (nodes / 10) * (3 / sources)
    return {
        "name": f"{nodes}x{sources}-{seed}",
        "nodes": [
            {"name": f"N{i + 1}", "capacity_mw": 200,
             "demand_mw": random.uniform(50, 150, hours).tolist()}
            for i in range(nodes)
        ],
        "sources": [
            {"name": f"S{j + 1}", "capacity_mw": capacity[j],
             "cost_per_mwh": random.uniform(5, 15),
             "availability": random.uniform(0.8, 1, hours).tolist()}
            for j in range(sources)
        ],
        "pair_loss": random.uniform(0.05, 0.15, (nodes, sources)).tolist(),
        "unserved_cost_per_mwh": 100,
    }


def main():
    directory = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    os.makedirs(directory, exist_ok=True)
    cases = [case(seed) for seed in range(1, count + 1)]
    cases += [case(100, *size) for size in ((50, 5), (200, 10), (1000, 30))]
    for drawn in cases:
        with open(f"{directory}/{drawn['name']}.json", "w") as file:
            json.dump(drawn, file)


main()
