"""Writes the power-flow fixtures: a network and what pandapower says of it.

pandapower 3.5.6 (BSD-3-Clause), Python 3.11:  python make_fixtures.py
"""
import json
import pathlib
import warnings

import numpy as np
import pandas as pd
import pandapower as pp
import pandapower.networks as pn

warnings.simplefilter("ignore")
HERE = pathlib.Path(__file__).parent
TABLES = ["res_" + kind for kind in (
    "bus line trafo trafo3w impedance dcline ext_grid gen load sgen shunt storage ward xward motor asymmetric_load "
    "asymmetric_sgen").split()]


def every_element():
    """Each element and option that the model has, on twelve buses."""
    net = pp.create_empty_network(sn_mva=10, f_hz=50, name="every element")
    hv = pp.create_bus(net, 110, name="hv")
    mv = [pp.create_bus(net, 20) for _ in range(5)]
    lv = [pp.create_bus(net, 0.4) for _ in range(4)]
    lonely, dead = pp.create_bus(net, 20), pp.create_bus(net, 20, in_service=False)
    pp.create_ext_grid(net, hv, vm_pu=1.03, va_degree=12)
    pp.create_transformer(net, hv, mv[0], "25 MVA 110/20 kV", tap_pos=-3)
    pp.create_transformer_from_parameters(
        net, mv[1], lv[0], 0.4, 20, 0.4, vkr_percent=1.425, vk_percent=6, pfe_kw=1.35, i0_percent=0.3375,
        shift_degree=150, tap_side="lv", tap_neutral=0, tap_pos=2, tap_min=-2, tap_max=2, tap_step_percent=2.5,
        tap_step_degree=10, tap_changer_type="Ratio", parallel=2, df=0.9)
    pp.create_transformer_from_parameters(
        net, mv[4], lv[2], 0.63, 20, 0.4, vkr_percent=1.2, vk_percent=6, pfe_kw=1.1, i0_percent=0.2, shift_degree=30,
        tap_side="hv", tap_neutral=0, tap_pos=1, tap_min=-2, tap_max=2, tap_step_degree=2, tap_changer_type="Ideal")
    for a, b, km, n in [(0, 1, 4.2, 1), (1, 2, 2.5, 2), (2, 3, 1.1, 1), (3, 4, 3.3, 1), (4, 0, 5.0, 1)]:
        pp.create_line(net, mv[a], mv[b], km, "NA2XS2Y 1x185 RM/25 12/20 kV", parallel=n, df=0.8)
    pp.create_line(net, lv[0], lv[1], 0.3, "NAYY 4x150 SE")
    pp.create_line(net, lv[2], lv[3], 0.2, "15-AL1/3-ST1A 0.4")
    dead_line = pp.create_line(net, mv[3], dead, 1.0, "NA2XS2Y 1x185 RM/25 12/20 kV")
    assert dead_line == 7
    pp.create_line(net, mv[2], lonely, 1.0, "NA2XS2Y 1x185 RM/25 12/20 kV", in_service=False)
    net.line.loc[0, "g_us_per_km"] = 0.5
    tie = pp.create_bus(net, 20)
    pp.create_switch(net, mv[2], tie, "b", z_ohm=0.3)
    twin = pp.create_bus(net, 0.4)
    pp.create_switch(net, lv[1], twin, "b")
    pp.create_switch(net, mv[0], 4, "l", closed=False)
    pp.create_switch(net, mv[1], 1, "l", closed=True)
    pp.create_load(net, lv[1], 0.12, 0.04, const_z_p_percent=30, const_i_p_percent=20, const_z_q_percent=10,
                   const_i_q_percent=40, scaling=0.9)
    pp.create_sgen(net, mv[2], 0.05, 0.01)
    pp.create_load(net, mv[3], 2.5, 0.8)
    pp.create_load(net, mv[3], 1.0, 0.3, in_service=False)
    pp.create_load(net, lv[3], 0.03, 0.01)
    pp.create_sgen(net, lv[3], 0.08, -0.02, scaling=0.7)
    pp.create_storage(net, tie, -0.4, 1.0, q_mvar=0.1)
    pp.create_ward(net, mv[4], 0.5, 0.2, 0.3, 0.1)
    pp.create_motor(net, mv[2], 0.6, 0.85, efficiency_percent=94, loading_percent=80)
    pp.create_asymmetric_load(net, lv[0], 0.01, 0.02, 0.015, 0.001, 0.002, 0.003)
    pp.create_shunt(net, mv[3], -0.5, 0.01, vn_kv=21, step=2)
    pp.create_gen(net, mv[4], 1.5, vm_pu=1.01, min_q_mvar=-3, max_q_mvar=3)
    pp.create_gen(net, mv[4], 0.5, vm_pu=1.01, min_q_mvar=-1, max_q_mvar=2)
    return net


