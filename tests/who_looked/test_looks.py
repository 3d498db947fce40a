"""Every look leaves a row: whose, at what, once; what is for named people waits for its row, and all else does not."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from conference.core import look_log
from conference.core.runtime import Runtime
from conference.table.meeting import use_cases as meetings
from conference.web import entry, looked
from conference.web.open_routes import OPEN
from models.errors.base import LogDown
from tests.cast import REASONS, Cast, Clock
from tests.lines import Lines
from tests.pages import PageClient, Signed
from tests.who_looked.test_deeds import CANARY, Row, rows

Seen = Callable[..., list[Row]]


@pytest.fixture
def closed(cast: Cast) -> str:
    """The meeting of the cast is over; its report is there."""
    cast.yusuf.do(meetings.close, REASONS)
    return cast.meeting_id


@pytest.fixture
def seen(house: Runtime) -> Seen:
    """What was looked at since the last time it was asked: who, which look, at what."""
    told = 0

    def since(deed: str = "see.") -> list[Row]:
        nonlocal told
        assert house.looks.settle()
        found = rows(house)
        new, told = found[told:], len(found)
        return [row for row in new if row[1].startswith(deed)]

    since()
    return since


def person(cast: Cast, name: str) -> str:
    return f"person:{getattr(cast, name).id}"


def ok(actor: str, deed: str, thing: str) -> Row:
    return (actor, deed, thing, "ok")


# --- pages


@pytest.mark.both
def test_a_page_of_a_family(as_: Signed, cast: Cast, seen: Seen) -> None:
    as_("lotte").get(f"/gezin/{cast.case_id}")
    assert seen() == [ok(person(cast, "lotte"), "see.case.page", f"case:{cast.case_id}")]


@pytest.mark.both
def test_a_table_on_a_laptop_and_on_a_phone_tells_the_part(as_: Signed, cast: Cast, seen: Seen) -> None:
    part, meeting = f"part:{cast.meeting.part.id}", f"meeting:{cast.meeting_id}"  # type: ignore[union-attr]
    for name, path, look in (
        ("karim", f"/overleg/{cast.meeting_id}", "see.table.meeting"),
        ("anna", "/nu", "see.table.now"),
    ):
        browser = as_(name)
        seen()
        browser.get(path)
        assert seen() == [ok(person(cast, name), look, meeting), ok(person(cast, name), "see.part", part)]


@pytest.mark.parametrize("page", ["verslag", "verslag.pdf", "verslag.json", "afspraken.pdf"])
def test_a_report_in_every_form(as_: Signed, cast: Cast, seen: Seen, closed: str, page: str) -> None:
    names = {"verslag": "read", "verslag.pdf": "paper", "verslag.json": "data", "afspraken.pdf": "summary"}
    as_("yusuf").get(f"/overleg/{cast.meeting_id}/{page}")
    assert seen() == [ok(person(cast, "yusuf"), f"see.report.{names[page]}", f"meeting:{cast.meeting_id}")]


def test_own_data_on_a_page_and_as_a_file(as_: Signed, cast: Cast, seen: Seen) -> None:
    browser = as_("anna")
    seen()
    browser.get("/nu/mijn-gegevens")
    browser.get("/nu/mijn-gegevens.json")
    meeting = f"meeting:{cast.meeting_id}"
    assert seen() == [ok(person(cast, "anna"), f"see.own_data.{one}", meeting) for one in ("page", "file")]


def test_a_search_tells_the_families_in_which_something_was_found_and_not_the_words(
    as_: Signed, cast: Cast, seen: Seen
) -> None:
    browser, noor = as_("noor"), f"account:{cast.script.accounts['noor']}"
    seen()
    browser.get("/zoek", query_string={"q": CANARY})
    assert seen() == [ok(noor, "see.office.search", "")]
    cast.add_action(CANARY)
    browser.get("/zoek", query_string={"q": CANARY})
    found = seen()
    assert found == [ok(person(cast, "noor"), "see.office.search", "")]
    assert CANARY not in str(rows(cast.house))


# --- what is refused


@pytest.mark.both
@pytest.mark.parametrize("path", ["/gezin/{case}", "/overleg/{meeting}", "/overleg/{meeting}/verslag.pdf"])
def test_a_foreign_family(as_: Signed, cast: Cast, seen: Seen, path: str) -> None:
    ids = {"case": cast.case_id, "meeting": cast.meeting_id}
    assert as_("bas").get(path.format(**ids)).status_code == 404
    (row,) = seen()
    kind = "case" if "{case}" in path else "meeting"
    assert (row[0], row[2:]) == (
        f"account:{cast.script.accounts['bas']}",
        (f"{kind}:{ids[kind]}", "not_found"),
    )


def test_a_form_that_a_page_refuses_itself(as_: Signed, cast: Cast, seen: Seen) -> None:
    browser = as_("bas")
    browser.get("/")
    seen()
    browser.send(f"/overleg/{cast.meeting_id}/planning", day=CANARY)
    (row,) = [one for one in seen("") if one[3] != "ok"]
    assert row[2:] == (f"meeting:{cast.meeting_id}", "not_found")


def test_an_address_that_is_no_id_is_kept_without_it(as_: Signed, cast: Cast, seen: Seen) -> None:
    assert as_("lotte").get(f"/gezin/{CANARY}").status_code == 404
    ((_, deed, thing, outcome),) = seen()
    assert (deed, thing, outcome) == ("see.case.page", "", "not_found")


def test_who_is_not_known_leaves_no_row(client: PageClient, cast: Cast, seen: Seen) -> None:
    for path in ("/", f"/gezin/{cast.case_id}", "/nu", "/mee", "/woorden", "/scherm"):
        client.get(path)
    assert seen("") == []


# --- what is for named people


def test_each_thing_for_named_people_on_a_page_has_a_row_and_others_have_none(
    as_: Signed, cast: Cast, seen: Seen
) -> None:
    action = cast.add_action("Dit is apart", by="noor", shared_with="lotte")
    as_("lotte").get(f"/gezin/{cast.case_id}")
    assert ok(person(cast, "lotte"), "see.apart", f"action:{action}") in seen()
    as_("karim").get(f"/gezin/{cast.case_id}")
    assert [row for row in seen() if row[1] == "see.apart"] == []


def test_what_a_search_looks_through_is_not_seen_what_it_finds_is(
    as_: Signed, cast: Cast, seen: Seen
) -> None:
    action = cast.add_action("Dit is apart", by="noor", shared_with="lotte")
    browser = as_("lotte")
    seen()
    for words, apart in (("ergens anders", 0), ("Dit is apart", 1)):
        browser.get("/zoek", query_string={"q": words})
        assert [row[2] for row in seen() if row[1] == "see.apart"] == [f"action:{action}"] * apart


def test_what_typed_words_are_compared_with_is_not_seen(lines: Lines, cast: Cast, seen: Seen) -> None:
    """The warning before something apart is written openly shows only the asker's own words."""
    cast.add_action("Dit staat nu apart van de rest", by="noor", shared_with="lotte")
    line = lines("lotte")
    for words in ("iets heel anders", "Dit staat nu apart van de rest"):
        seen()
        assert line.wish("text:check", text=cast.text_id("worries"), words=words)["ok"]
        assert [row for row in seen() if row[1] == "see.apart"] == []


