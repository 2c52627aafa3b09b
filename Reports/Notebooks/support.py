"""What the notebooks share: the kilowatch binary, folders for its files, and its charts."""

import json
import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import vl_convert
from IPython.display import display

root = Path(__file__).resolve().parents[2]
datasets = Path(os.environ.get("KILOWATCH_DATASETS", root / "Datasets"))
binary = Path(os.environ.get("KILOWATCH", root / ".build" / "release" / "kilowatch"))


def folder(name):
    """An empty folder for the files of one notebook."""
    path = root / "Reports" / "notebooks-output" / name
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


def kilowatch(*words):
    """Runs a command; strings are split at spaces, paths are one word each."""
    arguments = [part for word in words for part in (shlex.split(word) if isinstance(word, str) else [str(word)])]
    print("kilowatch", " ".join(arguments))
    done = subprocess.run([binary, *arguments], capture_output=True, text=True)
    print((done.stderr + done.stdout).strip())
    if done.returncode != 0:
        raise RuntimeError(f"kilowatch ended with {done.returncode}: {done.stderr.strip()}")


def read(path):
    """A CSV file, its timestamps as times."""
    return pd.read_csv(path, parse_dates=["timestamp"])


def show_charts(charts, names):
    """Shows Vega-Lite specifications by name: interactive in Jupyter, as drawings elsewhere."""
    for name in names:
        specification = json.loads((charts / f"{name}.vl.json").read_text())
        drawing = vl_convert.vegalite_to_svg(specification, vl_version="5.20")
        display({"application/vnd.vegalite.v5+json": specification, "image/svg+xml": drawing,
                 "text/plain": specification["title"]["text"]}, raw=True)
