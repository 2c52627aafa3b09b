"""Compares `kilowatch grid flow` with an independent Newton solver on MATPOWER cases.

    KILOWATCH=kilowatch python check_matpower.py CASE.m ...

The cases' tables are read here, the unit conversions at the end of radial cases redone by hand, and the
equations solved in NumPy and SciPy from the voltages in the file to 1e-10 p.u.; largest differences are printed.
"""
import json, os, re, subprocess, sys, tempfile
import numpy as np, scipy.sparse as sp, scipy.sparse.linalg as linalg


def number(text):
    return eval(text.replace("sqrt", "np.sqrt"), {"np": np, "Inf": np.inf, "NaN": np.nan})  # 135/sqrt(3) occurs


def load(path):
    text = re.sub(r"%.*", "", open(path, errors="replace").read())

    def table(name):
        body = re.search(r"mpc\." + name + r"\s*=\s*\[(.*?)\];", text, re.S).group(1)
        return np.array([[number(x) for x in row.replace(",", " ").split()] for row in re.split(r"[;\n]", body) if row.strip()])
    base = number(re.search(r"mpc\.baseMVA\s*=\s*([^;\n]+)", text).group(1))
    bus, gen, branch = table("bus"), table("gen"), table("branch")
    if "Vbase^2 / Sbase" in text: branch[:, 2:4] /= (bus[0, 9] * 1e3) ** 2 / (base * 1e6)
    if "/ 1e3" in text: bus[:, 2:4] /= 1e3
    factor = re.search(r"pf\s*=\s*([0-9.]+)", text)
    if factor and "acos(pf)" in text:
        pf = float(factor.group(1)); bus[:, 3] = bus[:, 2] * np.sin(np.arccos(pf)); bus[:, 2] *= pf
    return base, bus, gen, branch


def newton(base, bus, gen, branch):
    n = len(bus); place = {int(b): i for i, b in enumerate(bus[:, 0])}
    b = branch[branch[:, 10] > 0]; f = np.array([place[int(x)] for x in b[:, 0]]); t = np.array([place[int(x)] for x in b[:, 1]])
    ys, bc = 1 / (b[:, 2] + 1j * b[:, 3]), 0.5j * b[:, 4]
    tap = np.where(b[:, 8] == 0, 1, b[:, 8]) * np.exp(1j * np.deg2rad(b[:, 9])); every = np.arange(n)
    Y = sp.csr_matrix((np.r_[(ys + bc) / abs(tap) ** 2, -ys / tap.conj(), -ys / tap, ys + bc, (bus[:, 4] + 1j * bus[:, 5]) / base],
                       (np.r_[f, f, t, t, every], np.r_[f, t, f, t, every])), shape=(n, n))
    kind = bus[:, 1].astype(int).copy(); S = -(bus[:, 2] + 1j * bus[:, 3]) / base
    vm, va = bus[:, 7].copy(), np.deg2rad(bus[:, 8]); fed = np.zeros(n, bool)
    for g in gen[gen[:, 7] > 0]:
        i = place[int(g[0])]; S[i] += (g[1] + 1j * g[2]) / base; fed[i] = True
        if kind[i] in (2, 3): vm[i] = g[5]
    kind[(kind == 2) & ~fed] = 1
    pq = np.where(kind == 1)[0]; free = np.r_[np.where(kind == 2)[0], pq]; V = vm * np.exp(1j * va)
    for _ in range(60):
        I = Y @ V; miss = V * I.conj() - S; F = np.r_[miss[free].real, miss[pq].imag]
        if abs(F).max() < 1e-10: break
        dV, dI, dN = sp.diags(V), sp.diags(I), sp.diags(V / abs(V))
        m, a = dV @ (Y @ dN).conj() + dI.conj() @ dN, 1j * dV @ (dI - Y @ dV).conj()
        J = sp.bmat([[a[free][:, free].real, m[free][:, pq].real], [a[pq][:, free].imag, m[pq][:, pq].imag]], format="csc")
        x = linalg.spsolve(J, -F); va, vm = np.angle(V), abs(V); va[free] += x[:len(free)]; vm[pq] += x[len(free):]
        V = vm * np.exp(1j * va)
    return V, abs(F).max(), kind != 4


for path in sys.argv[1:]:
    V, left, active = newton(*load(path)); name = os.path.basename(path)
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        run = subprocess.run([os.environ.get("KILOWATCH", "kilowatch"), "grid", "flow", path, "--out", out.name], capture_output=True, text=True)
        if run.returncode: print(f"{name:24s} exit {run.returncode}: {run.stderr.strip()[:160]}"); continue
        result = json.load(open(out.name))["res_bus"]
    ours = np.array([np.nan if v is None else v for v in result["vm_pu"]])
    angle = np.array([np.nan if v is None else v for v in result["va_degree"]]); both = active & ~np.isnan(ours)
    turn = (angle - np.rad2deg(np.angle(V)) + 180) % 360 - 180
    print(f"{name:24s} reference to {left:.0e}: voltages within {abs(ours - abs(V))[both].max():.0e} p.u., angles {abs(turn[both]).max():.0e} degrees")
