"""How long the tests of each file took, out of a junit file, and how many of them run every day.

    .venv/bin/python -m pytest -n auto --junitxml=times.xml; .venv/bin/python scripts/test_times.py times.xml

Prints for each file the seconds of its daily tests and how many there are, and the same of its others.
"""

import subprocess
import sys
from collections import defaultdict
from xml.etree.ElementTree import parse

DAILY = "not slow and not postgres"  # as `make test`


def daily() -> set[str]:
    """The names of the tests of every day, as a junit file writes them."""
    ask = [sys.executable, "-m", "pytest", "-n", "0", "--collect-only", "-q", "-m", DAILY]
    listed = subprocess.run(ask, check=True, capture_output=True, text=True).stdout.splitlines()
    found = (line.partition(".py::") for line in listed)
    return {f"{path.replace('/', '.')}::{name}" for path, there, name in found if there}


def main(file: str) -> None:
    """Print the files, the longest of every day first."""
    today, rows = daily(), defaultdict(lambda: [0.0, 0, 0.0, 0])
    for case in parse(file).iter("testcase"):  # noqa: S314 - our own file
        place = 0 if f"{case.get('classname')}::{case.get('name')}" in today else 2
        for row in (rows[str(case.get("classname"))], rows["all"]):
            row[place] += float(case.get("time", 0))
            row[place + 1] += 1
    print("  daily s  tests   other s  tests")
    for name, row in sorted(rows.items(), key=lambda one: -one[1][0]):
        print("{:>9.1f} {:>6} {:>9.1f} {:>6}  {}".format(*row, name))


if __name__ == "__main__":
    main(sys.argv[1])