def test_an_annex_is_seen_only_after_the_password_was_given(as_: Signed, cast: Cast, seen: Seen) -> None:
    cast.add_action("Dit is apart", by="noor", shared_with="lotte")
    cast.yusuf.do(meetings.close, REASONS)
    lotte = as_("lotte")
    assert isinstance(cast.house.clock, Clock)
    cast.house.clock.move(minutes=6)
    seen()
    assert lotte.get(f"/overleg/{cast.meeting_id}/bijlage").status_code != 200
    assert [row for row in seen() if row[1] == "see.apart"] == []


def to_agreements(cast: Cast) -> str:
    """The table goes to the part in which agreements stand."""
    part = next(one for one in cast.meeting.parts if one.key == "agreements")
    cast.yusuf.do(meetings.move, part.id)
    return part.id


@pytest.mark.both
def test_on_a_line_once_for_each_opening_not_for_each_letter(lines: Lines, cast: Cast, seen: Seen) -> None:
    part = to_agreements(cast)
    readers, writer = [lines(name) for name in ("lotte", "karim")], lines("noor")
    seen()
    action = cast.add_action("Dit is apart", by="noor", shared_with="lotte")
    text = cast.action(action).text_id
    opened = writer.wish("text:open", text=text)
    fields = {"text": text, "epoch": 0, "client": opened["client"]}
    for number in range(4):
        change = [len("Dit is apart") + number, [0, "x"]]
        sent = {**fields, "seq": number, "version": opened["version"] + number}
        assert writer.wish("text:change", **sent, changes=change)["ok"]
    (lotte, karim), found = readers, seen()
    assert "Dit is apartxxxx" in lotte.everything
    assert "apartx" not in karim.everything
    apart = [row for row in found if row[1] == "see.apart"]
    assert sorted(apart) == sorted(
        ok(person(cast, name), "see.apart", f"action:{action}") for name in ("lotte", "noor")
    )
    assert {row[2] for row in found if row[1] == "see.part"} == {f"part:{part}"}
    assert len(found) < 3 * 2


