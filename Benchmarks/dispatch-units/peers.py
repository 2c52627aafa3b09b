"""The peers of the dispatch of units: SciPy and pymoo on valve points, HiGHS on what is convex or linear.

python Benchmarks/dispatch-units/peers.py FIXTURES [--commitment SECONDS]

HiGHS has no mixed-integer quadratic programmes: its commitment has costs in 40 chords a unit, which are
never below the quadratics, so its schedule is priced again with these.
"""
import json
import statistics
import sys
import time

import highspy
import numpy as np
from pymoo.algorithms.soo.nonconvex.ga import GA
from pymoo.core.problem import Problem
from pymoo.optimize import minimize
from scipy.optimize import differential_evolution

FOLDER = sys.argv[1]


def case(name):
    with open(f"{FOLDER}/{name}.json") as file:
        return json.load(file)


def valve_points(name, optimum, evaluations):
    units = case(name)["units"]
    demand = float(np.max(case(name)["demand"]))
    low, high, a, b, c, e, f = (
        np.array([unit[key] for unit in units], float) for key in ("pmin", "pmax", "c0", "c1", "c2", "e", "f"))

    def cost(share):
        power = low + share * (high - low)
        for _ in range(40):  # what is missing goes to units with room
            rest = demand - power.sum(-1, keepdims=True)
            room = np.where(rest > 0, high - power, power - low)
            power = np.clip(power + rest * room / np.maximum(room.sum(-1, keepdims=True), 1e-12), low, high)
        return (a + b * power + c * power**2 + abs(e * np.sin(f * (low - power)))).sum(-1)

    class Dispatch(Problem):
        def __init__(self):
            super().__init__(n_var=len(low), n_obj=1, xl=0.0, xu=1.0)

        def _evaluate(self, x, out, *args, **kwargs):
            out["F"] = cost(x)[:, None]

    def scipy(seed):
        return differential_evolution(
            lambda x: cost(x.T), [(0, 1)] * len(low), popsize=10, maxiter=evaluations // (10 * len(low)), tol=0,
            seed=seed, vectorized=True, updating="deferred", polish=False).fun

    def pymoo(algorithm):
        return lambda seed: minimize(Dispatch(), algorithm(pop_size=100), ("n_eval", evaluations), seed=seed).F[0]

    for label, solve in [("SciPy DE", scipy), ("pymoo GA", pymoo(GA))]:
        times, gaps = [], []
        for seed in range(1, 4):
            begin = time.process_time()
            found = float(solve(seed))
            times.append(time.process_time() - begin)
            gaps.append((found / optimum - 1) * 100)
        print(f"{name:16} {label:12} {statistics.median(times) * 1e3:10.1f} ms CPU   gap {statistics.median(gaps):.4f} %")


def convex(name):
    sys.path.insert(0, FOLDER)
    from highs import model
    times = []
    for _ in range(5):
        highs, fixed = model(case(name))
        begin = time.process_time()
        highs.run()
        times.append(time.process_time() - begin)
    cost = highs.getInfo().objective_function_value + fixed
    print(f"{name:16} {'HiGHS QP':12} {statistics.median(times) * 1e3:10.1f} ms CPU   cost {cost:.4f}")


def commitment(name, limit):
    """The MILP of Carrión and Arroyo (2006) with starts by Rajan and Takriti (2005)."""
    data, chords = case(name), 40
    units, demand = data["units"], data["demand"]
    hours, reserve = len(demand), data.get("reserve_share", 0)
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("time_limit", float(limit))
    highs.setOptionValue("mip_rel_gap", 1e-5)
    inf = highspy.kHighsInf
    on, start, cold, power, above = [], [], [], [], []
    for unit in units:
        width = (unit["pmax"] - unit["pmin"]) / chords
        cost = lambda p: unit["c0"] + unit["c1"] * p + unit["c2"] * p * p
        first = cost(unit["pmin"])
        on.append([highs.addVariable(0, 1, first, type=highspy.HighsVarType.kInteger) for _ in range(hours)])
        start.append([highs.addVariable(0, 1, unit["start_cost_hot"], type=highspy.HighsVarType.kInteger) for _ in range(hours)])
        cold.append([highs.addVariable(0, 1, unit["start_cost_cold"] - unit["start_cost_hot"]) for _ in range(hours)])
        above.append([[highs.addVariable(0, width, (cost(unit["pmin"] + (k + 1) * width) - cost(unit["pmin"] + k * width)) / width)
                       for k in range(chords)] for _ in range(hours)])
    for i, unit in enumerate(units):
        before, up, down = unit["initial_status_h"], unit["min_up_h"], unit["min_down_h"]
        for t in range(hours):
            for part in above[i][t]:
                highs.addConstr(part <= (unit["pmax"] - unit["pmin"]) / chords * on[i][t])
            last = on[i][t - 1] if t else (1 if before > 0 else 0)
            highs.addConstr(start[i][t] - on[i][t] + last >= 0)
            highs.addConstr(sum(start[i][max(0, t - up + 1):t + 1]) <= on[i][t])
            if before > 0 and t < up - before: highs.addConstr(on[i][t] >= 1)
            if before < 0 and t < down + before: highs.addConstr(on[i][t] <= 0)
            # A unit that stops rests for `down` hours: no start within them, nor a running hour at their begin.
            if t >= down: highs.addConstr(sum(start[i][t - down + 1:t + 1]) + on[i][t - down] <= 1)
            # Cold, unless it has rested for `down + cold_start_h` hours at most.
            rest = down + unit["cold_start_h"]
            ran = sum(on[i][max(0, t - rest - 1):t]) + (1 if before > 0 and t <= rest else 0)
            warm = before < 0 and t - before <= rest
            if not warm: highs.addConstr(cold[i][t] - start[i][t] + ran >= 0)
    for t in range(hours):
        total = sum(on[i][t] * unit["pmin"] + sum(above[i][t]) for i, unit in enumerate(units))
        highs.addConstr(total == demand[t])
        highs.addConstr(sum(on[i][t] * unit["pmax"] for i, unit in enumerate(units)) >= (1 + reserve) * demand[t])
    begin = time.process_time()
    highs.run()
    elapsed = time.process_time() - begin
    solution, info = highs.getSolution().col_value, highs.getInfo()
    value = lambda v: solution[v.index]
    priced = 0.0
    for i, unit in enumerate(units):
        for t in range(hours):
            if value(on[i][t]) < 0.5: continue
            p = unit["pmin"] + sum(value(part) for part in above[i][t])
            priced += unit["c0"] + unit["c1"] * p + unit["c2"] * p * p
            priced += value(start[i][t]) * unit["start_cost_hot"] + value(cold[i][t]) * (unit["start_cost_cold"] - unit["start_cost_hot"])
    print(f"{name:16} {'HiGHS MILP':12} {elapsed * 1e3:10.1f} ms CPU   cost {priced:.2f}   bound of its chords {info.mip_dual_bound:.2f}")


if __name__ == "__main__":
    valve_points("eld3_850_valve", 8234.07173, 10_000)
    valve_points("eld13_1800", 17963.82920, 50_000)
    convex("ded10_smooth")
    convex("storage10")
    if "--commitment" in sys.argv:
        commitment("uc10", sys.argv[sys.argv.index("--commitment") + 1])
