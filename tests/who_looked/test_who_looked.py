"""*Wie keek mee*: professionals' looks in plain words, through the gate; a partner learns nothing of hers."""

import json
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from conference.core.runtime import Runtime
from conference.web import entry
from conference.web.open_routes import OPEN
from conference.who_looked.view import NOT_TOLD, TOLD
from models.accounts import Account
from models.meeting import Meeting
from models.people import Person
from tests.cast import Cast, Clock
from tests.pages import PageClient, Signed

Told = Callable[..., list[str]]
#: Rooms that hold nothing of a family.
NO_FAMILY = frozenset(
    "learning cycles figures hours lessons obstacles terms profiles glossary accounts door privacy".split()
)
#: Pages of the office that are of no family, or name each of one's own.
OFFICE = {"case.new", "office.families", "office.meetings", "office.team", "office.asked", "planning.new"}


@pytest.fixture
def told(house: Runtime, as_: Signed) -> Told:
    """What the page says to somebody, line by line."""

    def lines(name: str, path: str = "/nu/wie-keek-mee", browser: PageClient | None = None) -> list[str]:
        assert house.looks.settle()
        page = (browser or as_(name)).page(path)
        return [" ".join(one.get_text(" ").split()) for one in page.select(".rd-owndata li")]

    return lines


@pytest.mark.both
def test_a_mother_reads_who_looked_at_what_on_which_day(
    as_: Signed, cast: Cast, told: Told, clock: Clock
) -> None:
    as_("lotte").get(f"/gezin/{cast.case_id}")
    as_("karim").get(f"/overleg/{cast.meeting_id}")
    clock.move(days=1)
    for _ in range(3):
        as_("lotte").get(f"/gezin/{cast.case_id}")
    today, *before = told("anna")
    assert today.startswith("Lotte de Wit las de pagina van het gezin woensdag 13 mei 2026")
    assert len(before) == 2
    assert any(line.startswith("Karim Haddad las bij het overleg: Welkom") for line in before)
    assert any(
        line.startswith("Lotte de Wit las de pagina van het gezin dinsdag 12 mei 2026") for line in before
    )
    assert all("13:" not in line and ":30" not in line for line in (today, *before))


def test_a_partner_sees_none_of_her_looks_nor_of_anybody_around_them(
    as_: Signed, cast: Cast, told: Told
) -> None:
    for name in ("anna", "rie", "nadia"):
        browser = as_(name)
        for path in ("/nu", "/nu/afspraken", "/nu/wie-keek-mee", "/nu/mijn-gegevens"):
            browser.get(path)
    assert told("sam") == []
    data = json.loads(as_("sam").get("/nu/mijn-gegevens.json").data)
    assert data["data"]["who_looked"] == []


def test_what_stands_apart_is_not_told_to_anybody(as_: Signed, cast: Cast, told: Told) -> None:
    cast.add_action("Dit is apart", by="noor", shared_with="anna lotte")
    as_("lotte").get(f"/gezin/{cast.case_id}")
    for name in ("anna", "sam"):
        (line,) = told(name)
        assert line.startswith("Lotte de Wit las de pagina van het gezin")


def test_a_meeting_to_which_somebody_was_not_asked_does_not_exist(
    as_: Signed, cast: Cast, told: Told
) -> None:
    """The mother met without her child: what was read of that meeting is not told to the child."""
    with cast.house.database.work() as work:
        meeting = work.load(Meeting, cast.meeting_id)
        work.session.add(
            apart := Meeting(
                case_id=cast.case_id, kind=meeting.kind, starts_at=meeting.starts_at, minutes=60,
                chair_id=meeting.chair_id, invited=[work.load(Person, cast.anna.id), work.load(Person, cast.yusuf.id)],
            )
        )  # fmt: skip
        work.session.flush()
        key = apart.id
    as_("yusuf").get(f"/overleg/{key}/planning")
    assert told("sam") == []
    assert len(told("anna")) == 1


def test_somebody_who_tried_and_may_not_is_told_by_organisation(as_: Signed, cast: Cast, told: Told) -> None:
    for path in (f"/gezin/{cast.case_id}", f"/overleg/{cast.meeting_id}"):
        assert as_("bas").get(path).status_code == 404
    with cast.house.database.read() as session:
        where = (
            session.scalars(select(Account).where(Account.email == cast.bas.email)).one().organisation.name
        )
    (line,) = told("anna")
    assert line.startswith(f"Iemand van {where} wilde het gezin openen en mocht dat niet")
    assert "Bas" not in line


def test_a_professional_sees_only_what_they_looked_at_themselves(as_: Signed, cast: Cast, told: Told) -> None:
    path = f"/gezin/{cast.case_id}/wie-keek-mee"
    as_("lotte").get(f"/gezin/{cast.case_id}")
    as_("noor").get(f"/gezin/{cast.case_id}")
    (line,) = told("lotte", path)
    assert line.startswith("Lotte de Wit")
    assert as_("bas").get(path).status_code == 404


@pytest.mark.parametrize("name", ["rie", "nadia", "amir"])
def test_who_is_not_of_the_family_reads_nothing_of_it(as_: Signed, cast: Cast, told: Told, name: str) -> None:
    as_("lotte").get(f"/gezin/{cast.case_id}")
    assert told(name) == []


def test_it_stands_in_own_data_too_and_in_its_file(as_: Signed, cast: Cast, told: Told) -> None:
    as_("lotte").get(f"/gezin/{cast.case_id}")
    (line,) = told("anna", "/nu/mijn-gegevens", browser=as_("anna"))[-1:]
    assert line.startswith("Lotte de Wit las de pagina van het gezin")
    data = json.loads(as_("anna").get("/nu/mijn-gegevens.json").data)
    (kept,) = data["data"]["who_looked"]
    assert (kept["on"], kept["words"]) == ("2026-05-12", "las de pagina van het gezin")


def test_the_way_there_is_offered_to_the_family(as_: Signed, cast: Cast) -> None:
    for name, there in (("anna", True), ("sam", True), ("rie", False)):
        page: BeautifulSoup = as_(name).page("/nu/vertellen")
        assert bool(page.select('a[href="/nu/wie-keek-mee"]')) == there, name


def test_every_look_at_a_family_is_told_or_has_a_reason_not_to_be(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        room, _, view = rule.endpoint.partition(".")
        if "GET" not in (rule.methods or ()) or room in NO_FAMILY or rule.endpoint in OPEN:
            continue
        name = f"{room}.{view.removeprefix('phone_')}"
        assert f"see.{name}" in {*TOLD, *NOT_TOLD} or name in OFFICE, name
        assert entry.visitors_of(app, rule.endpoint)
    there = {f"see.{rule.endpoint.replace('phone_', '')}" for rule in app.url_map.iter_rules()}
    assert {*TOLD, *NOT_TOLD} <= there | {"see.part", "see.apart", "see.emergency"}
