"""*Wie kon dit zien?*, held beside what browsers really received: at every moment the same people, and nobody else."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
from sqlalchemy import select

from conference.access import policy
from conference.case import access, colleagues
from conference.case import use_cases as cases
from conference.core.runtime import Runtime
from conference.privacy.breach import Breach, Reader, Way
from conference.report import use_cases as reports
from conference.table.actions import use_cases as actions
from conference.table.meeting import use_cases as meetings
from conference.table.shields import use_cases as shields
from models.actions import Action
from models.enums import OfficeRole, Role, Sees
from models.errors.base import NotFound
from models.errors.privacy import ThingUnknown
from models.log import LogEntry
from models.region import RegionProfile
from models.reports import Report
from models.shields import Shield
from tests.case.test_colleagues import wish
from tests.cast import PEOPLE, Cast, Clock
from tests.pages import PageClient, Signed
from tests.privacy.conftest import MakeOfficer
from tests.privacy.test_office import said

CANARY = "KANARIE bij oma"
WHY = "Zij kiest zelf wanneer dit gedeeld wordt."
DESKS = [name for name, (_, _, _, signs_in) in PEOPLE.items() if signs_in]
PHONES = [name for name in PEOPLE if name not in DESKS]
Look = Callable[[], set[str]]
Ask = Callable[[str], Breach]


@pytest.fixture
def ask(cast: Cast) -> Iterator[Ask]:
    """What the privacy officer is told of a thing now."""
    with ExitStack() as looks:

        def asked(thing: str) -> Breach:
            assert cast.house.looks.settle()
            session = looks.enter_context(cast.house.database.read())
            region = session.scalars(select(RegionProfile)).one()
            return Breach(session, policy.officer([OfficeRole.PRIVACY_OFFICER], region, "hilde"), thing)

        yield asked


@pytest.fixture
def received(as_: Signed, cast: Cast) -> Look:
    """Everybody opens every page on which an agreement can stand; who received the canary, by name."""
    browsers: dict[str, PageClient] = {name: as_(name) for name in PEOPLE}

    def look() -> set[str]:
        cast.house.clock.move(seconds=5)  # type: ignore[attr-defined]
        found = {
            name
            for name, browser in browsers.items()
            if any(CANARY in browser.get(path).text for path in _paths(cast, name))
        }
        cast.house.clock.move(seconds=5)  # type: ignore[attr-defined]
        return found

    return look


def _paths(cast: Cast, name: str) -> list[str]:
    if name in DESKS:
        home = f"/overleg/{cast.meeting_id}"
        return [home, f"/gezin/{cast.case_id}", f"{home}/plan"]
    return ["/nu", "/nu/afspraken", "/nu/plan"]


def names(breach: Breach, cast: Cast, *ways: Way) -> set[str]:
    """Who could see it now, by name."""
    return {_name(one, cast) for one in breach.readers if one.could_at(cast.house.clock(), *ways)}


def _name(reader: Reader, cast: Cast) -> str:
    return next(name for name, key in cast.script.people.items() if key == reader.person.id)


def at_agreements(cast: Cast) -> None:
    """The table is at the part in which agreements stand."""
    part = next(part for part in cast.meeting.parts if part.key == "agreements")
    cast.yusuf.do(meetings.move, part.id)


@pytest.mark.both
def test_the_list_is_who_received_the_canary_at_every_moment(
    cast: Cast, received: Look, ask: Ask, clock: Clock
) -> None:
    at_agreements(cast)
    key = cast.add_action(CANARY, by="noor")
    thing = f"action:{key}"
    moments = []

    def agree() -> set[str]:
        got = received()
        moments.append((cast.house.clock() - timedelta(seconds=5), got))
        return got

    everybody = agree()
    assert "rie" not in everybody
    assert {"anna", "sam", "karim", "femke"} <= everybody
    cast.shield(key, "noor", "lotte karim anna")
    assert agree() == {"noor", "lotte", "karim"}
    shield = _shield(cast)
    cast.noor.do(shields.narrow, shield, [cast.noor.id, cast.lotte.id, cast.anna.id], WHY)
    assert agree() == {"noor", "lotte"}
    cast.noor.do(shields.widen, shield, cast.femke.id, WHY)
    agree()
    breach = ask(thing)
    for at, got in moments:
        could = {_name(one, cast) for one in breach.readers if one.could_at(at)}
        assert could == got, at
    assert "rie" not in {_name(one, cast) for one in breach.readers}


def _shield(cast: Cast) -> str:
    with cast.house.database.read() as session:
        return session.scalars(select(Shield)).one().id


def test_what_began_apart_was_never_before_the_table(cast: Cast, received: Look, ask: Ask) -> None:
    at_agreements(cast)
    key = cast.add_action(CANARY, by="noor", shared_with="lotte anna")
    assert received() == {"noor", "lotte"}
    breach = ask(f"action:{key}")
    assert {_name(one, cast) for one in breach.readers} == {"noor", "lotte"}


def test_what_is_put_before_the_table_is_another_thing_and_the_old_one_is_shut(
    cast: Cast, received: Look, ask: Ask
) -> None:
    at_agreements(cast)
    key = cast.add_action(CANARY, by="noor", shared_with="lotte")
    before = received()
    cast.noor.do(shields.lift, _shield(cast), WHY)
    after = received()
    old = ask(f"action:{key}")
    assert names(old, cast) == set()
    assert {_name(one, cast) for one in old.readers} == before
    with cast.house.database.read() as session:
        new = next(
            one
            for one in actions.readable(session, cast.noor.outside)
            if one.id != key and CANARY in one.text.words
        )
    assert names(ask(f"action:{new.id}"), cast) == after


def test_somebody_who_came_later_could_not_see_what_was_gone(cast: Cast, ask: Ask, clock: Clock) -> None:
    key = cast.add_action(CANARY, by="noor", shared_with="lotte")
    clock.move(minutes=5)
    cast.lotte.do(cases.add_person, cases.NewPerson("Piet Later", "parent"), viewer=cast.lotte.outside)
    breach = ask(f"action:{key}")
    assert {_name(one, cast) for one in breach.readers} == {"noor", "lotte"}
    table = cast.add_action("Voor iedereen", by="noor")
    clock.move(minutes=1)
    people = {one.person.name for one in ask(f"action:{table}").readers}
    assert "Piet Later" not in people  # without a seat there is nothing to see it on


def test_a_phone_sees_from_its_seat_until_it_left(as_: Signed, cast: Cast, ask: Ask, clock: Clock) -> None:
    key = cast.add_action(CANARY, by="noor")
    clock.move(minutes=1)
    phone = as_("anna")
    phone.page("/nu/afspraken")
    clock.move(minutes=1)
    phone.send("/mee/weg")
    clock.move(minutes=1)
    (anna,) = [one for one in ask(f"action:{key}").readers if _name(one, cast) == "anna"]
    (could,) = anna.could
    assert could.way == Way.PHONE
    (span,) = could.spans
    assert (span.since, span.until) == (clock() - _minutes(2), clock() - _minutes(1))
    assert [one.itself for one in anna.looked] == [False]


def _minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def test_who_did_look_is_told_apart_from_who_could(as_: Signed, cast: Cast, ask: Ask) -> None:
    at_agreements(cast)
    key = cast.add_action(CANARY, by="noor", shared_with="lotte karim")
    as_("lotte").get(f"/overleg/{cast.meeting_id}")
    as_("samira").get(f"/overleg/{cast.meeting_id}")
    looked = {_name(one, cast): [look.itself for look in one.looked] for one in ask(f"action:{key}").readers}
    assert looked["lotte"] == [True, False]
    assert looked["karim"] == []
    assert "samira" not in looked


def test_beside_the_shared_screen(as_: Signed, cast: Cast, ask: Ask, clock: Clock) -> None:
    as_("rie")
    key = cast.add_action(CANARY, by="noor")
    at_agreements(cast)
    assert "rie" not in names(ask(f"action:{key}"), cast)
    screen = as_("screen")
    clock.move(seconds=1)
    assert CANARY in screen.get("/scherm").text
    assert "rie" in names(ask(f"action:{key}"), cast, Way.ROOM)
    cast.shield(key, "noor", "lotte")
    clock.move(seconds=1)
    assert CANARY not in screen.get("/scherm").text
    assert "rie" not in names(ask(f"action:{key}"), cast)


def test_the_report_and_its_annex(as_: Signed, cast: Cast, ask: Ask, clock: Clock) -> None:
    phone = as_("anna")
    apart = cast.add_action(CANARY, by="noor", shared_with="lotte anna")
    table = cast.add_action("Voor iedereen", by="noor")
    clock.move(minutes=1)
    cast.close()
    clock.move(hours=1)
    with cast.house.database.read() as session:
        report = session.scalars(select(Report.id)).one()
    annex = ask(f"action:{apart}")
    assert names(annex, cast, Way.ANNEX) == {"lotte"}
    assert names(annex, cast, Way.REPORT) == set()
    family = names(ask(f"action:{table}"), cast, Way.REPORT)
    assert {"anna", "lotte", "yusuf"} <= family
    assert "karim" not in family
    assert "Voor iedereen" in phone.get("/nu/verslag").text
    cast.yusuf.do(reports.share, report)
    clock.move(minutes=1)
    assert "karim" in names(ask(f"action:{table}"), cast, Way.REPORT)


# --- for whom it is


def test_only_the_privacy_officer_of_the_region_asks(cast: Cast) -> None:
    with cast.house.database.read() as session:
        region = session.scalars(select(RegionProfile)).one()
        for viewer in (
            cast.lotte.outside,
            policy.officer([OfficeRole.TEAM_LEADER], region, "x"),
            cast.bas.viewer,
        ):
            with pytest.raises(NotFound):
                Breach(session, viewer, f"case:{cast.case_id}")


@pytest.mark.parametrize(
    "thing",
    ["", "x", "action:", "action:bestaatniet", "lesson:abc", "region:abc", "safety_number:abc", "a:\x00"],
)
def test_a_number_that_is_none(cast: Cast, ask: Ask, thing: str) -> None:
    with pytest.raises(ThingUnknown):
        ask(thing)


def test_the_page_tells_numbers_and_colleagues_and_no_words(
    as_: Signed, cast: Cast, make_officer: MakeOfficer, region: str, house: Runtime
) -> None:
    as_("anna").page("/nu/afspraken")
    key = cast.add_action(CANARY, by="noor", shared_with="lotte")
    as_("lotte").get(f"/overleg/{cast.meeting_id}")
    house.looks.settle()
    officer = make_officer(OfficeRole.PRIVACY_OFFICER)
    home = f"/functionaris/{region}/wie-kon-dit-zien"
    wrong = officer.get(f"{home}?nummer=action:bestaatniet", follow_redirects=True)
    assert wrong.status_code == 404
    assert "Dit nummer kennen wij hier niet." in wrong.text
    assert "action:bestaatniet" in wrong.text
    page = said(officer.page(f"{home}?nummer=action:{key}"))
    words = _text_of(house, key)
    lotte = as_("lotte").page(f"/overleg/{cast.meeting_id}/woorden/{words}")
    assert f"text:{words}" in said(lotte)
    assert "Lotte de Wit" in said(officer.page(f"{home}?nummer=text:{words}"))
    assert "Lotte de Wit" in page
    assert "Noor Visser" in page
    for words in (CANARY, "Anna", "Sam", "Karim"):
        assert words not in page
    assert house.looks.settle()
    assert f"action:{key}" in officer_looks(house)


def _text_of(house: Runtime, key: str) -> str:
    with house.database.read() as session:
        return session.get_one(Action, key).text_id


def officer_looks(house: Runtime) -> set[str]:
    """What the privacy officer looked at, as the log says."""
    with house.database.read() as session:
        found = select(LogEntry.thing).where(LogEntry.deed == "see.privacy.breach", LogEntry.outcome == "ok")
        return set(session.scalars(found))


@pytest.mark.parametrize("name", ["lotte", "yusuf", "bas"])
def test_the_page_is_for_nobody_else(as_: Signed, cast: Cast, region: str, name: str) -> None:
    answer = as_(name).get(f"/functionaris/{region}/wie-kon-dit-zien/case:{cast.case_id}")
    assert answer.status_code == 404


@pytest.mark.both
def test_who_was_taken_off_could_see_until_then_and_who_saw_a_part_only_that(
    as_: Signed, cast: Cast, ask: Ask, clock: Clock
) -> None:
    key = cast.add_action(CANARY, by="noor")
    desk = as_("karim")
    clock.move(seconds=5)
    assert CANARY in desk.get(f"/gezin/{cast.case_id}").text
    whole = clock()
    clock.move(seconds=5)
    until = (clock() + timedelta(days=30)).date().isoformat()
    narrow = access.Access(sees="own_part", until=until)
    cast.lotte.do(access.set_access, cast.karim.id, narrow, viewer=cast.lotte.outside)
    clock.move(seconds=5)
    assert CANARY not in desk.get(f"/gezin/{cast.case_id}").text
    part = clock()
    clock.move(seconds=5)
    wide = access.Access(sees="everything", until=until)
    cast.lotte.do(access.set_access, cast.karim.id, wide, viewer=cast.lotte.outside)
    clock.move(seconds=5)
    again = clock()
    clock.move(seconds=5)
    cast.lotte.do(access.take_off, cast.karim.id, "Zijn werk hier is klaar.", viewer=cast.lotte.outside)
    clock.move(seconds=5)
    assert desk.get(f"/gezin/{cast.case_id}").status_code == 404
    (karim,) = [one for one in ask(f"action:{key}").readers if _name(one, cast) == "karim"]
    could = [karim.could_at(at) for at in (whole, part, again, clock())]
    assert could == [True, False, True, False]


def test_a_supporter_who_was_moved_could_see_it_while_they_stood_beside(
    cast: Cast, ask: Ask, clock: Clock
) -> None:
    secret = f"statement:{cast.add_statement('KANARIE', by='noor', shared_with='anna', about=[])}"
    beside = access.Access(supports=cast.anna.id)
    asked = cast.lotte.do(
        colleagues.ask, wish(role=Role.SUPPORTER), beside, Sees.EVERYTHING, viewer=cast.lotte.outside
    )
    stranger = policy.stranger(cast.script.accounts["bas"])
    bas = cast.bas.do(colleagues.say_yes, asked.id, viewer=stranger)

    def could() -> set[str]:
        return {one.person.id for one in ask(secret).readers}

    assert bas.id in could()
    clock.move(days=2)
    cast.lotte.do(access.set_access, bas.id, access.Access(supports=cast.sam.id), viewer=cast.lotte.outside)
    assert bas.id in could(), "he stood beside her for two days"