def composite_elements():
    """Elements that are more than one branch or injection, and loads that share how they follow the voltage."""
    net = pp.create_empty_network(sn_mva=100, f_hz=50, name="composite elements")
    hv = [pp.create_bus(net, 110) for _ in range(4)]
    mv = [pp.create_bus(net, 20) for _ in range(4)]
    lv = [pp.create_bus(net, 10) for _ in range(2)]
    pp.create_ext_grid(net, hv[0], vm_pu=1.02, va_degree=5)
    for a, b in [(0, 1), (1, 2), (0, 2)]:
        pp.create_line(net, hv[a], hv[b], 12, "149-AL1/24-ST1A 110.0")
    pp.create_line(net, mv[0], mv[1], 2, "NA2XS2Y 1x185 RM/25 12/20 kV")
    pp.create_line(net, mv[2], mv[3], 1, "NA2XS2Y 1x185 RM/25 12/20 kV")
    shared = dict(vn_hv_kv=110, vn_mv_kv=20, vn_lv_kv=10, sn_hv_mva=40, sn_mv_mva=25, sn_lv_mva=15, vk_hv_percent=10.4,
                  vk_mv_percent=11.4, vk_lv_percent=10.1, vkr_hv_percent=0.28, vkr_mv_percent=0.32, vkr_lv_percent=0.35,
                  pfe_kw=35, i0_percent=0.89, shift_mv_degree=30, shift_lv_degree=-30, tap_neutral=0, tap_min=-8, tap_max=8,
                  tap_step_percent=1.5, tap_changer_type="Ratio")
    pp.create_transformer3w_from_parameters(net, hv[1], mv[0], lv[0], tap_side="hv", tap_pos=-3, **shared)
    pp.create_transformer3w_from_parameters(
        net, hv[2], mv[2], lv[1], tap_side="mv", tap_pos=2, tap_step_degree=5, tap_at_star_point=True, **shared)
    pp.create_transformer3w_from_parameters(
        net, hv[2], mv[1], lv[1], tap_side="lv", tap_pos=1, in_service=False, **shared)
    pp.create_switch(net, lv[1], 1, "t3", closed=False)
    pp.create_switch(net, hv[1], 0, "t3", closed=True)
    pp.create_transformer_from_parameters(
        net, hv[2], mv[3], 25, 110, 20, vkr_percent=0.41, vk_percent=12, pfe_kw=14, i0_percent=0.07, shift_degree=30,
        tap_side="hv", tap_neutral=0, tap_pos=2, tap_min=-2, tap_max=2, tap_step_percent=1.5, tap_changer_type="Tabular",
        tap_dependency_table=True, id_characteristic_table=0)
    net.trafo_characteristic_table = pd.DataFrame({
        "id_characteristic": [0] * 3, "step": [1, 2, 3], "voltage_ratio": [1.01, 1.03, 1.04], "angle_deg": [0.0, 0.5, 1.0],
        "vk_percent": [12.0, 12.5, 13.0], "vkr_percent": [0.41, 0.43, 0.44]})
    pp.create_impedance(net, hv[1], hv[3], rft_pu=0.01, xft_pu=0.08, sn_mva=50, rtf_pu=0.012, xtf_pu=0.07, gf_pu=0.001,
                        bf_pu=0.02, gt_pu=0.002, bt_pu=0.03)
    pp.create_xward(net, hv[3], ps_mw=4, qs_mvar=1, pz_mw=2, qz_mvar=0.5, r_ohm=3, x_ohm=12, vm_pu=1.01)
    pp.create_ward(net, lv[0], ps_mw=0.6, qs_mvar=0.2, pz_mw=0.4, qz_mvar=0.1)
    pp.create_dcline(net, hv[2], hv[3], p_mw=6, loss_percent=1.2, loss_mw=0.3, vm_from_pu=1.01, vm_to_pu=1.0,
                     min_q_from_mvar=-20, max_q_from_mvar=20, min_q_to_mvar=-20, max_q_to_mvar=20)
    pp.create_load(net, mv[1], 3, 1, const_z_p_percent=40, const_i_p_percent=10, const_z_q_percent=20, const_i_q_percent=50)
    pp.create_load(net, mv[1], 2, 0.5)
    pp.create_load(net, mv[1], 1, 0.4, const_z_p_percent=100, const_z_q_percent=100, in_service=False)
    pp.create_sgen(net, mv[1], 0.8, 0.1)
    twin = pp.create_bus(net, 20)
    pp.create_switch(net, mv[2], twin, "b")
    pp.create_load(net, mv[2], 4, 1.5, const_i_p_percent=100, const_i_q_percent=100)
    pp.create_sgen(net, twin, 1.5, 0.3, scaling=0.8)
    pp.create_load(net, lv[0], 2, 0.7)
    pp.create_shunt(net, mv[0], q_mvar=-1, step=2, max_step=3, step_dependency_table=True, id_characteristic_table=0)
    net.shunt_characteristic_table = pd.DataFrame(
        {"id_characteristic": [0, 0, 0], "step": [1, 2, 3], "q_mvar": [-0.9, -1.7, -2.4], "p_mw": [0.01, 0.02, 0.03]})
    return net


