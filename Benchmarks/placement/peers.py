"""The placement benchmark's peers on the same feeder and profiles as `kilowatch bench placement`.

    python peers.py NETWORK.json LOAD.csv GENERATION.csv

Prints JSON: 2,400 power flows (100 random placements over 24 steps, permutation to objective) by
power-grid-model, lightsim2grid and a NumPy fixed point on the bus impedance matrix; one series of 24
steps by each; one pandapower flow; and pymoo's NSGA-II, 100 x 200, on loading, losses and voltage
deviation, rated by the NumPy fixed point one generation at a time.
"""
import os
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")
import copy, json, statistics, sys, time, warnings
warnings.simplefilter("ignore")
import logging; logging.disable(logging.WARNING)
import numpy as np, pandas as pd, pandapower as pp

network, load_file, generation_file = sys.argv[1:4]
load = pd.read_csv(load_file, index_col=0).values
generation = pd.read_csv(generation_file, index_col=0).values
steps, count = load.shape
net = pp.from_json(network)
pp.runpp(net, calculate_voltage_angles=False)
Y = net._ppc["internal"]["Ybus"].toarray()
slack = int(net._pd2ppc_lookups["bus"][net.ext_grid.bus.iloc[0]])
rest = [i for i in range(Y.shape[0]) if i != slack]
lookup = net._pd2ppc_lookups["bus"]
row = {bus: k for k, bus in enumerate(rest)}
load_rows = np.array([row[lookup[b]] for b in net.load.bus])
sgen_rows = np.array([row[lookup[b]] for b in net.sgen.bus])
v0 = complex(net.ext_grid.vm_pu.iloc[0])
Z = np.linalg.inv(Y[np.ix_(rest, rest)])
w = (-Z @ Y[np.ix_(rest, [slack])] * v0)
f = np.array([row.get(lookup[b], -1) for b in net.line.from_bus]); t = np.array([row.get(lookup[b], -1) for b in net.line.to_bus])
vn = net.bus.vn_kv[net.line.from_bus].values
zb = vn ** 2 / net.sn_mva
ys = 1 / ((net.line.r_ohm_per_km + 1j * net.line.x_ohm_per_km).values * net.line.length_km.values / zb)
bh = 1j * np.pi * net.f_hz * net.line.c_nf_per_km.values * 1e-9 * net.line.length_km.values * zb
scale = 100 / (net.line.max_i_ka.values * np.sqrt(3) * vn / net.sn_mva)
fixed_q = np.zeros(len(rest)); np.add.at(fixed_q, load_rows, -net.load.q_mvar.values); np.add.at(fixed_q, sgen_rows, net.sgen.q_mvar.values)


def solve(orders):
    """(loading sum, losses kWh, deviation percent) of each (generation order, load order)."""
    n = len(orders)
    S = np.zeros((len(rest), n, steps), complex); S += 1j * fixed_q[:, None, None]
    for c, (g, l) in enumerate(orders):
        S[sgen_rows[g], c] += generation.T
        S[load_rows[l], c] -= load.T
    S = S.reshape(len(rest), -1); V = np.broadcast_to(w, S.shape).copy(); Sc = np.conj(S)
    for _ in range(50):
        Vn = Z @ (Sc / np.conj(V)) + w
        d = np.abs(Vn - V).max(); V = Vn
        if d < 1e-8: break
    D = ys[:, None] * (V[f] - V[t]); A = D + bh[:, None] * V[f]; B = -D + bh[:, None] * V[t]
    m = np.sqrt(np.maximum(A.real ** 2 + A.imag ** 2, B.real ** 2 + B.imag ** 2)) * scale[:, None]
    slack_power = v0 * np.conj(Y[slack, slack] * v0 + Y[slack, rest] @ V)
    losses = (slack_power.real + S.real.sum(0)) * 1e3 * net.sn_mva
    vm = np.abs(V); deviation = 100 * np.maximum(np.abs(vm - 1).max(0), abs(abs(v0) - 1))
    return np.stack([x.reshape(n, steps).sum(1) for x in (m.max(0), losses, deviation)], 1)


def median(work, runs=7):
    work(); times = []
    for _ in range(runs):
        start = time.perf_counter(); work(); times.append(time.perf_counter() - start)
    return statistics.median(times)


rng = np.random.default_rng(7)
orders = [(rng.permutation(count), rng.permutation(count)) for _ in range(100)]
flows = 100 * steps
out = {"pandapower_flow_us": median(lambda: pp.runpp(net), 3) * 1e6}
out["numpy_batch_flow_us"] = median(lambda: solve(orders)) / flows * 1e6
out["numpy_series_us"] = median(lambda: solve(orders[:1]), 51) * 1e6

# lightsim2grid
from lightsim2grid.network import init_from_pandapower
from lightsim2grid.lightsim2grid_cpp import InjectionSweepCPP, AlgorithmType
flat = copy.deepcopy(net); flat.trafo.shift_degree = 0.0; pp.runpp(flat); grid = init_from_pandapower(flat)
start_v = np.full(len(net.bus), v0)


