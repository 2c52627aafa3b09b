#!/usr/bin/env bash
# The house rules that a compiler does not know. Each is a pattern, the sources it holds for, and
# a sentence that says why; CONTRIBUTING.md has them in words.
set -euo pipefail
cd "$(dirname "$0")/.."

failures=0

# forbid PATTERN REASON FOLDER...
forbid() {
  local pattern=$1 reason=$2
  shift 2
  [ $# -gt 0 ] || return 0
  local found
  found=$(grep -rnE --include='*.swift' "$pattern" "$@" | grep -vE '^[^:]+:[0-9]+: *//' || true)
  [ -n "$found" ] || return 0
  echo "$found"
  echo "  house rule: $reason"
  echo
  failures=$((failures + 1))
}

# The folders of the modules on layers below $1, as the ladder in Package.swift has them.
below() {
  tr '\n' ' ' < Package.swift | grep -oE 'Module\( *name: "[A-Za-z0-9]+", layer: [0-9]+' |
    sed -E 's/.*name: "([A-Za-z0-9]+)", layer: ([0-9]+)/\1 \2/' |
    while read -r module layer; do
      [ "$layer" -ge "$1" ] || echo "Sources/$module"
    done
}

forbid 'SystemRandomNumberGenerator|\.random\(\)|\.random\(in: [^)]*\)$|arc4random|drand48|\.shuffled\(\)|\.shuffle\(\)|\.randomElement\(\)' \
  'randomness is a parameter: a seed, or `using random: inout RandomSource`' Sources
mapfile -t quiet < <(below 4)
forbid '\bDate\(\)|\bDate\.now|Clock\.now|Clock\(\)\.now' \
  'below layer 4 the time is a parameter' "${quiet[@]}"
mapfile -t silent < <(below 5)
forbid '(^|[^.A-Za-z_])(print|debugPrint|dump)\(' \
  'below layer 5 nothing prints: return it, or throw it' "${silent[@]}"
forbid '@unchecked Sendable' 'what crosses threads proves that it may' Sources Tests
forbid '\btry!' 'failures are handled or thrown' Sources Tests

misnamed=$(find Sources Tests -regextype posix-extended \
  -iregex '.*/[A-Za-z]*(Utils?|Utilities|Helpers?|Manager|Core)(\.swift)?$' || true)
if [ -n "$misnamed" ]; then
  echo "$misnamed"
  echo "  house rule: a file or folder is named after what is in it"
  failures=$((failures + 1))
fi

[ "$failures" -eq 0 ] || exit 1
