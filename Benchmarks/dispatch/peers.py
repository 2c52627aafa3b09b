"""Times the tools that people would otherwise use on the case files of make_cases.py.

python3 peers.py CASE.json...: HiGHS on every case, warm (one model, new bounds hour by hour) and cold;
the genetic algorithms on the first GA_CASES (1) cases of 10 x 3 only, because they take seconds.
A line for each: milliseconds for the hours of one case, processor milliseconds, gap to HiGHS.
"""
import json
import os
import statistics
import sys
import time
import warnings

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"
warnings.simplefilter("ignore")

import highspy  # noqa: E402
import numpy as np  # noqa: E402
import scipy.sparse as sparse  # noqa: E402

GA_CASES = int(os.environ.get("GA_CASES", "1"))


class Case:
    def __init__(self, path):
        document = json.load(open(path))
        nodes, sources = document["nodes"], document["sources"]
        self.n, self.m = len(nodes), len(sources)
        self.demand = np.array([node["demand_mw"] for node in nodes]).T.copy()
        self.intake = np.array([float(node["capacity_mw"]) for node in nodes])
        self.cost = np.array([source["cost_per_mwh"] for source in sources])
        self.supply = np.array(
            [np.array(source["availability"]) * source["capacity_mw"] for source in sources]).T.copy()
        self.arrives = 1 - np.array(document["pair_loss"])
        self.price = document["unserved_cost_per_mwh"]
        self.hours = len(self.demand)


class LinearProgramme:
    """One model; only the bounds of rows change from hour to hour."""

    def __init__(self, case):
        self.case = case
        n, m = case.n, case.m
        i, j = np.divmod(np.arange(n * m), m)
        k = np.arange(n * m)
        matrix = sparse.csc_matrix(
            (np.concatenate([case.arrives.ravel(), np.ones(2 * n * m + n)]),
             (np.concatenate([i, n + i, 2 * n + j, np.arange(n)]),
              np.concatenate([k, k, k, n * m + np.arange(n)]))), shape=(2 * n + m, n * m + n))
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = matrix.shape[1], matrix.shape[0]
        model.col_cost_ = np.concatenate([np.tile(case.cost, n), np.full(n, case.price)])
        model.col_lower_ = np.zeros(matrix.shape[1])
        model.col_upper_ = np.full(matrix.shape[1], highspy.kHighsInf)
        model.row_lower_, model.row_upper_ = self.bounds(0)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = matrix.indptr
        model.a_matrix_.index_ = matrix.indices
        model.a_matrix_.value_ = matrix.data
        self.solver = highspy.Highs()
        self.solver.setOptionValue("output_flag", False)
        self.solver.setOptionValue("presolve", "off")
        self.solver.setOptionValue("threads", 1)
        self.solver.passModel(model)
        self.rows = np.arange(2 * n + m, dtype=np.int32)

    def bounds(self, hour):
        case = self.case
        free = np.full(case.n + case.m, -highspy.kHighsInf)
        return (np.concatenate([case.demand[hour], free]),
                np.concatenate([case.demand[hour], case.intake, case.supply[hour]]))

    def solve(self, hour):
        lower, upper = self.bounds(hour)
        self.solver.changeRowsBounds(len(self.rows), self.rows, lower, upper)
        self.solver.run()
        return self.solver.getInfo().objective_function_value


def rate(case, hour, genomes):
    """Costs of genomes of shares: scaled to demand, then to intake, then to supply."""
    n, m = case.n, case.m
    shares = np.clip(genomes, 0, 1).reshape(-1, n, m) + 1e-12
    shares = shares / shares.sum(axis=2, keepdims=True)
    sent = shares * (case.demand[hour] / (shares * case.arrives).sum(axis=2))[:, :, None]
    sent *= np.minimum(1, case.intake / sent.sum(axis=2))[:, :, None]
    sent *= np.minimum(1, case.supply[hour] / sent.sum(axis=1))[:, None, :]
    unserved = np.maximum(case.demand[hour] - (case.arrives * sent).sum(axis=2), 0)
    return (sent * case.cost).sum(axis=(1, 2)) + case.price * unserved.sum(axis=1)


