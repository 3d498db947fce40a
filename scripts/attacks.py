"""Runs the tests of the list of attacks (`tests/attacks/rows.py`), and prints how many rows pass.

python scripts/attacks.py            run them (with a browser: RONDOM_BROWSER)
python scripts/attacks.py --list     only what is built
"""

import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.attacks.rows import ROWS, Row  # noqa: E402 - the root of the repository is known only now

LETTERS = {
    "J": "joining",
    "S": "shields",
    "X": "markup",
    "C": "texts",
    "W": "the wire",
    "D": "data",
    "T": "found later",
}


class Outcomes:
    """What became of each test."""

    def __init__(self) -> None:
        self.good: set[str] = set()
        self.bad: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """One of the three steps of a test is done."""
        name = report.nodeid.partition("[")[0]
        if report.failed or report.skipped:
            self.bad.add(name)
        elif report.when == "call":
            self.good.add(name)

    def passes(self, row: Row) -> bool:
        """Whether every test of this row was run and none of them failed or was left out."""
        return bool(row.tests) and set(row.tests) <= self.good and not set(row.tests) & self.bad


def run() -> Outcomes:
    """Run every test of every row once."""
    outcomes = Outcomes()
    tests = sorted({test for row in ROWS for test in row.tests})
    pytest.main(
        ["-q", "-n", "0", "-p", "no:randomly", "--durations=0", "--no-header", *tests], plugins=[outcomes]
    )
    return outcomes


def told(rows: Iterable[Row], passed: set[str], word: str = "pass") -> None:
    """Print what does not pass, what it lacks, and the share."""
    for row in rows:
        if row.missing:
            print(f"{row.id:<4} not built  {row.attack}: {row.missing}")
        elif row.id not in passed:
            print(f"{row.id:<4} FAILS      {row.attack}")
        elif row.lacks:
            print(f"{row.id:<4} in part    {row.attack}: {row.lacks}")
    print()
    for letter, words in LETTERS.items():
        those = [row for row in ROWS if row.id.startswith(letter)]
        print(f"{letter}  {sum(row.id in passed for row in those):>3} of {len(those):<3} {words}")
    whole = sum(row.id in passed and not row.lacks for row in ROWS)
    print(
        f"\n{len(passed)} of {len(ROWS)} rows {word} ({len(passed) / len(ROWS):.0%}), {whole} of them as a whole."
    )


def main() -> int:
    """Returns 1 when a row that is built does not pass."""
    if "--list" in sys.argv:
        told(ROWS, {row.id for row in ROWS if row.tests}, "are built")
        return 0
    outcomes = run()
    passed = {row.id for row in ROWS if outcomes.passes(row)}
    told(ROWS, passed)
    return int(any(row.tests and row.id not in passed for row in ROWS))


if __name__ == "__main__":
    sys.exit(main())
