"""Before all numbers are shown, no byte of another's number or reason reaches anybody."""

import re

import pytest

from conference.deeds import meetings, safety
from tests.cast import Cast
from tests.lines import Lines, applied, parts

WATCHING = ["chair", "anna", "sam", "karim", "rie", "screen"]


def go(cast: Cast) -> None:
    part = next(part for part in cast.meeting.parts if part.key == "safety")
    cast.yusuf.do(meetings.move, part.id)


def heard_by_all(lines: Lines, cast: Cast, score: str, why: str) -> dict[str, str]:
    """Everything each receives while Noor gives her number, and a fresh page after it."""
    go(cast)
    watching = {name: lines(name) for name in WATCHING}
    noor = lines("noor")
    assert noor.wish("safety:give", score=score, why=why)["ok"]
    for line in watching.values():
        line.heard()
        line.page(line.home)
    return {name: line.everything for name, line in watching.items()}


def test_a_secret_number_reaches_nobody(lines: Lines, cast: Cast) -> None:
    for name, received in heard_by_all(lines, cast, "3", "KANARIE in de keuken").items():
        assert "KANARIE" not in received, name
        assert not re.search(r'value="3" checked', received), name


def test_after_showing_everybody_has_all_of_them(lines: Lines, cast: Cast) -> None:
    go(cast)
    watching = {name: lines(name) for name in WATCHING}
    cast.noor.do(safety.give, cast.noor.id, "3", "KANARIE in de keuken")
    cast.anna.do(safety.give, cast.anna.id, "7", "Ik slaap weer")
    assert watching["chair"].wish("safety:reveal")["ok"]
    for name, line in watching.items():
        news = line.heard()
        assert "KANARIE" in str(news), name
        live, fresh = parts(applied(line.first, news)), parts(line.page(line.home))
        assert live == fresh, name


@pytest.mark.parametrize("name", ["anna", "noor"])
def test_what_was_typed_is_kept_when_the_number_is_missing(lines: Lines, cast: Cast, name: str) -> None:
    go(cast)
    answer = lines(name).wish("safety:give", why="Ik weet het niet")
    assert (answer["ok"], answer["field"]) == (False, "score")
