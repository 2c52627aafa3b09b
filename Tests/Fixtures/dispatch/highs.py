"""Optima of the smooth cases with ramps and storage by HiGHS, as expected.json.

python highs.py  (highspy 1.x; quadratic programme, default settings)
"""
import json
import highspy
import numpy as np


def model(case):
    """The programme of a case, and the costs that it leaves out."""
    units, demand, hours = case["units"], case["demand"], len(case["demand"])
    storages = case.get("storage", [])
    n, k = len(units), len(storages)
    width = n + 1 + 3 * k
    inf = highspy.kHighsInf
    cost, lower, upper, curvature = [], [], [], []
    for t in range(hours):
        for u in units:
            cost.append(u["c1"]); curvature.append(2 * u["c2"])
            lower.append(u["pmin"]); upper.append(u["pmax"])
        price = case.get("unserved_cost_per_mwh")
        cost.append(price or 0); curvature.append(0)
        lower.append(0); upper.append(demand[t] if price else 0)
        for s in storages:
            final = s.get("initial_mwh", s["energy_mwh"] / 2)
            held = (final, final) if t == hours - 1 else (0, s["energy_mwh"])
            cost += [0, 0, 0]; curvature += [0, 0, 0]
            lower += [0, 0, held[0]]; upper += [s["power_mw"], s["power_mw"], held[1]]
    rows = []
    for t in range(hours):
        base = t * width
        entries = [(base + i, 1) for i in range(n + 1)]
        for j, s in enumerate(storages):
            c = base + n + 1 + 3 * j
            entries += [(c, -1), (c + 1, 1)]
        rows.append((demand[t], demand[t], entries))
        for j, s in enumerate(storages):
            c, e = base + n + 1 + 3 * j, s["efficiency"]
            entries = [(c, -e), (c + 1, 1 / e), (c + 2, 1)]
            start = s.get("initial_mwh", s["energy_mwh"] / 2) if t == 0 else 0
            if t: entries.append((c + 2 - width, -1))
            rows.append((start, start, entries))
        if t:
            for i, u in enumerate(units):
                if "ramp_up" in u:
                    rows.append((-u["ramp_down"], u["ramp_up"], [(base + i, 1), (base + i - width, -1)]))
    h = highspy.Highs(); h.setOptionValue("output_flag", False)
    h.setOptionValue("qp_iteration_limit", 1000000)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(cost), len(rows)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = np.array(cost, float), np.array(lower, float), np.array(upper, float)
    lp.row_lower_ = np.array([r[0] for r in rows], float); lp.row_upper_ = np.array([r[1] for r in rows], float)
    start, index, value = [0], [], []
    for r in rows:
        index += [e[0] for e in r[2]]; value += [e[1] for e in r[2]]; start.append(len(index))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = np.array(start), np.array(index), np.array(value, float)
    h.passModel(lp)
    q = highspy.HighsHessian()
    q.dim_ = len(cost); q.format_ = highspy.HessianFormat.kTriangular
    q.start_ = np.array(list(range(len(cost))) + [len(cost)]); q.index_ = np.arange(len(cost)); q.value_ = np.array(curvature)
    h.passHessian(q)
    return h, sum(u["c0"] for u in units) * hours


def solve(case):
    h, fixed = model(case)
    h.run()
    return h.getInfo().objective_function_value + fixed, str(h.modelStatusToString(h.getModelStatus()))


if __name__ == "__main__":
    found = {}
    for name in ["ded10_smooth", "storage10"]:
        cost, status = solve(json.load(open(name + ".json")))
        found[name] = {"cost": cost, "status": status}
    json.dump({"tool": "HiGHS " + highspy.Highs().version(), "command": "python highs.py", "expected": found},
              open("expected.json", "w"), indent=1)
    print(found)
