"""Draws dispatch cases and solves every hour by HiGHS: python3 make.py > cases.json

Made with highspy 1.15.1 (see the version in cases.json), presolve off, simplex, one thread.
Tolerance: 1e-9 relative to the cost of an hour.
"""
import importlib.metadata
import json

import highspy
import numpy as np


def draw(seed, nodes, sources, hours=4, intake=200, price=100, both=False, supply=1.0):
    random = np.random.default_rng(seed)
    capacity = random.uniform(300, 500, sources) * (nodes / 10) * (3 / sources) * supply
    return {
        "nodes": [
            {"name": f"N{i + 1}", "capacity_mw": intake,
             "loss": float(random.uniform(0, 0.1)) if both else 0,
             "demand_mw": random.uniform(50, 150, hours).tolist()}
            for i in range(nodes)
        ],
        "sources": [
            {"name": f"S{j + 1}", "capacity_mw": float(capacity[j]),
             "cost_per_mwh": float(random.uniform(5, 15)),
             "availability": random.uniform(0.8, 1, hours).tolist()}
            for j in range(sources)
        ],
        "pair_loss": random.uniform(0.05, 0.15, (nodes, sources)).tolist(),
        "unserved_cost_per_mwh": price,
    }


def solve(case, hour):
    n, m = len(case["nodes"]), len(case["sources"])
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("presolve", "off")
    solver.setOptionValue("primal_feasibility_tolerance", 1e-10)
    solver.setOptionValue("dual_feasibility_tolerance", 1e-10)
    sent = [[solver.addVariable(0, highspy.kHighsInf, case["sources"][j]["cost_per_mwh"])
             for j in range(m)] for _ in range(n)]
    unserved = [solver.addVariable(0, highspy.kHighsInf, case["unserved_cost_per_mwh"])
                for _ in range(n)]
    for i, node in enumerate(case["nodes"]):
        arriving = sum(
            (1 - node["loss"]) * (1 - case["pair_loss"][i][j]) * sent[i][j] for j in range(m))
        solver.addConstr(arriving + unserved[i] == node["demand_mw"][hour])
        solver.addConstr(sum(sent[i]) <= node["capacity_mw"])
    for j, source in enumerate(case["sources"]):
        solver.addConstr(
            sum(sent[i][j] for i in range(n))
            <= source["capacity_mw"] * source["availability"][hour])
    solver.run()
    return solver.getInfo().objective_function_value


cases = [
    draw(1, 10, 3), draw(2, 10, 3, both=True), draw(3, 10, 3, intake=120),
    draw(4, 10, 3, supply=1.6), draw(5, 10, 3, supply=0.4), draw(6, 10, 3, price=11),
    draw(7, 25, 5, intake=130, both=True), draw(8, 1, 1), draw(9, 40, 8),
]
print(json.dumps({
    "tool": "highspy " + importlib.metadata.version("highspy"),
    "cases": [{"case": case,
               "hourly_cost": [solve(case, hour) for hour in range(4)]} for case in cases],
}))
