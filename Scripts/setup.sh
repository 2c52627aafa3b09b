#!/usr/bin/env bash
# Installs the Debian packages that the build needs, if they are missing. Quiet if there is nothing
# to do.
set -euo pipefail

packages=(libopenblas-dev liblapacke-dev libsuitesparse-dev zlib1g-dev libzstd-dev)

if ! command -v swift > /dev/null; then
  echo "Kilowatch needs Swift 6.2 or newer: https://www.swift.org/install (then run this again)" >&2
  exit 1
fi

missing=()
for package in "${packages[@]}"; do
  status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2> /dev/null || true)
  [ "$status" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if ! command -v apt-get > /dev/null; then
  echo "Kilowatch needs these libraries, by their Debian names: ${missing[*]}" >&2
  exit 1
fi
as_root=()
[ "$(id -u)" = 0 ] || as_root=(sudo)
echo "Installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
