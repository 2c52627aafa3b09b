#!/usr/bin/env bash
# The dispatch of units: ours, then the peers, on the same systems.
set -euo pipefail
systems=Tests/Fixtures/dispatch
echo "kilowatch bench dispatch-units"
"$KILOWATCH" bench dispatch-units $systems/{eld3_850_smooth,eld3_850_valve,eld13_1800,eld40,eld6}.json \
  $systems/{ded10_smooth,storage10,ded6}.json --runs 21 --seeds 20 --threads 1
"$KILOWATCH" bench dispatch-units $systems/{ded5_24h,ded10,uc10}.json --runs 1 --seeds 3
echo "peers"
"$PYTHON" Benchmarks/dispatch-units/peers.py $systems --commitment "${COMMITMENT_SECONDS:-60}"
