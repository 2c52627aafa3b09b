#!/usr/bin/env bash
# Forests beside every peer, one table. Arguments go to compare.py: --quick, --only classifier, ...
set -euo pipefail
: "${KILOWATCH:=.build/release/kilowatch}" "${PYTHON:=Benchmarks/.venv/bin/python}"
export KILOWATCH PYTHON
data=Benchmarks/data
[ -f "$data/load20_1m_test.f32" ] || "$PYTHON" Benchmarks/forests/make_data.py "$data"
"$PYTHON" Benchmarks/forests/compare.py --data "$data" "$@"
