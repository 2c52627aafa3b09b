#!/usr/bin/env bash
# Runs the tests that have been built. If any fail, what failed and why stands once more at the end,
# where it is found in a long log. Arguments go to `swift test`.
set -uo pipefail
cd "$(dirname "$0")/.."

log=$(mktemp)
trap 'rm -f "$log"' EXIT

swift test -c release --skip-build "$@" 2>&1 | tee "$log"
status=${PIPESTATUS[0]}
[ "$status" -eq 0 ] && exit 0

echo
echo "What failed:"
# From the line of a failure to the next line of another kind; of a crash its reason and our frames.
sed 's/\x1b\[[0-9;]*m//g' "$log" | awk '
  /^(✘|◇|✔|➜|⚠|\[)/ { shown = /^✘/ && !/^✘ Suite/ }
  /error: Process|^error: |[Ff]atal error: |runtime failure: |^ *[0-9]+ .* at .*(Sources|Tests)\// { shown = 0; print substr($0, 1, 600) }
  shown { print substr($0, 1, 600) }'
exit "$status"
