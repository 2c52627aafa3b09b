"""Trains ours and PyTorch's network in turn, seed by seed, on the rows of make_data.py.

python3 Benchmarks/network/compare.py --kilowatch .build/release/kilowatch --rows 10000 --seeds 10

PyTorch runs with every combination of 1 and 2 threads and default and fused Adam for one seed; the
fastest goes on for the other seeds. `--epochs 5` is enough for times, not for losses. Ours runs twice for each seed: with the running mean of
parameters (the default) and, as PyTorch does, without. Prints the median times, their ratio, and
the mean losses with their standard errors.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys

parser = argparse.ArgumentParser()
parser.add_argument("--kilowatch", default=".build/release/kilowatch")
parser.add_argument("--rows", type=int, default=10_000)
parser.add_argument("--epochs", type=int, default=50)
parser.add_argument("--seeds", type=int, default=10)
parser.add_argument("--first-seed", type=int, default=1)
arguments = parser.parse_args()
folder = pathlib.Path(__file__).resolve().parent


def run(*words):
    return json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def ours(seed, averaging):
    data = folder.parent / "data"
    return run(
        arguments.kilowatch, "bench", "network", "--train", str(data / "network_train.f32"),
        "--test", str(data / "network_test.f32"), "--rows", str(arguments.rows), "--seeds", "1",
        "--epochs", str(arguments.epochs), "--first-seed", str(seed), "--averaging", averaging)


def torch(seed, threads, adam):
    return run(
        sys.executable, str(folder / "peer.py"), "--rows", str(arguments.rows), "--seeds", "1",
        "--epochs", str(arguments.epochs), "--first-seed", str(seed), "--threads", str(threads), "--adam", adam)


seeds = range(arguments.first_seed, arguments.first_seed + arguments.seeds)
settings = [(threads, adam) for threads in (1, 2) for adam in ("foreach", "fused")]
tried = {setting: torch(seeds[0], *setting) for setting in settings}
best = min(settings, key=lambda setting: tried[setting]["fit_s"])
runs = {"ours": [], "ours, no mean of parameters": [], "torch": []}
for seed in seeds:
    runs["ours"].append(ours(seed, "0.99"))
    runs["torch"].append(torch(seed, *best))
    runs["ours, no mean of parameters"].append(ours(seed, "0"))
for threads, adam in settings:
    print(f"torch, {threads} threads, {adam} Adam: {tried[(threads, adam)]['fit_s']:.3f} s")
for name, found in runs.items():
    losses = [each["validation_loss_mean"] for each in found]
    error = statistics.stdev(losses) / len(losses) ** 0.5 if len(losses) > 1 else float("nan")
    print(f"{name}: fit {statistics.median(each['fit_s'] for each in found):.3f} s, "
          f"loss {statistics.mean(losses):.5f} ± {error:.5f}, "
          f"one row {statistics.median(each['one_row_us'] for each in found):.2f} us")
ratios = [peer["fit_s"] / own["fit_s"] for peer, own in zip(runs["torch"], runs["ours"])]
print(f"torch / ours, median of {len(ratios)} pairs: {statistics.median(ratios):.1f}")
