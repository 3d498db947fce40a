#!/bin/sh
# Says what is missing when Node is absent or too old (20 or later is needed to build the pages' scripts).
set -eu

if command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1; then
    if node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)'; then
        exit 0
    fi
    found="$(node --version)"
fi

cat >&2 <<SAY

Rondom needs Node 20 or later, with npm. Found: ${found:-none}.
  Debian 12+, Ubuntu 24.04+:  sudo apt-get install nodejs npm   (or see nodejs.org)
  macOS:                      brew install node

SAY
exit 1