def numpy_ga(case, hour, population=50, generations=100):
    random = np.random.default_rng(0)
    genes = case.n * case.m
    people = random.random((population, genes))
    everyone = np.arange(population)
    best = np.inf
    for _ in range(generations):
        costs = rate(case, hour, people)
        best = min(best, costs.min())
        first, second = random.integers(population, size=(2, population, 2))
        fathers = people[first[everyone, costs[first].argmin(1)]]
        mothers = people[second[everyone, costs[second].argmin(1)]]
        children = np.where(random.random((population, genes)) < 0.5, fathers, mothers)
        children += (random.random((population, genes)) < 0.1) * random.normal(
            0, 0.2, (population, genes))
        children[0] = people[costs.argmin()]
        people = np.clip(children, 0, 1)
    return best


def pymoo_ga(case, hour):
    from pymoo.algorithms.soo.nonconvex.ga import GA
    from pymoo.core.problem import Problem
    from pymoo.optimize import minimize

    class Dispatch(Problem):
        def __init__(self):
            super().__init__(n_var=case.n * case.m, n_obj=1, xl=0.0, xu=1.0)

        def _evaluate(self, genomes, out, *_, **__):
            out["F"] = rate(case, hour, genomes)[:, None]

    return minimize(Dispatch(), GA(pop_size=50), ("n_gen", 100), seed=0, verbose=False).F[0]


def deap_ga(case, hour):
    import random
    from deap import algorithms, base, creator, tools
    if not hasattr(creator, "Least"):
        creator.create("Least", base.Fitness, weights=(-1.0,))
        creator.create("Person", list, fitness=creator.Least)
    random.seed(0)
    box = base.Toolbox()
    box.register("gene", random.random)
    box.register("individual", tools.initRepeat, creator.Person, box.gene, case.n * case.m)
    box.register("population", tools.initRepeat, list, box.individual)
    box.register("evaluate", lambda genome: (rate(case, hour, np.array(genome))[0],))
    box.register("mate", tools.cxUniform, indpb=0.5)
    box.register("mutate", tools.mutGaussian, mu=0, sigma=0.2, indpb=0.1)
    box.register("select", tools.selTournament, tournsize=3)
    best = tools.HallOfFame(1)
    algorithms.eaSimple(box.population(50), box, 0.7, 0.3, 100, halloffame=best, verbose=False)
    return best[0].fitness.values[0]


def report(name, cases, optima, solve, runs):
    times, used, cost = [], [], 0.0
    for case in cases:
        for run in range(runs):
            start, processor = time.perf_counter(), time.process_time()
            total = solve(case)
            times.append(time.perf_counter() - start)
            used.append(time.process_time() - processor)
        cost += total
    gap = (cost / sum(optima[: len(cases)]) - 1) * 100
    print(f"{name:24s} {statistics.median(times) * 1e3:10.3f} ms "
          f"{statistics.median(used) * 1e3:10.3f} processor ms  gap {gap:9.6f} %", flush=True)


def main():
    cases = [Case(path) for path in sys.argv[1:]]
    programmes = {id(case): LinearProgramme(case) for case in cases}

    def warm(case):
        return sum(programmes[id(case)].solve(hour) for hour in range(case.hours))

    def cold(case):
        return sum(LinearProgramme(case).solve(hour) for hour in range(case.hours))

    optima = [warm(case) for case in cases]
    report("HiGHS, warm", cases, optima, warm, 5)
    if cases[0].n > 10:
        return
    report("HiGHS, cold", cases, optima, cold, 1)
    for name, search in (("NumPy GA 50 x 100", numpy_ga), ("pymoo GA 50 x 100", pymoo_ga),
                         ("DEAP GA 50 x 100", deap_ga)):
        report(name, cases[:GA_CASES], optima, lambda case: sum(
            search(case, hour) for hour in range(case.hours)), 1)


main()
