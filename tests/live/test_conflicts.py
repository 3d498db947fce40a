"""Two people change one field of a record at once: both values are shown, and either can be chosen."""

import json

import pytest
from bs4 import BeautifulSoup

from conference.records import fields as records
from conference.table.meeting import use_cases as meetings
from tests.cast import Cast
from tests.lines import Lines


@pytest.mark.parametrize(
    ("field", "theirs", "yours", "seen", "said"),
    [
        ("basis", "document", "seen_self", "unknown", ("het staat op papier", "zelf gezien")),
        ("happened", "unknown", "2026-04-01 month", "2026-05-01 day", ("datum onbekend", "april 2026")),
        ("source_words", "Een brief", "Een gesprek", "Brief", ("Een brief", "Een gesprek")),
        ("life_area", "money", "", "", ("Geld", "niets")),
    ],
)
@pytest.mark.parametrize("way", ["page", "socket"])
def test_both_values_are_shown_in_words(
    lines: Lines, cast: Cast, field: str, theirs: str, yours: str, seen: str, said: tuple[str, str], way: str
) -> None:
    thing = f"statement:{cast.add_statement(life_area='safety' if field == 'life_area' else '')}"
    seen = "safety" if field == "life_area" else seen
    line = lines("noor")  # on another device
    cast.noor.do(records.set_field, thing, field, theirs, seen)
    wish = {"thing": thing, "field": field, "value": yours, "seen": seen}
    if way == "socket":
        answer = line.wish("record:set", **wish)
    else:
        answer = line.browser.wish("record:set", **wish, meeting=cast.meeting_id).get_json()
    assert answer["code"] == "conflict"
    shown = BeautifulSoup(answer["html"], "html5lib")
    assert all(one in shown.get_text() for one in said)
    choice = shown.find("button", attrs={"name": "again"})
    assert choice is not None
    assert line.wish("record:again", again=choice["value"])["ok"]
    with cast.house.database.read() as session:
        last = records.history(session, thing)[-1]
        assert (last.field, last.before, last.after) == (field, theirs, yours)


def test_people_are_named_in_a_conflict(lines: Lines, cast: Cast) -> None:
    thing = f"statement:{cast.add_statement()}"
    line = lines("noor")  # on another device
    cast.noor.do(records.set_field, thing, "source_id", cast.rie.id, "")
    wish = {"thing": thing, "field": "source_id", "value": cast.anna.id, "seen": ""}
    shown = line.wish("record:set", **wish)["html"]
    assert "Oma Rie" in shown
    assert "Anna Bakker" in shown


@pytest.mark.parametrize(
    ("field", "theirs", "yours", "seen", "said"),
    [
        ("owner", "rie", "anna", "", ("Oma Rie", "Anna Bakker")),
        ("partners", "rie", "", "", ("Oma Rie", "niets")),
        ("due", "2026-05-20", "2026-06-01", "", ("20 mei 2026", "1 juni 2026")),
        ("phase", "recovery", "risk_driven_help", "immediate_safety", ("Herstellen", "Oorzaken aanpakken")),
        ("state", "done", "started", "planned", ("gedaan", "begonnen")),
    ],
)
def test_two_values_of_an_agreement_are_told_in_the_same_words(
    lines: Lines, cast: Cast, field: str, theirs: str, yours: str, seen: str, said: tuple[str, str]
) -> None:
    thing = f"action:{cast.add_action('Bellen', by='karim')}"
    theirs, yours = (cast.script.people.get(one, one) for one in (theirs, yours))
    line = lines("karim")
    first = cast.karim if field == "state" else cast.noor
    first.do(records.set_field, thing, field, theirs, seen)
    value = [yours] if field == "partners" else yours
    answer = line.wish("record:set", thing=thing, field=field, value=value, seen="nergens")
    assert answer["code"] == "conflict"
    shown = BeautifulSoup(answer["html"], "html5lib")
    assert all(one in shown.get_text() for one in said)
    choice = shown.find("button", attrs={"name": "again"})
    assert choice is not None
    assert line.wish("record:again", again=choice["value"])["seen"] == yours


def test_how_far_it_is_is_one_more_field_with_two_values(lines: Lines, cast: Cast) -> None:
    action = cast.add_action("Bellen", by="karim")
    line = lines("karim")
    cast.karim.do(records.set_field, f"action:{action}", "state", "done", "planned")
    answer = line.wish("action:state", action=action, state="started", seen="planned")
    choice = BeautifulSoup(answer["html"], "html5lib").find("button", attrs={"name": "again"})
    assert choice is not None
    assert line.wish("record:again", again=choice["value"])["ok"]
    assert cast.action(action).state == "started"


def test_a_choice_that_is_overtaken_shows_both_again(lines: Lines, cast: Cast) -> None:
    thing = f"statement:{cast.add_statement()}"
    line = lines("noor")
    cast.noor.do(records.set_field, thing, "basis", "document", "unknown")
    late = {"thing": thing, "field": "basis", "value": "seen_self", "seen": "unknown"}
    answer = line.wish("record:again", again=json.dumps(late))
    assert answer["code"] == "conflict"
    assert "het staat op papier" in answer["html"]


@pytest.mark.parametrize("again", ["", "{}", "[]", '{"thing": 3}', "x", '{"thing":"a","extra":1}'])
def test_a_choice_that_is_no_change_is_refused(lines: Lines, again: str) -> None:
    assert lines("noor").wish("record:again", again=again)["code"] == "unknown_field"


def test_an_accepted_change_says_what_is_kept(lines: Lines, cast: Cast) -> None:
    thing = f"statement:{cast.add_statement()}"
    days = ["month", "2026-04-17"]
    wish = {"thing": thing, "field": "happened", "value": days, "seen": "2026-05-01 day"}
    assert lines("noor").wish("record:set", **wish)["seen"] == "2026-04-01 month"


def test_the_forms_of_a_statement_are_given_to_who_may_write(lines: Lines, cast: Cast) -> None:
    cast.yusuf.do(meetings.move, next(part.id for part in cast.meeting.parts if part.key == "happened"))
    told = cast.add_statement()
    answer = lines("noor").wish("statement:open", statement=told)
    assert f'value="statement:{told}"' in answer["html"]
    for name in ("karim", "anna", "rie"):
        assert lines(name).wish("statement:open", statement=told)["code"] == "words_of_another"
    assert lines("amir").wish("statement:open", statement=told)["code"] == "not_allowed"
    hidden = cast.add_statement("KANARIE", shared_with="anna", about=[cast.anna.id])
    assert lines("karim").wish("statement:open", statement=hidden)["code"] == "not_found"


def test_without_script_a_conflict_has_a_form_to_choose_with(lines: Lines, cast: Cast) -> None:
    thing = f"statement:{cast.add_statement()}"
    browser = lines("noor").browser
    cast.noor.do(records.set_field, thing, "basis", "document", "unknown")
    page = browser.send(
        "/wens/record:set",
        thing=thing,
        field="basis",
        value="seen_self",
        seen="unknown",
        meeting=cast.meeting_id,
    )
    shown = BeautifulSoup(page.text, "html5lib")
    button, form = shown.find("button", attrs={"name": "again"}), shown.find("form", id="again")
    assert button is not None
    assert form is not None
    assert button["form"] == "again"
