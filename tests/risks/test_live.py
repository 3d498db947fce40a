"""Before all is shown, no byte of what somebody named reaches anybody; what is kept off the wall never reaches it."""

import pytest

from conference.table.meeting import use_cases as meetings
from conference.table.risks import use_cases as risks
from tests.cast import Cast
from tests.lines import Lines, applied, parts

WATCHING = ["chair", "anna", "sam", "karim", "rie", "screen"]
SECRET = "KANARIE in de keuken"


def go(cast: Cast) -> None:
    part = next(part for part in cast.meeting.parts if part.key == "what_first")
    cast.yusuf.do(meetings.move, part.id)


def test_what_somebody_names_reaches_nobody(lines: Lines, cast: Cast) -> None:
    go(cast)
    watching = {name: lines(name) for name in WATCHING}
    noor = lines("noor")
    assert noor.wish("risks:give", first=SECRET, second="", third="")["ok"]
    for name, line in watching.items():
        line.heard()
        line.page(line.home)
        assert "KANARIE" not in line.everything, name
    noor.page(noor.home)
    assert SECRET in noor.everything, "the same search finds it where it belongs"


def test_after_showing_everybody_has_all_of_it(lines: Lines, cast: Cast) -> None:
    go(cast)
    watching = {name: lines(name) for name in WATCHING}
    cast.noor.do(risks.give, cast.noor.id, risks.NewAnswer([SECRET]))
    assert watching["chair"].wish("risks:reveal")["ok"]
    for name, line in watching.items():
        heard = line.heard()
        assert "KANARIE" in str(heard), name
        live, fresh = parts(applied(line.first, heard)), parts(line.page(line.home))
        assert live == fresh, name


def test_what_is_kept_off_the_wall_is_on_every_other_page(lines: Lines, cast: Cast) -> None:
    go(cast)
    watching = {name: lines(name) for name in WATCHING}
    cast.noor.do(risks.give, cast.noor.id, risks.NewAnswer([SECRET], off_screen=True))
    assert watching["chair"].wish("risks:reveal")["ok"]
    for name, line in watching.items():
        line.heard()
        line.page(line.home)
        assert ("KANARIE" in line.everything) == (name != "screen"), name


def test_the_list_is_live_for_all(lines: Lines, cast: Cast) -> None:
    go(cast)
    watching = {name: lines(name) for name in WATCHING}
    made = watching["anna"].wish("risk:add", words="Dat het weer misgaat")
    assert made["ok"]
    cast.yusuf.do(risks.add, "Geld", ())
    assert watching["chair"].wish("risk:down", risk=made["risk"])["ok"]
    for name, line in watching.items():
        live, fresh = parts(applied(line.first, line.heard())), parts(line.page(line.home))
        assert live == fresh, name
        assert "Dat het weer misgaat" in str(fresh["risks"]), name


@pytest.mark.parametrize("name", ["anna", "noor"])
def test_a_form_without_words_says_what_to_do(lines: Lines, cast: Cast, name: str) -> None:
    go(cast)
    answer = lines(name).wish("risks:give", first="", second="", third="")
    assert (answer["ok"], answer["field"]) == (False, "first")
