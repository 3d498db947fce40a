#!/bin/sh
# Writes requirements/*.lock: every package with its version and hashes, for all systems and Python 3.11 and later.
# test.lock holds everything of run.lock too, in the same versions.
set -eu

compile() {
    .venv/bin/uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 \
        --no-config --no-emit-index-url --custom-compile-command "make lock" pyproject.toml "$@"
}

compile --output-file requirements/run.lock
compile --extra test --constraint requirements/run.lock --output-file requirements/test.lock
echo "Written: requirements/run.lock and requirements/test.lock"
