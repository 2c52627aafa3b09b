"""Writes the power-grid-model fixture: input data and the voltages that it gives.

power-grid-model 1.12 (MPL-2.0), Python 3.11:  python make_power_grid_model.py
"""
import json
import pathlib

import numpy as np
import power_grid_model as pgm
from power_grid_model import ComponentType as C
from power_grid_model.utils import json_serialize

HERE = pathlib.Path(__file__).parent / "power_grid_model"


def component(kind, count, **columns):
    rows = pgm.initialize_array("input", kind, count)
    for name, values in columns.items():
        rows[name] = values
    return rows


DATA = {
    C.node: component(C.node, 6, id=[1, 2, 3, 4, 5, 6], u_rated=[110e3, 20e3, 20e3, 400, 400, 400]),
    C.transformer: component(
        C.transformer, 2, id=[10, 11], from_node=[1, 3], to_node=[2, 4], from_status=1, to_status=1,
        u1=[110e3, 20e3], u2=[21e3, 400], sn=[25e6, 0.4e6], uk=[0.12, 0.06], pk=[100e3, 5e3], i0=[0.002, 0.003],
        p0=[20e3, 1e3], winding_from=[1, 2], winding_to=[2, 1], clock=[5, 11], tap_side=[0, 1], tap_pos=[3, 1],
        tap_min=[-5, -2], tap_max=[5, 2], tap_nom=[0, 0], tap_size=[1500.0, 5.0]),
    C.line: component(
        C.line, 3, id=[20, 21, 22], from_node=[2, 2, 4], to_node=[3, 3, 5], from_status=[1, 1, 1],
        to_status=[1, 0, 1], r1=[0.5, 0.6, 0.05], x1=[0.4, 0.3, 0.02], c1=[1e-6, 2e-6, 1e-8], tan1=[0.01, 0, 0],
        i_n=[300, 300, 200]),
    C.generic_branch: component(
        C.generic_branch, 1, id=[25], from_node=[5], to_node=[6], from_status=1, to_status=1, r1=[0.02], x1=[0.03],
        g1=[1e-4], b1=[2e-4], k=[1.02], theta=[0.05], sn=[1e5]),
    C.shunt: component(C.shunt, 1, id=[30], node=[3], status=1, g1=1e-5, b1=2e-4),
    C.source: component(C.source, 1, id=[40], node=[1], status=1, u_ref=1.02, u_ref_angle=0.1, sk=1e9, rx_ratio=0.2),
    C.sym_load: component(
        C.sym_load, 4, id=[50, 51, 52, 53], node=[3, 4, 5, 6], status=1, type=[0, 1, 2, 0],
        p_specified=[2e6, 5e4, 4e4, 3e4], q_specified=[5e5, 1e4, 2e4, 1e4]),
    C.sym_gen: component(C.sym_gen, 1, id=[60], node=[5], status=1, type=0, p_specified=[2e4], q_specified=[0]),
}


def main():
    HERE.mkdir(exist_ok=True)
    (HERE / "input.json").write_text(json_serialize(DATA) + "\n")
    (HERE / "input_compact.json").write_text(json_serialize(DATA, use_compact_list=True) + "\n")
    result = pgm.PowerGridModel(DATA).calculate_power_flow(error_tolerance=1e-12, max_iterations=100)[C.node]
    expected = {"tool": f"power-grid-model {pgm.__version__ if hasattr(pgm, '__version__') else '1.12'}",
                "id": result["id"].tolist(), "u_pu": result["u_pu"].tolist(),
                "u_angle_degree": np.degrees(result["u_angle"]).tolist()}
    (HERE / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")


if __name__ == "__main__":
    main()
