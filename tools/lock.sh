#!/usr/bin/env bash
# Writes constraints.txt: the exact versions of everything, and no package index. Usage: tools/lock.sh python3.11
set -euo pipefail
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$1" -m venv "$scratch/venv"
"$scratch/venv/bin/python" -m pip install --quiet --disable-pip-version-check '.[dev]'
{
    echo "# Exact versions for Python 3.11. Written by tools/lock.sh; do not edit."
    "$scratch/venv/bin/python" -m pip freeze --exclude casebook
} >constraints.txt