def every_radial():
    """What power-grid-model has components for: transformers of two and three windings, open ends, loads of every kind."""
    net = pp.create_empty_network(sn_mva=10, f_hz=50, name="every radial element")
    hv = pp.create_bus(net, 110)
    mv = [pp.create_bus(net, 20) for _ in range(4)]
    lv = [pp.create_bus(net, 0.4) for _ in range(3)]
    ten = pp.create_bus(net, 10)
    pp.create_ext_grid(net, hv, vm_pu=1.02, va_degree=3)
    pp.create_transformer3w_from_parameters(
        net, hv, mv[0], ten, vn_hv_kv=110, vn_mv_kv=20, vn_lv_kv=10, sn_hv_mva=40, sn_mv_mva=25, sn_lv_mva=15,
        vk_hv_percent=10.4, vk_mv_percent=11.4, vk_lv_percent=10.1, vkr_hv_percent=0.28, vkr_mv_percent=0.32,
        vkr_lv_percent=0.35, pfe_kw=35, i0_percent=0.89, shift_mv_degree=30, tap_side="hv", tap_pos=-3, tap_neutral=0,
        tap_min=-8, tap_max=8, tap_step_percent=1.5, tap_changer_type="Ratio")
    pp.create_transformer(net, mv[1], lv[0], "0.4 MVA 20/0.4 kV", tap_pos=1)
    pp.create_transformer_from_parameters(
        net, mv[3], lv[1], 0.4, 20, 0.4, vkr_percent=1.425, vk_percent=6, pfe_kw=1.35, i0_percent=0.3375,
        shift_degree=150, tap_side="lv", tap_neutral=0, tap_pos=2, tap_min=-2, tap_max=2, tap_step_percent=2.5,
        tap_step_degree=10, tap_changer_type="Ratio", parallel=2)
    for a, b in [(0, 1), (1, 2), (0, 3), (3, 2)]:
        pp.create_line(net, mv[a], mv[b], 2.5, "NA2XS2Y 1x185 RM/25 12/20 kV")
    net.line.loc[0, "g_us_per_km"] = 0.5
    pp.create_switch(net, mv[2], 3, "l", closed=False)
    pp.create_switch(net, lv[0], lv[2], "b", z_ohm=0.01)
    twin = pp.create_bus(net, 10)
    pp.create_switch(net, ten, twin, "b")
    pp.create_impedance(net, mv[0], mv[2], rft_pu=0.02, xft_pu=0.1, sn_mva=5, gf_pu=0.001, bf_pu=0.02, gt_pu=0.002, bt_pu=0.01)
    pp.create_load(net, lv[2], 0.1, 0.03, const_z_p_percent=30, const_i_p_percent=20, const_z_q_percent=10,
                   const_i_q_percent=40)
    pp.create_load(net, lv[2], 0.05, 0.01)
    pp.create_sgen(net, lv[2], 0.02, 0.0)
    pp.create_load(net, lv[1], 0.2, 0.05)
    pp.create_sgen(net, mv[2], 0.6, -0.1, scaling=0.9)
    pp.create_load(net, twin, 3, 1)
    pp.create_ward(net, mv[3], 0.5, 0.2, 0.3, 0.1)
    pp.create_shunt(net, mv[0], -0.8, 0.01, vn_kv=21)
    return net


CASES = {
    "four_load_branch": pn.four_loads_with_branches_out,
    "kerber_landnetz_freileitung_1": pn.create_kerber_landnetz_freileitung_1,
    "cigre_mv_with_der": lambda: pn.create_cigre_network_mv(with_der="all"),
    "cigre_hv": pn.create_cigre_network_hv,
    "every_element": every_element,
    "composite_elements": composite_elements,
    "every_radial": every_radial,
}


def plain(value):
    return None if isinstance(value, float) and not np.isfinite(value) else value


def write(path, value):
    path.write_text(json.dumps(value, indent=1, sort_keys=True) + "\n")


def main():
    for name, make in CASES.items():
        net = make()
        folder = HERE / name
        folder.mkdir(exist_ok=True)
        document = json.loads(pp.to_json(net))
        tables = document["_object"]
        for key in list(tables):
            frame = tables[key]
            is_table = isinstance(frame, dict) and frame.get("_class") == "DataFrame"
            if key.startswith("res_") or key == "std_types" or is_table and '"data":[]' in frame["_object"]:
                del tables[key]
        write(folder / "network.json", document)
        expected = {"tool": f"pandapower {pp.__version__}", "command": "python make_fixtures.py",
                    "tolerance": {"vm_pu": 1e-8, "va_degree": 1e-6, "power_mva": 1e-6, "loading_percent": 1e-5}}
        for model in ["t", "pi"]:
            pp.runpp(net, trafo_model=model, calculate_voltage_angles=True, tolerance_mva=1e-10, max_iteration=30)
            expected[model] = {
                table: {column: [plain(float(v)) for v in net[table][column]] for column in net[table].columns}
                for table in TABLES if len(net[table])}
        write(folder / "expected.json", expected)


if __name__ == "__main__":
    main()
