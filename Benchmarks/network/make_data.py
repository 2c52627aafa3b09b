"""Makes the rows that both networks learn: python3 Benchmarks/network/make_data.py

Twenty inputs as a load forecaster has them (lags, calendar, weather) of a synthetic hourly load
with daily, weekly and yearly shape, temperature and autocorrelated noise; the target is the load.
Files of little-endian float32, row after row, target last: Benchmarks/data/network_{train,test}.f32
"""

import pathlib

import numpy as np

folder = pathlib.Path(__file__).resolve().parent.parent / "data"
folder.mkdir(exist_ok=True)
random = np.random.Generator(np.random.PCG64(20260101))
hours = 122_000
t = np.arange(hours)
temperature = (
    12
    - 10 * np.cos(2 * np.pi * (t - 500) / 8766)
    - 4 * np.cos(2 * np.pi * (t - 3) / 24)
    + np.convolve(random.normal(0, 1, hours + 99), np.ones(100) / 6, "valid")
)
noise = np.zeros(hours)
shocks = random.normal(0, 6, hours)
for hour in range(1, hours):
    noise[hour] = 0.93 * noise[hour - 1] + shocks[hour]
weekday = (t // 24) % 7
work = (weekday < 5).astype(float)
day = t % 24
load = (
    800
    + 120 * np.cos(2 * np.pi * (day - 18) / 24) * (0.6 + 0.4 * work)
    + 60 * np.exp(-((day - 8) ** 2) / 6) * work
    + 9 * np.maximum(15 - temperature, 0)
    + 14 * np.maximum(temperature - 22, 0)
    + noise
)
start = 200
now = np.arange(start, hours)
columns = [load[now - lag] for lag in (24, 25, 26, 48, 72, 96, 120, 144, 167, 168)]
columns += [np.sin(2 * np.pi * day[now] / 24), np.cos(2 * np.pi * day[now] / 24)]
columns += [np.sin(2 * np.pi * weekday[now] / 7), np.cos(2 * np.pi * weekday[now] / 7)]
columns += [np.sin(2 * np.pi * t[now] / 8766), np.cos(2 * np.pi * t[now] / 8766)]
columns += [work[now], temperature[now], temperature[now - 24], temperature[now - 1]]
table = np.stack(columns + [load[now]], axis=1).astype("<f4")
table[:100_000].tofile(folder / "network_train.f32")
table[100_000:120_000].tofile(folder / "network_test.f32")
print(f"{folder}: network_train.f32 100000 x 21, network_test.f32 20000 x 21")
