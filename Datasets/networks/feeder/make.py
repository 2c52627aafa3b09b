"""Makes the feeder: python3 make.py writes network.json, load.csv and generation.csv beside itself."""

import csv
import json
import math
import pathlib
import random

folder = pathlib.Path(__file__).parent
# The node that each node hangs on; 0 is the medium voltage side, 1 the low-voltage busbar.
parents = [None, 0, 1, 2, 3, 4, 5, 6, 3, 8, 9, 5, 11, 12, 1, 14, 15, 14, 17]
houses = range(2, len(parents))
metres = [0, 0, 90, 70, 80, 60, 85, 95, 55, 60, 70, 65, 55, 80, 110, 80, 70, 60, 85]
rng = random.Random(7)

nodes = [{"id": number, "u_rated": 10_000 if number == 0 else 400} for number in range(len(parents))]
# Aluminium cable of 150 mm2: 0.206 + j 0.080 ohm/km, 260 nF/km, 270 A.
lines = [
    {"id": 100 + number, "from_node": parents[number], "to_node": number, "from_status": 1, "to_status": 1,
     "r1": round(0.206e-3 * metres[number], 8), "x1": round(0.080e-3 * metres[number], 8),
     "c1": round(0.26e-9 * metres[number], 14), "tan1": 0, "i_n": 270}
    for number in houses
]
transformer = {
    "id": 101, "from_node": 0, "to_node": 1, "from_status": 1, "to_status": 1, "u1": 10_000, "u2": 400,
    "sn": 160_000, "uk": 0.04, "pk": 2_350, "i0": 0.0023, "p0": 300, "winding_from": 2, "winding_to": 1,
    "clock": 5, "tap_side": 0, "tap_pos": 0, "tap_min": -2, "tap_max": 2, "tap_nom": 0, "tap_size": 250,
}
source = {"id": 200, "node": 0, "status": 1, "u_ref": 1.02, "sk": 1e9, "rx_ratio": 0.1}
loads = [
    {"id": 300 + number, "node": number, "status": 1, "type": 0, "p_specified": 4_000, "q_specified": 300}
    for number in houses
]
generators = [
    {"id": 400 + number, "node": number, "status": 1, "type": 0, "p_specified": 3_000, "q_specified": 0}
    for number in houses
]
network = {
    "version": "1.0", "type": "input", "is_batch": False, "attributes": {},
    "data": {"node": nodes, "line": lines, "transformer": [transformer], "source": [source],
             "sym_load": loads, "sym_gen": generators},
}
(folder / "network.json").write_text(json.dumps(network, indent=1) + "\n")


def bump(hour, centre, width):
    return math.exp(-(((hour - centre) / width) ** 2))


def write(name, first, profile):
    """A row an hour, a column of MW for each element, called by its number."""
    with open(folder / name, "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["hour"] + [first + number for number in houses])
        columns = [profile() for _ in houses]
        for hour in range(24):
            table.writerow([hour] + [f"{column[hour] / 1000:.6f}" for column in columns])


def household():
    """A morning, an evening, and for some a car that charges at night, in kW."""
    size, morning, evening = rng.uniform(1.5, 5.5), rng.uniform(6.5, 8.5), rng.uniform(17.5, 20.5)
    car = rng.choice([0, 0, 0, 11]) * rng.uniform(0.8, 1)
    return [
        0.25 + size * (bump(hour, morning, 1.5) + 1.8 * bump(hour, evening, 2.2)) * rng.uniform(0.85, 1.15)
        + car * bump(hour, 22, 2) for hour in range(24)
    ]


def roof():
    """A roof of its own size that looks east, south or west, in kW; some have none."""
    peak, noon = rng.choice([0, 3, 5, 8, 10]), rng.choice([11.5, 13, 14.5])
    return [max(0.0, peak * bump(hour, noon, 3.2) * rng.uniform(0.9, 1) - 0.05) for hour in range(24)]


write("load.csv", 300, household)
write("generation.csv", 400, roof)
