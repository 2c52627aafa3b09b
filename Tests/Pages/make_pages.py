"""Makes a page of every kind with the kilowatch binary, as users make them.

    make_pages.py BINARY FOLDER

Pages go to FOLDER, what they are made of to FOLDER/data.
"""

import csv
import json
import pathlib
import subprocess
import sys

root = pathlib.Path(__file__).resolve().parents[2]
feeder = root / "Datasets" / "networks" / "feeder"
household = root / "Datasets" / "household" / "household_power_consumption.txt.gz"
HOUSEHOLD = [
    "--delimiter", ";", "--missing", "?", "--timestamp", "Date+Time", "--time-format", "d/m/yyyy HH:MM:SS",
    "--assume-tz", "+01:00", "--map", "active_power_kw=Global_active_power", "--map", "voltage_v=Voltage",
    "--map", "current_a=Global_intensity",
]
UNITS = {
    "units": [
        {"name": "Coal", "pmin": 100, "pmax": 600, "c0": 561, "c1": 7.92, "c2": 0.001562},
        {"name": "Oil", "pmin": 100, "pmax": 400, "c0": 310, "c1": 7.85, "c2": 0.00194},
        {"name": "Gas", "pmin": 50, "pmax": 200, "c0": 78, "c1": 7.97, "c2": 0.00482},
    ],
    "demand": [620 + 15 * abs(12 - hour) for hour in range(24)],
}


class Maker:
    def __init__(self, binary, folder):
        self.binary, self.folder, self.data = pathlib.Path(binary).resolve(), folder, folder / "data"
        self.data.mkdir(parents=True, exist_ok=True)

    def run(self, *words, may_fail=False):
        done = subprocess.run(
            [self.binary, *map(str, words)], cwd=self.data, capture_output=True, text=True)
        if done.returncode != 0 and not may_fail:
            sys.exit(f"kilowatch {' '.join(map(str, words))}\n{done.stderr}")
        return done

    def page(self, name):
        return self.folder / f"{name}.html"

    def report(self, name):
        return ["--report", self.page(name)]

    def dataset(self):
        self.run("data", "generate", "--seed", 7, "--out", "june.csv", *self.report("dataset"))
        with open(self.data / "june.csv") as file:
            rows = list(csv.reader(file))
        # An hour is lost, a row comes twice, a meter stands still, and a voltage is impossible.
        power = rows[0].index("active_power_kw")
        for row in rows[9000:9180]:
            row[power] = rows[9000][power]
        rows[12000][rows[0].index("voltage_v")] = "-230"
        rows = rows[:5000] + rows[5060:7000] + [rows[6999]] + rows[7000:]
        with open(self.data / "flawed.csv", "w", newline="") as file:
            csv.writer(file).writerows(rows)
        self.run("data", "validate", "flawed.csv", *self.report("dataset-flawed"))
        self.run("data", "generate", "--days", 3, "--meters", 12, "--seed", 3, "--out", "meters.csv",
                 *self.report("dataset-meters"))

    def detection(self):
        self.run("data", "generate", "--seed", 8, "--start", "2024-02-01T00:00:00Z", "--out", "july.csv")
        for model in ("random-forest", "isolation-forest"):
            self.run("detect", "train", "--model", model, "--data", "june.csv", "--seed", 7, "--out", f"{model}.json")
        self.run("detect", "score", "--model", "random-forest.json", "--data", "july.csv", "--out", "scores.csv",
                 "--events", "events.json", *self.report("detection"))
        self.run("detect", "evaluate", "--scores", "scores.csv", "--out", "metrics.json", *self.report("detection-evaluated"))
        self.run("report", "detection", "scores.csv", "--model", "random-forest.json", "--events", "events.json",
                 "--out", self.page("detection-explained"), "--svg")
        self.run("detect", "score", "--model", "isolation-forest.json", "--data", "meters.csv", "--out", "many.csv",
                 *self.report("detection-meters"))
        self.run("detect", "train", "--model", "isolation-forest", "--data", household, *HOUSEHOLD,
                 "--contamination", "0.005", "--seed", 7, "--out", "household.json")
        self.run("detect", "score", "--model", "household.json", "--data", household, *HOUSEHOLD,
                 "--out", "household.csv", *self.report("detection-unlabelled"))
        self.run("data", "generate", "--days", 365, "--seed", 9, "--out", "year.csv")
        self.run("detect", "score", "--model", "isolation-forest.json", "--data", "year.csv", "--out", "year-scores.csv",
                 *self.report("detection-year"))

    def forecast(self):
        self.run("data", "generate", "--days", 60, "--interval", 1800, "--preset", "easy", "--rate", 0, "--seed", 5,
                 "--out", "load.csv")
        self.run("forecast", "backtest", "--model", "ridge", "--data", "load.csv", "--target", "active_power_kw",
                 "--horizon", "PT24H", "--last", "P14D", "--seed", 5, "--out", "backtest.json", *self.report("forecast"))

    def network(self):
        network = feeder / "network.json"
        profiles = ["--load", feeder / "load.csv", "--generation", feeder / "generation.csv"]
        self.run("grid", "flow", network, "--out", "flow.json", *self.report("flow"))
        self.run("grid", "flow", network, *profiles, "--out", "day.json", *self.report("flow-day"))
        self.run("grid", "flow", root / "Tests/Fixtures/powerflow/matpower/case39.m", "--out", "case39.json",
                 *self.report("flow-meshed"))
        self.run("grid", "place", network, *profiles, "--seed", 7, "--evaluations", 20000, "--out", "placed.json",
                 *self.report("placement"))

    def dispatch(self):
        self.run("dispatch", "run", "--seed", 7, "--out", "allocation.json", *self.report("dispatch"))
        self.run("dispatch", "run", "--seed", 7, "--sources", 8, "--nodes", 12, "--method", "greedy-cost",
                 "--out", "greedy.json", *self.report("dispatch-greedy"))
        (self.data / "units.json").write_text(json.dumps(UNITS))
        self.run("dispatch", "run", "units.json", "--seed", 7, "--out", "units-result.json", *self.report("dispatch-units"))

    def all(self):
        for job in (self.dataset, self.detection, self.forecast, self.network, self.dispatch):
            job()
        self.run("report", "run", self.folder, "--title", "All kinds of pages")


if __name__ == "__main__":
    Maker(sys.argv[1], pathlib.Path(sys.argv[2]).resolve()).all()
