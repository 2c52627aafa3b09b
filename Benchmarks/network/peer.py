"""Trains PyTorch (CPU, eager) on the rows of make_data.py as `kilowatch bench network` does.

python3 Benchmarks/network/peer.py --rows 10000 --epochs 50 --seeds 10 --threads 1 [--adam fused]

Prints one JSON object: seconds of each training, the loss on the test rows (mean squared error of
the standardised target) and the latency of one row.
"""

import argparse
import json
import pathlib
import statistics
import time

import numpy as np
import torch

parser = argparse.ArgumentParser()
parser.add_argument("--rows", type=int, default=10_000)
parser.add_argument("--epochs", type=int, default=50)
parser.add_argument("--seeds", type=int, default=10)
parser.add_argument("--first-seed", type=int, default=1)
parser.add_argument("--threads", type=int, default=1)
parser.add_argument("--adam", choices=["foreach", "fused"], default="foreach")
arguments = parser.parse_args()

folder = pathlib.Path(__file__).resolve().parent.parent / "data"
train = np.fromfile(folder / "network_train.f32", "<f4").reshape(-1, 21)[: arguments.rows]
test = np.fromfile(folder / "network_test.f32", "<f4").reshape(-1, 21)
mean, deviation = train.mean(0, dtype="f8"), train.std(0, dtype="f8")
train = ((train - mean) / deviation).astype("f4")
test = ((test - mean) / deviation).astype("f4")
torch.set_num_threads(arguments.threads)
x, y = torch.from_numpy(train[:, :20].copy()), torch.from_numpy(train[:, 20:].copy())
tx, ty = torch.from_numpy(test[:, :20].copy()), torch.from_numpy(test[:, 20:].copy())

seconds, losses = [], []
for seed in range(arguments.first_seed, arguments.first_seed + arguments.seeds):
    torch.manual_seed(seed)
    network = torch.nn.Sequential(
        torch.nn.Linear(20, 64), torch.nn.ReLU(), torch.nn.Linear(64, 64), torch.nn.ReLU(),
        torch.nn.Linear(64, 1))
    fused = {"fused": True} if arguments.adam == "fused" else {}
    optimiser = torch.optim.Adam(network.parameters(), lr=1e-3, **fused)
    loss_of = torch.nn.MSELoss()
    begin = time.perf_counter()
    for epoch in range(arguments.epochs):
        order = torch.randperm(len(x))
        xs, ys = x[order], y[order]
        for start in range(0, len(x), 32):
            optimiser.zero_grad(set_to_none=True)
            loss = loss_of(network(xs[start:start + 32]), ys[start:start + 32])
            loss.backward()
            optimiser.step()
    seconds.append(time.perf_counter() - begin)
    with torch.inference_mode():
        losses.append(float(loss_of(network(tx), ty)))

one = tx[:1]
latencies = []
with torch.inference_mode():
    for _ in range(2_000):
        begin = time.perf_counter_ns()
        network(one)
        latencies.append((time.perf_counter_ns() - begin) / 1e3)
print(json.dumps({
    "tool": f"torch {torch.__version__}, {arguments.threads} threads, {arguments.adam} Adam",
    "rows": arguments.rows, "epochs": arguments.epochs,
    "fit_s": statistics.median(seconds), "fit_s_per_epoch": statistics.median(seconds) / arguments.epochs,
    "validation_loss_mean": statistics.mean(losses), "validation_losses": losses,
    "one_row_us": statistics.median(latencies)}))
