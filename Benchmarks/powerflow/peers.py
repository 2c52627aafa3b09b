"""Times power flows by lightsim2grid and power-grid-model on the networks of make_networks.py.

python peers.py NETWORK.json [scenarios] [spread]    prints one JSON object, microseconds
lightsim2grid gets pandapower's own per-unit branches and admittances; power-grid-model gets the same,
with generators as power sources at their solved reactive power.
"""
import json
import logging
import statistics
import sys
import time
import warnings

import numpy as np
import pandapower as pp
import power_grid_model as pgm
from lightsim2grid.lightsim2grid_cpp import AlgorithmType, ContingencyAnalysisCPP, InjectionSweepCPP
from lightsim2grid.network import init_from_matpower
from power_grid_model import CalculationMethod as M
from power_grid_model import ComponentType as C

warnings.simplefilter("ignore")
logging.disable(logging.WARNING)
TOLERANCE = 1e-8


def median_us(work, runs=7):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1e6)
    return statistics.median(times)


def missing_shunts(internal):
    """Bus shunts (p.u.) that make MATPOWER's branches give pandapower's admittance matrix exactly."""
    branch = internal["branch"]
    branch = branch[branch[:, 10].real > 0]
    f, t = branch[:, 0].real.astype(int), branch[:, 1].real.astype(int)
    tap = np.where(branch[:, 8].real == 0, 1.0, branch[:, 8].real)
    series, charging = 1 / (branch[:, 2].real + 1j * branch[:, 3].real), 1j * branch[:, 4].real
    diagonal = np.zeros(len(internal["bus"]), complex)
    np.add.at(diagonal, f, (series + charging / 2) / tap**2)
    np.add.at(diagonal, t, series + charging / 2)
    return internal["Ybus"].diagonal() - diagonal


def lightsim(internal):
    shunts = missing_shunts(internal) * internal["baseMVA"]
    bus = internal["bus"][:, :13].real.copy()
    bus[:, 0] = np.arange(len(bus)) + 1
    bus[:, 4], bus[:, 5] = shunts.real, shunts.imag
    branch = internal["branch"][:, :13].real.copy()
    branch = branch[branch[:, 10] > 0]
    branch[:, :2] += 1
    gen = internal["gen"].real[:, :10].copy()
    gen = gen[gen[:, 7] > 0]
    gen[:, 0] += 1
    return init_from_matpower(dict(
        version="2", baseMVA=float(internal["baseMVA"]), bus=bus, branch=branch,
        gen=np.hstack([gen, np.zeros((len(gen), 11))])))


def power_grid_model(internal):
    bus, branch = internal["bus"].real, internal["branch"]
    count, reference, base = len(bus), int(internal["ref"][0]), internal["baseMVA"] * 1e6
    voltage = internal["V"]
    power = voltage * np.conj(internal["Ybus"] @ voltage)
    node = pgm.initialize_array("input", C.node, count)
    node["id"], node["u_rated"] = np.arange(count), bus[:, 9] * 1e3
    branch = branch[branch[:, 10].real > 0]
    f, t = branch[:, 0].real.astype(int), branch[:, 1].real.astype(int)
    impedance = (bus[t, 9] * 1e3) ** 2 / base
    generic = pgm.initialize_array("input", C.generic_branch, len(f))
    generic["id"], generic["from_node"], generic["to_node"] = count + np.arange(len(f)), f, t
    generic["from_status"] = generic["to_status"] = 1
    generic["r1"], generic["x1"] = branch[:, 2].real * impedance, branch[:, 3].real * impedance
    generic["g1"], generic["b1"] = 0.0, branch[:, 4].real / impedance
    generic["k"] = np.where(branch[:, 8].real == 0, 1.0, branch[:, 8].real)
    generic["theta"], generic["sn"] = np.deg2rad(branch[:, 9].real), base
    extra = missing_shunts(internal)
    at = np.where(np.abs(extra) > 1e-12)[0]
    shunt = pgm.initialize_array("input", C.shunt, len(at))
    shunt["id"], shunt["node"], shunt["status"] = count + len(f) + np.arange(len(at)), at, 1
    admittance = (bus[at, 9] * 1e3) ** 2 / base
    shunt["g1"], shunt["b1"] = extra[at].real / admittance, extra[at].imag / admittance
    source = pgm.initialize_array("input", C.source, 1)
    source["id"], source["node"], source["status"] = 10**7, reference, 1
    source["u_ref"], source["u_ref_angle"] = abs(voltage[reference]), np.angle(voltage[reference])
    source["sk"], source["rx_ratio"] = (1e20 if count < 500 else 1e15), 0.1
    others = [i for i in range(count) if i != reference]
    load = pgm.initialize_array("input", C.sym_load, count - 1)
    load["id"], load["node"], load["status"], load["type"] = 2 * 10**7 + np.arange(count - 1), others, 1, 0
    load["p_specified"], load["q_specified"] = -power.real[others] * base, -power.imag[others] * base
    return {C.node: node, C.generic_branch: generic, C.shunt: shunt, C.source: source, C.sym_load: load}


