#!/usr/bin/env python3
"""Ours and the peers, one after the other on the same rows with the same threads: one table.

usage: compare.py [--quick | --all] [--only JOB] [--rows N] [--peers NAME,NAME] [--threads N,N] [--seeds N] [--limit SECONDS]
                  [--data FOLDER] [--tables] [--depth N] [--leaf N] [--trees N]
Without arguments up to 100,000 rows beside the fast peers, in about ten minutes.
  --quick   the small sizes, fewer peers and runs
  --all     up to 1,000,000 rows beside every peer, in some hours
  --rows    one size only, 1,000,000 too
  --depth   random forests whose paths have at most so many splits, and --leaf whose leaves have at least so many rows
  --tables  the tables that make_data.py made of CSV files, quality over ten seeds, instead
Times are medians; times in brackets are processor time of all threads, which a busy machine moves
less. A peer that needs more than --limit seconds in all is left out by name. The last columns are
ours divided by the peer's: below 1, ours is the lesser.
"""
import argparse
import glob
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
KILOWATCH = os.environ.get("KILOWATCH", ".build/release/kilowatch")
PYTHON = os.environ.get("PYTHON", sys.executable)
COLUMNS = ("job", "rows", "trees", "threads", "tool", "fit s", "score rows/s", "one row µs", "quality", "fit MiB", "model MB", "load s", "fit ÷", "score ÷", "one row ÷", "MB ÷", "load ÷")


def output(command, limit):
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return dict(failed=f"more than {limit} s")
    if done.returncode != 0:
        return dict(failed=(done.stderr.strip().splitlines() or ["no message"])[-1][:60])
    return json.loads(done.stdout.strip().splitlines()[-1])


def number(value, digits=3):
    return "" if value is None else f"{value:.{digits}g}" if abs(value) < 1000 else f"{value:,.0f}"


def seconds(report, name):
    return "" if name + "_s" not in report else f"{number(report[name + '_s'])} ({number(report[name + '_cpu_s'])})"


def ratio(ours, theirs, name, processor=None):
    if name not in ours or not theirs.get(name):
        return ""
    text = number(ours[name] / theirs[name], 2)
    if processor and theirs.get(processor):
        text += f" ({number(ours[processor] / theirs[processor], 2)})"
    return text


def line(report, tool, case, threads, ours):
    if "failed" in report:
        print(f"| {case['job']} | {case['rows']} | {case['trees']} | {threads} | {tool} | {report['failed']} |", flush=True)
        return
    quality = " · ".join(f"{name} {report[name]:.4f}" for name in ("roc_auc", "f1", "accuracy", "rmse", "largest_relative_difference") if name in report)
    if "largest_relative_difference" in report:
        quality = f"differs by {report['largest_relative_difference']:.1e}"
    cells = [
        case["job"], case["rows"], case["trees"], threads, tool, seconds(report, "fit"),
        f"{number(report['scored_rows'] / report['score_s'])} ({number(report['scored_rows'] / max(report['score_cpu_s'], 1e-9) * threads)})",
        number(report.get("one_row_us")), quality, "" if "peak_mib" not in report else f"{report['peak_mib']:.0f} (+{report['peak_mib'] - report['before_fit_mib']:.0f})",
        "" if "document_bytes" not in report else number(report["document_bytes"] / 1e6), number(report.get("load_s"))]
    if ours is not report:
        cells += [ratio(ours, report, "fit_s", "fit_cpu_s"), ratio(ours, report, "score_s", "score_cpu_s"), ratio(ours, report, "one_row_us"), ratio(ours, report, "document_bytes"), ratio(ours, report, "load_s")]
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def compare(case, threads, options):
    runs = case.get("runs", 5)
    keep = os.path.join(options.data, "kept_" + case["job"])
    ours = output([
        KILOWATCH, "bench", "forests", "--job", case["job"], "--columns", str(case["columns"]), "--train", case["train"], "--test", case["test"],
        "--threads", str(threads), "--runs", str(runs), "--trees", str(case["trees"]), "--seeds", str(options.seeds), "--keep", keep,
        "--minimum-leaf-rows", str(options.leaf)] + (["--maximum-depth", str(options.depth)] if options.depth else []), None)
    line(ours, "kilowatch", case, threads, ours)
    if "failed" in ours:
        return
    for peer in options.peers.split(",") if options.peers else case["peers"]:
        arguments = [keep, "onnx"] if peer == "onnxruntime" else [peer, case["job"]]
        slow = peer in ("sklearn", "sklearnex", "xgboost", "treelite")
        report = output(
            [PYTHON, os.path.join(HERE, "peers.py"), *arguments, case["train"], case["test"], str(case["columns"]), str(threads),
             str(1 if slow and case["heavy"] else runs), str(case["trees"]), str(1 if peer == "treelite" else options.seeds),
             str(options.depth), str(options.leaf)], options.limit)
        line(report, peer, case, threads, ours)