def test_another_part_of_the_table_is_another_look(lines: Lines, cast: Cast, seen: Seen) -> None:
    anna = lines("anna")
    seen()
    part = to_agreements(cast)
    assert ok(person(cast, "anna"), "see.part", f"part:{part}") in seen()
    assert anna.everything


# --- when the log cannot be written


@pytest.fixture
def down(house: Runtime, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No look can be written until the test is over; what waits then is written."""
    with monkeypatch.context() as broken:
        broken.setattr(look_log, "AGAIN", 0.01)
        broken.setattr(house.looks, "_committed", lambda looks: False)
        yield
    assert house.looks.settle()


def test_what_is_sensitive_is_not_shown_and_all_else_is(as_: Signed, cast: Cast, down: None) -> None:
    cast.add_action("Dit is apart", by="noor", shared_with="lotte")
    cast.yusuf.do(meetings.close, REASONS)
    lotte, karim = as_("lotte"), as_("karim")
    refused = lotte.get(f"/gezin/{cast.case_id}")
    assert (refused.status_code, "Dit is apart" in refused.text) == (503, False)
    assert "Content-Security-Policy" in refused.headers
    assert "even niet worden getoond" in refused.text
    assert karim.get(f"/gezin/{cast.case_id}").status_code == 200
    chair = as_("yusuf")
    for page in ("verslag", "verslag.pdf", "verslag.json"):
        assert chair.get(f"/overleg/{cast.meeting_id}/{page}").status_code == 503, page


def test_a_table_goes_on_without_what_is_apart(lines: Lines, cast: Cast, down: None) -> None:
    to_agreements(cast)
    lotte, karim = lines("lotte"), lines("karim")
    cast.add_action("Dit is apart", by="noor", shared_with="lotte")
    cast.add_action("Dit is van iedereen", by="noor")
    for line in (lotte, karim):
        line.heard()
        assert "Dit is apart" not in line.everything
    assert "Dit is van iedereen" in karim.everything
    text = cast.text_id("explanation")
    assert karim.wish("text:open", text=text)["ok"]


def test_a_shielded_text_does_not_open_without_its_row(lines: Lines, cast: Cast, down: None) -> None:
    noor = lines("noor")
    action = cast.add_action("Dit is apart", by="noor", shared_with="lotte")
    answer = noor.wish("text:open", text=cast.action(action).text_id)
    assert (answer["ok"], answer["code"]) == (False, "log_down")
    assert "words" not in answer


@pytest.mark.both
def test_a_row_that_cannot_be_written_holds_up_no_other(cast: Cast, seen: Seen) -> None:
    looks, at = cast.house.looks, cast.house.clock()

    def row(actor: str | None) -> dict[str, Any]:
        told = {"deed": "see.x", "thing": "", "outcome": "ok", "case_id": cast.case_id, "at": at}
        return {**told, "actor": actor}

    looks.put([row("person:x")])
    with pytest.raises(LogDown):
        looks.put([row(None)], wait=True)
    looks.put([row("person:x")], wait=True)
    assert len(seen("see.x")) == 2


# --- no page is left out


def test_what_is_called_sensitive_is_there(app: Flask) -> None:
    there = {rule.endpoint.replace("phone_", "") for rule in app.url_map.iter_rules()}
    assert there >= looked.SENSITIVE
    assert set(OPEN) >= looked.SHOWS
    for endpoint in looked.SENSITIVE:
        assert entry.visitors_of(app, endpoint)
