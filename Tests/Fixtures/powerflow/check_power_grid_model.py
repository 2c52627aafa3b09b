"""Solves what `kilowatch grid convert` wrote by power-grid-model, and keeps its voltages.

power-grid-model 1.12 (MPL-2.0), Python 3.11:  python check_power_grid_model.py KILOWATCH

For each case: CASE/network.json becomes CASE/power_grid_model.json, whose solution is compared with
pandapower's for \u03c0 transformers (CASE/expected.json) and written to CASE/power_grid_model_expected.json.
"""
import json
import pathlib
import subprocess
import sys

import numpy as np
import power_grid_model as pgm
from power_grid_model import ComponentType as C
from power_grid_model.utils import json_deserialize

HERE = pathlib.Path(__file__).parent
for case in ["every_radial", "four_load_branch", "kerber_landnetz_freileitung_1"]:
    folder = HERE / case
    written = folder / "power_grid_model.json"
    subprocess.run([sys.argv[1], "grid", "convert", str(folder / "network.json"), "--out", str(written)], check=True)
    model = pgm.PowerGridModel(json_deserialize(written.read_text()), system_frequency=50.0)
    nodes = model.calculate_power_flow(error_tolerance=1e-9, max_iterations=100)[C.node]
    voltage = {int(i): float(u) for i, u in zip(nodes["id"], nodes["u_pu"])}
    angle = {int(i): float(a) for i, a in zip(nodes["id"], np.degrees(nodes["u_angle"]))}
    expected = json.loads((folder / "expected.json").read_text())["pi"]["res_bus"]
    numbers = [row for row in range(len(expected["vm_pu"]))]
    pairs = [(voltage[n], v) for n, v in zip(numbers, expected["vm_pu"]) if v is not None]
    print(case, "largest difference from pandapower, p.u.:", max(abs(a - b) for a, b in pairs))
    document = {"tool": "power-grid-model 1.12", "command": "python check_power_grid_model.py kilowatch",
                "tolerance": {"u_pu": 1e-8, "u_angle_degree": 5e-6},
                "id": sorted(voltage), "u_pu": [voltage[i] for i in sorted(voltage)],
                "u_angle_degree": [angle[i] for i in sorted(angle)]}
    (folder / "power_grid_model_expected.json").write_text(json.dumps(document, indent=1) + "\n")
