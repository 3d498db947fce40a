"""The list of attacks is whole: each has a test that is there, or stands among what is not built, with the reason."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.attacks.rows import ROWS, Row

ROOT = Path(__file__).resolve().parents[2]
#: The first list, and what is described with the findings.
LISTED = (
    "J01 J02 J03 J04 J05 J07 J09 J11 J12 J13 J15 S01 S02 S03 S05 S06 S07 S08 S09 S10 S11 S13 S15 S16 "
    "X01 X02 X03 X05 X06 X08 X09 C01 C02 C03 C04 C06 C07 C08 C09 C10 C12 C14 "
    "W01 W02 W03 W05 W06 W07 W08 W10 W11 W12 W14 W15 D01 D02 D03 D04 D05 D07 D09 D10 D12"
).split()
LATER = "J06 J10 J14 S17 S18 X07 C05 W09 W13".split()
FOUND = [f"T{number}" for number in range(1, 31)]
#: What is not built. A row that is built goes from here; one that comes here needs somebody who agrees.
NOT_BUILT: set[str] = set()


def test_every_attack_has_its_row_once() -> None:
    assert sorted(row.id for row in ROWS) == sorted([*LISTED, *LATER, *FOUND])
    assert len(LISTED) == 63


def test_what_is_not_built_is_agreed_on_and_nothing_else_says_so() -> None:
    assert {row.id for row in ROWS if row.missing} == NOT_BUILT


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_row_has_a_test_that_is_there_or_a_reason(row: Row) -> None:
    assert row.attack
    assert bool(row.tests) != bool(row.missing), "either it is tried, or it says why not"
    assert not (row.missing and row.lacks)
    for reason in filter(None, (row.missing, row.lacks)):
        assert len(reason.split()) >= 4, "a reason is a sentence"
    for test in row.tests:
        path, _, name = test.partition("::")
        assert name in _tests_of(path), f"{test} is not there"


def test_a_test_that_is_not_there_is_noticed() -> None:
    assert "test_w01_is_not_here" not in _tests_of("tests/live/test_hosts.py")
    assert _tests_of("tests/live/test_nothing.py") == frozenset()
    assert "test_that_is_skipped" not in _found("@pytest.mark.skip\ndef test_that_is_skipped(): ...")
    assert "test_that_fails" not in _found("@pytest.mark.xfail(reason='x')\ndef test_that_fails(): ...")


@cache
def _tests_of(path: str) -> frozenset[str]:
    file = ROOT / path
    return _found(file.read_text(encoding="utf-8")) if file.exists() else frozenset()


def _found(source: str) -> frozenset[str]:
    """The tests of a file that run and have to pass."""
    return frozenset(
        one.name
        for one in ast.parse(source).body
        if isinstance(one, ast.FunctionDef)
        and not any(mark in ast.unparse(each) for each in one.decorator_list for mark in ("skip", "xfail"))
    )