def sweep_of(some, threads):
    """A call that solves every step of every placement; lightsim2grid fixes the number of rows."""
    sweep = InjectionSweepCPP(grid); sweep.change_algorithm(AlgorithmType.NRSing_KLU)
    if threads > 1: sweep.nb_thread = threads
    pl = np.zeros((len(some) * steps, count)); pg = np.zeros_like(pl)

    def run():
        for c, (g, l) in enumerate(some):
            pl[c * steps:(c + 1) * steps][:, l] = load; pg[c * steps:(c + 1) * steps][:, g] = generation
        sweep.modify_load_p(pl); sweep.modify_sgen_p(pg); sweep.compute(start_v, 20, 1e-8); sweep.compute_flows()
        return sweep.get_flows()
    return run


for threads in (1, 2):
    out[f"lightsim2grid_batch_flow_us_{threads}_thread"] = median(sweep_of(orders, threads)) / flows * 1e6
out["lightsim2grid_series_us"] = median(sweep_of(orders[:1], 1), 51) * 1e6

# power-grid-model, on the network that `kilowatch grid convert` writes
import subprocess, tempfile
from power_grid_model import CalculationMethod, ComponentType as C, PowerGridModel, initialize_array
from power_grid_model.utils import json_deserialize
with tempfile.NamedTemporaryFile(suffix=".json") as written:
    subprocess.run([os.environ.get("KILOWATCH", "kilowatch"), "grid", "convert", network, "--out", written.name], check=True)
    data = json_deserialize(open(written.name).read())
model = PowerGridModel(data)


def grid_model(some, method, threads):
    """A call that solves every step of every placement and gives the loadings of lines."""
    changes = {C.sym_load: initialize_array("update", C.sym_load, (len(some) * steps, count)),
               C.sym_gen: initialize_array("update", C.sym_gen, (len(some) * steps, count))}
    for kind in changes: changes[kind]["id"] = data[kind]["id"]

    def run():
        for c, (g, l) in enumerate(some):
            rows = slice(c * steps, (c + 1) * steps)
            changes[C.sym_load]["p_specified"][rows, l] = load * 1e6; changes[C.sym_gen]["p_specified"][rows, g] = generation * 1e6
        return model.calculate_power_flow(update_data=changes, calculation_method=method, error_tolerance=1e-8,
                                          threading=threads, output_component_types={C.line: ["loading"]})
    return run


for name, method in (("newton", CalculationMethod.newton_raphson), ("iterative_current", CalculationMethod.iterative_current)):
    for threads in (1, 2):
        out[f"power_grid_model_{name}_batch_flow_us_{threads}_thread"] = median(grid_model(orders, method, -1 if threads == 1 else 2)) / flows * 1e6
out["power_grid_model_series_us"] = median(grid_model(orders[:1], CalculationMethod.iterative_current, -1), 51) * 1e6

# pymoo
from pymoo.algorithms.moo.nsga2 import NSGA2
from pymoo.core.problem import Problem
from pymoo.core.crossover import Crossover
from pymoo.core.mutation import Mutation
from pymoo.core.sampling import Sampling
from pymoo.operators.crossover.ox import ox
from pymoo.indicators.hv import HV
from pymoo.optimize import minimize


class Placement(Problem):
    def __init__(self): super().__init__(n_var=2 * count, n_obj=3, xl=0, xu=count - 1, vtype=int)
    def _evaluate(self, X, o, *a, **k): o["F"] = solve([(x[:count].astype(int), x[count:].astype(int)) for x in X])


class Draw(Sampling):
    def _do(self, problem, n, random_state=None, **k):
        r = random_state or np.random
        return np.array([np.concatenate([r.permutation(count), r.permutation(count)]) for _ in range(n)])


class Order(Crossover):
    def __init__(self): super().__init__(2, 2)
    def _do(self, problem, X, random_state=None, **k):
        r = random_state or np.random; Q = np.full_like(X, 0)
        for i in range(X.shape[1]):
            for part in (slice(0, count), slice(count, 2 * count)):
                a, b = X[0, i, part], X[1, i, part]
                s, e = sorted(r.permutation(count)[:2])
                Q[0, i, part] = ox(a, b, seq=(s, e)); Q[1, i, part] = ox(b, a, seq=(s, e))
        return Q


class Swap(Mutation):
    def _do(self, problem, X, random_state=None, **k):
        r = random_state or np.random; Y_ = X.copy()
        for x in Y_:
            if r.random() < 0.5:
                o = count * int(r.random() < 0.5); i, j = r.permutation(count)[:2]; x[o + i], x[o + j] = x[o + j], x[o + i]
        return Y_


ideal, reference = np.array([78.0, 33.0, 54.0]), np.array([96.5, 36.0, 64.0])
times, volumes = [], []
for seed in range(5):
    start = time.perf_counter()
    result = minimize(Placement(), NSGA2(pop_size=100, sampling=Draw(), crossover=Order(), mutation=Swap(), eliminate_duplicates=True), ("n_gen", 200), seed=seed)
    times.append(time.perf_counter() - start)
    volumes.append(HV(ref_point=np.ones(3))((result.F - ideal) / (reference - ideal)))
out["pymoo_front_ms"] = statistics.median(times) * 1e3
out["pymoo_front_hypervolume"] = statistics.mean(volumes)
out["ideal_point"], out["reference_point"] = ideal.tolist(), reference.tolist()
print(json.dumps(out, indent=1))