def main():
    path = sys.argv[1]
    scenarios = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    spread = float(sys.argv[3]) if len(sys.argv) > 3 else 0.1
    net = pp.from_json(path)
    big = len(net.bus) > 500
    start = "dc" if big else "flat"
    pp.runpp(net, init=start, calculate_voltage_angles=True, tolerance_mva=1e-8, max_iteration=20)
    internal = net._ppc["internal"]
    count = len(internal["bus"])
    result = {"nodes": count}

    grid = lightsim(internal)
    flat = np.full(count, 1.02 + 0j, dtype=complex)
    grid.change_algorithm(AlgorithmType.NRSing_KLU)

    def cold():
        grid.tell_solver_need_reset()
        return grid.ac_pf(grid.dc_pf(flat, 10, TOLERANCE) if big else flat, 20, TOLERANCE)

    solved = cold()
    result["lightsim2grid_dv"] = float(np.abs(np.abs(solved) - np.abs(internal["V"])).max())
    result["lightsim2grid_single_cold_us"] = median_us(cold)
    random = np.random.default_rng(0)
    p = np.array([load.target_p_mw for load in grid.get_loads()])
    q = np.array([load.target_q_mvar for load in grid.get_loads()])
    factors = random.uniform(1 - spread, 1 + spread, (scenarios, len(p)))
    for threads in (1, 2):
        sweep = InjectionSweepCPP(grid)
        sweep.change_algorithm(AlgorithmType.NRSing_KLU)
        sweep.nb_thread = threads

        def batch():
            sweep.modify_load_p(np.ascontiguousarray(p * factors))
            sweep.modify_load_q(np.ascontiguousarray(q * factors))
            sweep.compute(solved if big else flat, 20, TOLERANCE)

        batch()
        iterations = float(np.sum(sweep.get_row_nb_iter()))
        elapsed = median_us(batch)
        result[f"lightsim2grid_batch_us_{threads}t"] = elapsed / scenarios
        result[f"lightsim2grid_batch_us_per_iteration_{threads}t"] = elapsed / iterations
    if big:
        outages = ContingencyAnalysisCPP(grid)
        outages.change_algorithm(AlgorithmType.NRSing_KLU)
        outages.nb_thread = 1
        outages.add_all_n1()

        def contingencies():
            outages.compute(solved, 20, TOLERANCE)

        contingencies()
        result["lightsim2grid_outage_us"] = median_us(contingencies, runs=3) / len(outages.my_defaults())
    else:
        data = power_grid_model(internal)
        model = pgm.PowerGridModel(data)
        load = data[C.sym_load]
        update = pgm.initialize_array("update", C.sym_load, (scenarios, len(load)))
        factors = random.uniform(1 - spread, 1 + spread, update.shape)
        update["id"] = load["id"]
        update["p_specified"], update["q_specified"] = load["p_specified"] * factors, load["q_specified"] * factors
        for method in (M.newton_raphson, M.iterative_current):
            def batch():
                model.calculate_power_flow(
                    calculation_method=method, update_data={C.sym_load: update}, threading=-1,
                    error_tolerance=TOLERANCE, max_iterations=100, output_component_types={C.node: {"u_pu"}})

            batch()
            result[f"power_grid_model_{method.name}_batch_us"] = median_us(batch) / scenarios
    print(json.dumps(result, indent=1, sort_keys=True))


if __name__ == "__main__":
    main()
