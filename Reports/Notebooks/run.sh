#!/usr/bin/env bash
# Executes every notebook from top to bottom, or those named. Results go to Reports/notebooks-output;
# the notebooks themselves stay without outputs.
set -euo pipefail
cd "$(dirname "$0")"

environment=${NOTEBOOKS_VENV:-../../.build/notebooks-venv}
if ! "$environment/bin/python" -m nbconvert --version > /dev/null 2>&1; then
  echo "Installing what the notebooks need into $environment"
  python3 -m venv "$environment"
  "$environment/bin/python" -m pip install --quiet --disable-pip-version-check -r requirements.txt
fi

output=../notebooks-output
mkdir -p "$output"
notebooks=("$@")
[ ${#notebooks[@]} -gt 0 ] || notebooks=([0-9]-*.ipynb)
for notebook in "${notebooks[@]}"; do
  echo "Executing $notebook"
  "$environment/bin/python" -m nbconvert --to html --execute --log-level WARN \
    --ExecutePreprocessor.timeout=600 --ExecutePreprocessor.kernel_name=python3 \
    --output-dir "$output" "$notebook"
done
echo "Executed ${#notebooks[@]} notebooks; see Reports/notebooks-output"
