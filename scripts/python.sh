#!/bin/sh
# Prints the command of a Python that is new enough (3.11 or later), or says what is missing.
set -eu

new_enough() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
    if command -v "$name" >/dev/null 2>&1 && new_enough "$name"; then
        echo "$name"
        exit 0
    fi
done

cat >&2 <<'SAY'

Rondom needs Python 3.11 or later, with the module venv. None was found.
  Debian, Ubuntu:  sudo apt-get install python3 python3-venv
  macOS:           brew install python@3.13
  Another place?   make PYTHON=/path/to/python3 ...

SAY
exit 1
