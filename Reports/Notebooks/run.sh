#!/usr/bin/env bash
# Executes every notebook from top to bottom, or those named, and installs what that needs. Results go
# to Reports/notebooks-output; the notebooks themselves are stored without outputs, which is checked.
set -euo pipefail
cd "$(dirname "$0")"

environment=${NOTEBOOKS_VENV:-../../.build/notebooks-venv}
if ! "$environment/bin/python" -c 'import nbconvert, ipykernel, matplotlib, pandas, vl_convert' 2> /dev/null; then
  echo "Installing what the notebooks need into .build/notebooks-venv"
  if ! python3 -m venv "$environment" ||
    ! "$environment/bin/python" -m pip install --quiet --disable-pip-version-check -r requirements.txt; then
    echo "Notebooks are not executed: Jupyter is absent and cannot be installed (apt-get install python3-venv)"
    exit 0
  fi
fi

notebooks=("$@")
[ ${#notebooks[@]} -gt 0 ] || notebooks=([0-9]-*.ipynb)
"$environment/bin/python" - "${notebooks[@]}" <<'PYTHON'
import json, sys
for path in sys.argv[1:]:
    for cell in json.load(open(path))["cells"]:
        if cell.get("outputs") or cell.get("execution_count"):
            sys.exit(f"{path}: is stored with outputs; clear them (jupyter nbconvert --clear-output --inplace {path})")
PYTHON

output=../notebooks-output
mkdir -p "$output"
for notebook in "${notebooks[@]}"; do
  echo "Executing $notebook"
  "$environment/bin/python" -m nbconvert --to html --execute --log-level WARN \
    --ExecutePreprocessor.timeout=600 --ExecutePreprocessor.kernel_name=python3 \
    --output-dir "$output" "$notebook"
done
echo "Executed ${#notebooks[@]} notebooks; see Reports/notebooks-output"
