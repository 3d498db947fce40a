"""Before all numbers are shown, no byte of another's number or reason reaches anybody."""

import re

import pytest

from conference.table.meeting import use_cases as meetings
from conference.table.safety import use_cases as safety
from tests.cast import Cast
from tests.lines import Lines, applied, parts

WATCHING = ["chair", "anna", "sam", "karim", "rie", "screen"]


def go(cast: Cast) -> None:
    part = next(part for part in cast.meeting.parts if part.key == "safety")
    cast.yusuf.do(meetings.move, part.id)


WORDS = "KANARIE in de keuken"
#: How the number of the canary could travel: in a value, chosen in a form, drawn, or written in a sentence.
SPOKEN = (
    r'<input[^>]*value="3"[^>]*checked',
    r'rd-given__n">\s*3\s*<',
    r"Gegeven: 3\.",
    r"<text[^>]*>[^<]*Noor 3<",
    r"(?i)[\"']score[\"']: *[\"']?3\b",
)


def told(received: str) -> list[str]:
    """The traces of the canary's number and reason in what somebody received."""
    return [trace for trace in ("KANARIE", "in de keuken", *SPOKEN) if re.search(trace, received)]


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
    for name, received in heard_by_all(lines, cast, "3", WORDS).items():
        assert not told(received), name


def test_nothing_anybody_receives_depends_on_the_number(lines: Lines, cast: Cast) -> None:
    """What stands in the forms of others is the same whatever she gave, so no value can carry it."""
    go(cast)
    anna = lines("anna")
    seen = []
    for score in ("3", "8"):
        cast.noor.do(safety.give, cast.noor.id, score, WORDS)
        seen.append(re.findall(r"<input[^>]*>|rd-given__n[^<]*<", str(parts(anna.page(anna.home))["safety"])))
    assert seen[0] == seen[1]
    assert any('name="score"' in one for one in seen[0]), "the form itself was looked at"


def test_the_canary_sings_on_the_page_of_its_giver(lines: Lines, cast: Cast) -> None:
    """The same search finds the number where it belongs, so that it can fail."""
    go(cast)
    cast.noor.do(safety.give, cast.noor.id, "3", WORDS)
    noor = lines("noor")
    noor.page(noor.home)
    assert {"KANARIE", SPOKEN[0], SPOKEN[2]} <= set(told(noor.everything))


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
