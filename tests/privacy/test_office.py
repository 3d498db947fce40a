"""The privacy officer: requests with their days, who tried to open a family, and whether the log is whole."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select, text

from conference.core import watch
from conference.core.heads import Heads
from conference.core.runtime import Runtime
from conference.erasure import use_cases as erasing
from models.case import Case
from models.enums import OfficeRole, SessionKind
from models.log import LogEntry
from models.requests import AccessToData
from models.sessions import DeviceSession
from tests.cast import PEOPLE, Cast, Clock
from tests.pages import PageClient, Signed, signed_in
from tests.privacy.conftest import MakeOfficer

WHY = "Een deel gaat over iemand anders."
LATE = "Het zijn veel stukken uit vier jaar."


def said(page: BeautifulSoup) -> str:
    """The words of a page, with single spaces."""
    return " ".join(page.select_one("main").get_text(" ").split())


def asked(house: Runtime) -> AccessToData:
    """The one request there is."""
    with house.database.read() as session:
        return session.scalars(select(AccessToData)).one()


def ask(as_: Signed, name: str) -> PageClient:
    """Somebody on a phone asks to see everything. Returns their browser."""
    phone = as_(name)
    phone.page("/nu/mijn-gegevens")
    assert phone.send("/nu/mijn-gegevens/inzage").status_code == 302
    return phone


@pytest.mark.both
def test_a_mother_asks_and_the_officer_answers_within_the_month(
    as_: Signed, cast: Cast, officer: PageClient, region: str
) -> None:
    phone, home = ask(as_, "anna"), f"/functionaris/{region}"
    one = asked(cast.house)
    assert one.due_on.isoformat() == "2026-06-12"
    assert f"Nummer van uw verzoek: {one.number}" in said(phone.page("/nu/mijn-gegevens"))
    page = said(officer.page(home))
    for words in (one.number, "ouder", "12 jun", "nog 31 dagen", "Lotte de Wit"):
        assert words in page
    for words in ("Anna", "Sam", "Bakker"):
        assert words not in page
    answer = {"request": one.id, "outcome": "partly", "answer": "te kort"}
    refused = officer.send(f"{home}/verzoek", **answer)
    assert refused.status_code == 400
    assert "te kort</textarea>" in refused.text
    assert officer.send(f"{home}/verzoek", **{**answer, "answer": WHY}).status_code == 302
    assert f"U kreeg een deel te zien. {WHY}" in said(phone.page("/nu/mijn-gegevens"))
    assert WHY not in said(officer.page(home))
    assert officer.send(f"{home}/verzoek", **{**answer, "answer": WHY}).status_code == 400


def test_who_asks_twice_hears_until_when(as_: Signed, cast: Cast) -> None:
    phone = ask(as_, "anna")
    again = phone.send("/nu/mijn-gegevens/inzage")
    assert again.status_code == 409
    assert "U krijgt antwoord op of voor 12-06-2026." in again.text
    asked(cast.house)


def test_a_professional_asks_from_the_pages_of_the_family(as_: Signed, cast: Cast) -> None:
    desk, path = as_("noor"), f"/gezin/{cast.case_id}/mijn-gegevens"
    desk.page(path)
    assert desk.send(f"{path}/inzage").status_code == 302
    assert asked(cast.house).person_id == cast.noor.id


def test_putting_off_is_told_and_can_be_done_once_within_the_month(
    as_: Signed, cast: Cast, officer: PageClient, region: str, clock: Clock
) -> None:
    phone, home = ask(as_, "anna"), f"/functionaris/{region}"
    one = asked(cast.house)
    officer.page(home)
    wish = {"request": one.id, "reason": LATE}
    assert officer.send(f"{home}/uitstel", **{**wish, "reason": "Druk."}).status_code == 400
    assert officer.send(f"{home}/uitstel", **wish).status_code == 302
    assert asked(cast.house).due_on.isoformat() == "2026-08-12"
    assert LATE in said(phone.page("/nu/mijn-gegevens"))
    again = officer.send(f"{home}/uitstel", **wish)
    assert again.status_code == 409
    assert LATE in again.text


def test_after_the_month_nothing_is_put_off_and_the_page_says_how_late_it_is(
    as_: Signed, cast: Cast, make_officer: MakeOfficer, region: str, clock: Clock
) -> None:
    ask(as_, "anna")
    clock.move(days=33)
    officer, home = make_officer(OfficeRole.PRIVACY_OFFICER), f"/functionaris/{region}"
    assert "2 dagen te laat" in said(officer.page(home))
    late = officer.send(f"{home}/uitstel", request=asked(cast.house).id, reason=LATE)
    assert late.status_code == 409


def test_who_directs_knows_whose_number_it_is_and_nobody_else(as_: Signed, cast: Cast) -> None:
    ask(as_, "anna")
    number = asked(cast.house).number
    home = f"/gezin/{cast.case_id}"
    assert f"{number} , Anna Bakker" in said(as_("lotte").page(home))
    for name in ("noor", "karim", "samira", "yusuf", "femke"):
        assert number not in as_(name).get(home).text
    for name in ("sam", "rie", "nadia"):
        assert number not in as_(name).get("/nu/mijn-gegevens").text


@pytest.mark.parametrize("name", [*PEOPLE, "bas", "nobody", "screen"])
def test_the_office_exists_for_nobody_else(
    as_: Signed, cast: Cast, officer: PageClient, region: str, name: str
) -> None:
    home, browser = f"/functionaris/{region}", as_(name)
    browser.page("/mee") if name in ("nobody", "screen") else browser.get("/")
    for path in (home, f"{home}/zegels.jsonl", f"/team/{region}"):
        answer = browser.get(path)
        assert answer.status_code in (302, 404), path
        assert answer.status_code == 404 or "/aanmelden" in answer.headers["Location"], path
    for path in ("verzoek", "uitstel", "gezien"):
        assert browser.send(f"{home}/{path}", request="x").status_code in (302, 401, 404), path
    with cast.house.database.read() as session:
        done = select(LogEntry).where(LogEntry.deed == "tries.seen")
        assert session.scalars(done).all() == []


def test_the_officer_has_no_place_in_a_family_nor_in_learning(
    officer: PageClient, cast: Cast, region: str
) -> None:
    for path in (
        f"/gezin/{cast.case_id}",
        f"/overleg/{cast.meeting_id}",
        f"/leren/{region}",
        f"/team/{region}",
    ):
        assert officer.get(path).status_code == 404, path


def test_the_officer_is_signed_in_for_ten_minutes(officer: PageClient, cast: Cast) -> None:
    with cast.house.database.read() as session:
        kinds = {row.kind for row in session.scalars(select(DeviceSession))}
    assert kinds == {SessionKind.KEEPER}


def test_a_request_to_erase_is_shown_with_its_day_and_without_its_words(
    cast: Cast, officer: PageClient, region: str
) -> None:
    wish = erasing.Wish("asked", "De familie Bakker wil dit niet meer.")
    cast.lotte.do(erasing.ask, wish, viewer=cast.lotte.outside)
    page = officer.page(f"/functionaris/{region}")
    told = " ".join(page.select_one("#wissen").parent.get_text(" ").split())
    for words in ("Voor het hele gezin.", "Wacht op een tweede", "Antwoord uiterlijk vrijdag 12 juni 2026"):
        assert words in told
    assert "Bakker" not in str(page)


# --- who tried


@pytest.mark.both
def test_the_officer_is_told_when_an_account_tries_the_door_of_a_family(
    as_: Signed, cast: Cast, officer: PageClient, region: str, house: Runtime
) -> None:
    bas, home = as_("bas"), f"/functionaris/{region}"
    bas.get(f"/gezin/{cast.case_id}")
    bas.get(f"/overleg/{cast.meeting_id}")
    bas.page("/")
    bas.send(f"/gezin/{cast.case_id}/fase", phase="x")
    assert house.looks.settle()
    assert "Iemand wilde een gezin openen" in said(officer.page("/"))
    page = said(officer.page(home))
    with house.database.read() as session:
        number = session.get_one(Case, cast.case_id).number
    for words in ("1 nieuwe melding", "Bas", number, "3 keer.", "Ook met iets wat verandert."):
        assert words in page
    assert officer.send(f"{home}/gezien").status_code == 302
    assert "nieuwe melding" not in said(officer.page(home))
    assert "wilde iemand" not in said(officer.page("/"))


def test_a_new_try_is_news_again(
    as_: Signed, cast: Cast, officer: PageClient, region: str, house: Runtime, clock: Clock
) -> None:
    home = f"/functionaris/{region}"
    as_("bas").get(f"/gezin/{cast.case_id}")
    house.looks.settle()
    officer.page(home)
    officer.send(f"{home}/gezien")
    clock.move(minutes=1)
    as_("bas").get(f"/gezin/{cast.case_id}")
    house.looks.settle()
    assert "1 nieuwe melding" in said(officer.page(home))


def test_what_is_no_family_of_this_region_is_no_news(
    as_: Signed, officer: PageClient, region: str, house: Runtime
) -> None:
    for path in ("/gezin/bestaatnietbestaat", "/gezin/abcdefghjkmnpqrs", f"/leren/{region}"):
        as_("bas").get(path)
    house.looks.settle()
    assert "Niemand probeerde dat." in said(officer.page(f"/functionaris/{region}"))


# --- the log


def state(officer: PageClient, region: str) -> str:
    """What the page says of the log."""
    page = officer.page(f"/functionaris/{region}")
    return " ".join(page.select_one("#logboek").parent.get_text(" ").split())


def test_each_day_has_its_seal_and_says_when_it_was_verified(
    as_: Signed, officer: PageClient, region: str, house: Runtime, clock: Clock
) -> None:
    watch.seal_all(house)
    assert "De laatste dag klopt" in state(officer, region)
    assert "nog niet nagekeken" in state(officer, region)
    clock.move(days=1)
    officer.set_cookie("rondom-sessie", renewed(house))
    watching = watch.Watch(house)
    watching._verified = clock().date().replace(day=1)  # it began long ago
    clock.move(hours=-9)
    watching.beat()
    page = officer.page(f"/functionaris/{region}")
    rows = [
        [" ".join(one.get_text(" ").split()) for one in row.select("th, td")]
        for row in page.select("tbody tr")
    ]
    assert rows[-1][0].startswith("12 mei") or rows[-1][0].startswith("di")
    assert rows[-1][3] == "ja"
    assert rows[-1][4] != "nog niet"
    assert rows[0][4] == "nog niet" or len(rows) == 1
    kept = officer.get(f"/functionaris/{region}/zegels.jsonl")
    assert kept.status_code == 200
    assert kept.data == Heads.of(house.settings, house.keys).path.read_bytes()  # type: ignore[union-attr]


def renewed(house: Runtime) -> str:
    """The officer signs in anew."""
    with house.database.read() as session:
        key = session.scalars(select(DeviceSession.of_id)).first()
    return signed_in(house, str(key))


def test_a_row_that_was_changed_is_told(officer: PageClient, region: str, house: Runtime) -> None:
    watch.seal_all(house)
    with house.database.engine.begin() as connection:
        triggers = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars()
        for name in list(triggers):
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text("UPDATE log_entry SET deed = 'nothing' WHERE seq = 1"))
    told = state(officer, region)
    assert "Het logboek klopt niet." in told
    assert "row 1 under seal 1 was changed" in told


def test_a_night_that_found_it_broken_stays_told(officer: PageClient, region: str, house: Runtime) -> None:
    with house.database.work() as work:
        work.session.add(
            LogEntry(
                case_id=None, at=house.clock(), actor="house", deed=watch.VERIFIED, thing="", outcome="broken"
            )
        )
    assert "Het logboek klopt niet." in state(officer, region)
