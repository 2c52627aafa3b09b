"""Reference answers for the Numerics module: python3 make.py writes both cases.json beside it.

Each case states its inputs, the answer of NumPy or SciPy, and the largest error allowed relative
to the largest modulus of that answer.
"""
import json
import pathlib
import sys

import numpy as np
import scipy
import scipy.linalg as la

HERE = pathlib.Path(__file__).parent
random = np.random.default_rng(20260101)
cases = []


def plain(value):
    value = np.asarray(value)
    if np.iscomplexobj(value):
        return {"real": value.real.tolist(), "imaginary": value.imag.tolist()}
    return value.tolist()


def case(operation, name, expected, tolerance, **inputs):
    cases.append(
        {"operation": operation, "name": name, "tolerance": tolerance}
        | {key: plain(value) for key, value in inputs.items()}
        | {"expected": plain(np.atleast_2d(expected))})


def write(folder):
    note = f"Python {sys.version.split()[0]}, NumPy {np.__version__}, SciPy {scipy.__version__}: python3 make.py"
    text = ",\n".join(json.dumps(c) for c in cases)
    (HERE / folder / "cases.json").write_text('{"made_by": ' + json.dumps(note) + ', "cases": [\n' + text + "\n]}\n")
    cases.clear()


def normal(rows, columns):
    return random.standard_normal((rows, columns))


hilbert = la.hilbert(6)
scaled = normal(6, 6) * np.logspace(-3, 3, 6)
squares = {"one": normal(1, 1), "random 5": normal(5, 5), "random 17": normal(17, 17), "Hilbert 6": hilbert,
           "columns of sizes 1e-3 to 1e3": scaled}

for name, a in squares.items():
    b = normal(len(a), 3)
    condition = np.linalg.cond(a)
    loose = max(1e-12, condition * 1e-14)
    case("product", name, a @ b, 1e-13, a=a, b=b)
    case("solve", name, la.solve(a, b), loose, a=a, b=b)
    case("inverse", name, la.inv(a), loose, a=a)
    case("determinant", name, la.det(a), 1e-9, a=a)
    lu, _ = la.lu_factor(a)
    case("condition", name, 1 / la.lapack.dgecon(lu, la.norm(a, 1))[0], 1e-6, a=a)
    spd = a @ a.T + np.eye(len(a))
    case("cholesky", name, la.cholesky(spd, lower=True), 1e-10, a=spd)
    case("cholesky_solve", name, la.cho_solve(la.cho_factor(spd), b), 1e-8, a=spd, b=b)
    case("eigenvalues", name, la.eigh(spd, eigvals_only=True), 1e-12, a=spd)

for name, shape in {"tall": (9, 4), "wide": (4, 9), "square": (5, 5), "column": (6, 1)}.items():
    a, b = normal(*shape), normal(shape[0], 2)
    case("transposed_product", name, a.T @ b, 1e-13, a=a, b=b)
    case("product_transposed", name, a @ a.T, 1e-13, a=a, b=a)
    case("singular_values", name, la.svdvals(a), 1e-13, a=a)
    case("norms", name, [la.norm(a, 1), la.norm(a, np.inf), la.norm(a, "fro"), la.norm(a, 2)], 1e-13, a=a)
    if shape[0] >= shape[1]:
        case("qr_upper", name, np.abs(la.qr(a, mode="economic")[1]), 1e-12, a=a)
        case("qr_least_squares", name, la.lstsq(a, b[:, :1])[0], 1e-12, a=a, b=b[:, :1])

deficient = normal(12, 3) @ normal(3, 6)
for name, a in {"full rank": normal(12, 5), "rank 3 of 6": deficient, "underdetermined": normal(3, 7), "zero": np.zeros((4, 2))}.items():
    b = normal(len(a), 2)
    # SciPy cuts singular values off at ε alone; the usual max(m, n) ε is named here.
    x, _, rank, values = la.lstsq(a, b, cond=max(a.shape) * np.finfo(float).eps, lapack_driver="gelsd")
    case("least_squares", name, x, 1e-11, a=a, b=b)
    case("rank", name, [[rank]], 0, a=a, b=b)
    case("least_squares_values", name, values, 1e-12, a=a, b=b)

for size in (1, 4, 18):
    a, b = normal(size, size) + 1j * normal(size, size), normal(size, 2) + 1j * normal(size, 2)
    case("complex_product", f"random {size}", a @ b, 1e-13, a=a, b=b)
    case("complex_adjoint_product", f"random {size}", a.conj().T @ b, 1e-13, a=a, b=b)
    case("complex_solve", f"random {size}", la.solve(a, b), 1e-11, a=a, b=b)
    case("complex_inverse", f"random {size}", la.inv(a), 1e-11, a=a)
write("linear_algebra")

samples = {"one value": [3.25], "two": [1.0, -4.0], "normal 301": random.standard_normal(301), "offset 1e9": 1e9 + random.standard_normal(200),
           "heavy tail": random.standard_cauchy(131), "constant": np.full(40, 0.1)}
for name, a in samples.items():
    a = np.asarray(a, float)
    exact = np.asarray(a, np.longdouble)
    case("mean", name, float(exact.mean()), 1e-14, a=a[None])
    case("variance", name, float(exact.var()), 1e-11, a=a[None])
    if len(a) > 1:
        case("sample_variance", name, float(exact.var(ddof=1)), 1e-11, a=a[None])
    case("quantiles", name, np.quantile(a, [0, 0.01, 0.25, 0.5, 0.9, 1]), 1e-15, a=a[None])
for name, a in {"random": normal(50, 4), "offset 1e6": 1e6 + normal(30, 3), "dependent": normal(20, 1) @ normal(1, 3)}.items():
    case("covariance", name, np.cov(a, rowvar=False), 1e-9 if "offset" in name else 1e-13, a=a)
    case("correlation", name, np.corrcoef(a, rowvar=False), 1e-9 if "offset" in name else 1e-13, a=a)
write("statistics")