def cases(options):
    of = lambda name: os.path.join(options.data, name + ".f32")  # noqa: E731
    sizes = [("10k", 10_000), ("100k", 100_000), ("1m", 1_000_000)]
    if not options.all and not options.rows:
        sizes = sizes[:1 if options.quick else 2]
    every = ["sklearnex_hist", "sklearnex", "snapml", "ydf", "lightgbm", "xgboost", "sklearn", "treelite", "onnxruntime"]
    small = ["sklearnex_hist", "lightgbm", "onnxruntime"] if options.quick else every if options.all else ["sklearnex_hist", "snapml", "ydf", "lightgbm", "onnxruntime"]
    large = every if options.all else ["sklearnex_hist", "snapml", "ydf"]
    for tag, rows in sizes:
        for trees in (100,) if options.quick else (100, 300):
            peers = ["isotree", "sklearn"] + (["onnxruntime"] if rows <= 100_000 else [])
            yield dict(job="isolation", rows=rows, trees=trees, columns=16, train=of("if16_" + tag), test=of("if16_" + tag), peers=peers, heavy=False)
    for tag, rows in sizes:
        big = rows == 1_000_000
        peers = ["sklearnex_hist", "snapml", "ydf", "lightgbm"] if big else small if rows == 10_000 else large
        yield dict(job="classifier", rows=rows, trees=100, columns=24, train=of("rf24_" + tag), test=of("rf24_test"), peers=peers, heavy=rows > 10_000, runs=1 if big else 5)
    sizes = [("8k", 8_000), ("100k", 100_000), ("1m", 1_000_000)]
    for tag, rows in sizes[:1] if options.quick else sizes if options.rows else sizes[:2]:
        yield dict(job="regressor", rows=rows, trees=100, columns=20, train=of(f"load20_{tag}_train"), test=of(f"load20_{tag}_test"), peers=small if rows == 8_000 else every if options.all else ["sklearnex_hist"], heavy=rows > 10_000, runs=1 if rows == 1_000_000 else 3 if rows > 10_000 else 5)


def tables(options):
    for path in sorted(glob.glob(os.path.join(options.data, "table_*_train.f32"))):
        job, columns, rows = json.load(open(path.replace("_train.f32", ".json")))
        for kind in [job] + (["isolation"] if job == "classifier" else []):
            yield dict(job=kind, rows=rows, trees=100, columns=columns, train=path, test=path.replace("train", "test"), peers=["isotree", "sklearn"] if kind == "isolation" else ["sklearn", "sklearnex_hist"], heavy=False, runs=1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--peers")
    parser.add_argument("--tables", action="store_true")
    parser.add_argument("--only")
    parser.add_argument("--rows", type=int)
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--seeds", type=int)
    parser.add_argument("--trees", type=int)
    parser.add_argument("--depth", type=int, default=0)
    parser.add_argument("--leaf", type=int, default=1)
    parser.add_argument("--limit", type=float, default=300)
    parser.add_argument("--data", default="Benchmarks/data")
    options = parser.parse_args()
    options.seeds = options.seeds or (10 if options.tables else 1)
    print("| " + " | ".join(COLUMNS) + " |")
    print("|" + "---|" * len(COLUMNS))
    for case in tables(options) if options.tables else cases(options):
        case["trees"] = options.trees or case["trees"]
        if options.only in (None, case["job"]) and options.rows in (None, case["rows"]):
            for threads in options.threads.split(",")[:1 if options.tables else None]:
                compare(case, int(threads), options)
