#!/bin/sh
# Measure Rondom next to a peer. What is given goes on to run.py: `sh benchmarks/run.sh --tables 1 --rounds 5`.
set -eu
cd "$(dirname "$0")/.."
stamp=benchmarks/node_modules/.made
if [ ! -f "$stamp" ] || [ benchmarks/package-lock.json -nt "$stamp" ]; then
  echo "Installing what the benchmarks compare with"
  (cd benchmarks && npm ci --no-audit --no-fund --loglevel=error)
  touch "$stamp"
fi
exec .venv/bin/python benchmarks/run.py "$@"
