"""Steps of Adam by PyTorch from given weights over given batches: python3 make.py

Writes adam_steps.json: a 5-8-4-1 network with rectifiers, mean squared error on standardised
columns, Adam at 0.001, 60 steps; the losses before each step and the parameters after the last.
"""

import json
import pathlib

import numpy as np
import torch

random = np.random.Generator(np.random.PCG64(11))
inputs = random.normal(0, 3, (96, 5)).astype("f4")
targets = (inputs @ random.normal(0, 1, 5) + np.sin(inputs[:, 0])).astype("f4")
x = (inputs - inputs.mean(0, dtype="f8")) / inputs.std(0, dtype="f8")
y = (targets - targets.mean(dtype="f8")) / targets.std(dtype="f8")
x, y = torch.from_numpy(x.astype("f4")), torch.from_numpy(y.astype("f4"))[:, None]
torch.manual_seed(3)
network = torch.nn.Sequential(
    torch.nn.Linear(5, 8), torch.nn.ReLU(), torch.nn.Linear(8, 4), torch.nn.ReLU(), torch.nn.Linear(4, 1))


def layers():
    return [{"weights": layer.weight.detach().numpy().T.tolist(), "biases": layer.bias.detach().tolist()}
            for layer in network if isinstance(layer, torch.nn.Linear)]


start = layers()
batches = [part.tolist() for _ in range(10) for part in np.array_split(random.permutation(96), 6)]
optimiser = torch.optim.Adam(network.parameters(), lr=1e-3)
losses = []
for batch in batches:
    optimiser.zero_grad()
    loss = torch.nn.functional.mse_loss(network(x[batch]), y[batch])
    loss.backward()
    optimiser.step()
    losses.append(loss.item())
pathlib.Path(__file__).with_name("adam_steps.json").write_text(json.dumps({
    "tool": f"torch {torch.__version__}", "command": "python3 make.py", "tolerance": 2e-5,
    "inputs": inputs.T.tolist(), "targets": targets.tolist(), "start": start, "batches": batches,
    "losses": losses, "end": layers()}))
