"""A second proof at signing in: an app that shows codes, codes on paper, and an organisation that asks for it (J13)."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pyotp
import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from conference.access import identity
from conference.access.identity import Credentials, Kind
from conference.access.sessions import Browser
from conference.accounts import factors
from conference.accounts import use_cases as accounts
from conference.core.runtime import Runtime
from conference.records import commands
from models.accounts import Account, Authenticator, Organisation, RecoveryCode
from models.enums import SessionKind
from models.errors.accounts import (
    CodeAlreadyUsed,
    FactorRequired,
    RecoveryCodeWrong,
    SecondCodeWrong,
    SetUpTooOld,
    SignInNeeded,
    StepUpNeeded,
)
from models.errors.base import NotFound, Refused
from models.log import LogEntry
from models.sessions import DeviceSession
from tests.cast import PASSWORD, Cast, Clock
from tests.pages import PageClient, limits_on

pytestmark = pytest.mark.both
HALF_MINUTE = timedelta(seconds=30)


def begin(cast: Cast, name: str = "lotte") -> Credentials:
    """What the browser of somebody shows who just gave their password."""
    with cast.house.database.work() as work:
        account = cast.script.accounts[name]
        row, cookie = accounts.begin(work, account, Browser("laptop/firefox"), cast.house.clock())
    return Credentials(Kind.HALF if row.kind == SessionKind.HALF else Kind.ACCOUNT, cookie)


def set_up(cast: Cast, shown: Credentials) -> tuple[pyotp.TOTP, list[str]]:
    """Take an app into use in this browser; gives the app, and the codes for on paper."""
    at = cast.house.clock()
    with cast.house.database.work() as work:
        viewer = identity.sender(work.session, shown, at)
        secret, mark = factors.offer(work.keys, str(viewer.device_id))
        app = pyotp.TOTP(secret)
        codes = factors.set_up(work, viewer, secret, mark, app.at(at), at)
    return app, codes


def with_app(cast: Cast, clock: Clock, name: str = "lotte") -> tuple[pyotp.TOTP, list[str]]:
    """Somebody has an app, and its first code is over."""
    made = set_up(cast, begin(cast, name))
    clock.move(minutes=2)
    return made


def finish(cast: Cast, shown: Credentials, code: str = "", on_paper: str = "") -> str:
    with cast.house.database.work() as work:
        viewer = identity.sender(work.session, shown, cast.house.clock())
        return accounts.finish(work, viewer, code, on_paper, cast.house.clock())


def is_in(cast: Cast, cookie: str) -> bool:
    with cast.house.database.read() as session:
        try:
            identity.account_of(session, Credentials(Kind.ACCOUNT, cookie), cast.house.clock())
        except SignInNeeded:
            return False
    return True


def row_of(house: Runtime, cookie: str) -> DeviceSession:
    with house.database.read() as session:
        return session.get_one(DeviceSession, cookie.partition(".")[0])


def ask_code(cast: Cast, on: bool = True) -> None:
    """The organisation of Lotte asks for it."""
    with cast.house.database.work() as work:
        lotte = work.load(Account, cast.script.accounts["lotte"])
        factors.require_of(work, work.load(Organisation, lotte.organisation_id), on, cast.house.clock())


# --- the code


def test_j13_a_code_is_taken_once_and_no_earlier_one_after_it(cast: Cast, clock: Clock) -> None:
    app, _ = with_app(cast, clock)
    code, earlier = app.at(clock()), app.at(clock() - HALF_MINUTE)
    assert is_in(cast, finish(cast, begin(cast), code))
    for used in (code, earlier):
        with pytest.raises(CodeAlreadyUsed):
            finish(cast, begin(cast), used)
    clock.move(seconds=30)
    assert is_in(cast, finish(cast, begin(cast), app.at(clock())))


def test_the_code_of_setting_up_is_used_too(cast: Cast, clock: Clock) -> None:
    app, _ = set_up(cast, begin(cast))
    with pytest.raises(CodeAlreadyUsed):
        finish(cast, begin(cast), app.at(clock()))


def test_clocks_of_half_a_minute_are_good_and_of_a_minute_are_not(cast: Cast, clock: Clock) -> None:
    app, _ = with_app(cast, clock)
    for shift in (-2, 2):
        with pytest.raises(SecondCodeWrong):
            finish(cast, begin(cast), app.at(clock() + shift * HALF_MINUTE))
    code = app.at(clock() + HALF_MINUTE)
    assert is_in(cast, finish(cast, begin(cast), f" {code[:3]} {code[3:]} "))


@pytest.mark.parametrize("code", ["", "0", "abcdef", "é" * 6, "٣٤٥٦٧٨", "1" * 40])
def test_what_is_no_code_is_wrong(cast: Cast, clock: Clock, code: str) -> None:
    with_app(cast, clock)
    with pytest.raises(SecondCodeWrong):
        finish(cast, begin(cast), code)


def test_a_code_of_somebody_else_is_wrong(cast: Cast, clock: Clock) -> None:
    theirs, _ = with_app(cast, clock, "noor")
    with_app(cast, clock)
    with pytest.raises(SecondCodeWrong):
        finish(cast, begin(cast), theirs.at(clock()))


def test_a_code_on_paper_is_taken_once_by_its_own_account(cast: Cast, clock: Clock) -> None:
    _, codes = with_app(cast, clock)
    _, theirs = with_app(cast, clock, "noor")
    assert len(set(codes)) == 10
    assert is_in(cast, finish(cast, begin(cast), on_paper=f" {codes[0].lower()} "))
    for code in (codes[0], theirs[1], "", "é"):
        with pytest.raises((RecoveryCodeWrong, SecondCodeWrong)):
            finish(cast, begin(cast), on_paper=code)
    with cast.house.database.read() as session:
        assert factors.left(session, cast.script.accounts["lotte"]) == 9
        assert factors.left(session, cast.script.accounts["noor"]) == 10


def test_nothing_in_the_database_shows_secret_or_codes(cast: Cast, clock: Clock) -> None:
    app, codes = with_app(cast, clock)
    with cast.house.database.read() as session:
        cell = session.scalars(select(Authenticator.__table__.c.secret)).one()
        assert app.secret.encode() not in cell
        kept = set(session.scalars(select(RecoveryCode.code_hash)))
    assert all(len(one) == 64 for one in kept)
    assert not kept & {code.replace("-", "") for code in codes}


# --- half in


def test_half_in_opens_nothing_and_is_no_device(cast: Cast, clock: Clock) -> None:
    with_app(cast, clock)
    half = begin(cast)
    assert half.kind == Kind.HALF
    for shown in (
        Credentials(Kind.ACCOUNT, half.secret),
        Credentials(Kind.ACCOUNT, half.secret, cast.meeting_id),
        Credentials(Kind.ACCOUNT, half.secret, case_id=cast.case_id),
    ):
        with cast.house.database.read() as session:
            assert identity.viewers_of(session, [shown], clock()) == {}
            with pytest.raises(SignInNeeded):
                identity.sender(session, shown, clock())


def test_the_whole_session_has_a_new_id_and_the_half_one_opens_nothing_more(cast: Cast, clock: Clock) -> None:
    app, _ = with_app(cast, clock)
    half = begin(cast)
    cookie = finish(cast, half, app.at(clock()))
    before, now = row_of(cast.house, half.secret), row_of(cast.house, cookie)
    assert before.id != now.id
    assert (before.ended_why, now.method, now.device) == ("whole", "password+totp", "laptop/firefox")
    clock.move(seconds=30)
    with pytest.raises(SignInNeeded):
        finish(cast, half, app.at(clock()))


def test_half_in_lasts_half_an_hour(cast: Cast, clock: Clock) -> None:
    app, _ = with_app(cast, clock)
    half = begin(cast)
    clock.move(minutes=30)
    with pytest.raises(SignInNeeded):
        finish(cast, half, app.at(clock()))


def test_another_password_and_a_closed_account_end_half_sessions(cast: Cast, clock: Clock) -> None:
    with_app(cast, clock)
    for deed in (lambda work, who: accounts.change_password(work, who, "heel anders 99", clock()), None):
        half = begin(cast)
        with cast.house.database.work() as work:
            who = work.load(Account, cast.script.accounts["lotte"])
            deed(work, who) if deed else accounts.close(work, who, clock())
        assert row_of(cast.house, half.secret).ended_at is not None


# --- setting up


def test_setting_up_signs_out_every_other_browser_and_needs_a_fresh_proof(cast: Cast, clock: Clock) -> None:
    there, here = begin(cast), begin(cast)
    clock.move(minutes=6)
    with pytest.raises(StepUpNeeded):
        set_up(cast, here)
    here = begin(cast)
    set_up(cast, here)
    assert is_in(cast, here.secret)
    assert not is_in(cast, there.secret)


def test_a_secret_that_was_not_offered_here_is_not_taken(cast: Cast, clock: Clock) -> None:
    here, elsewhere = begin(cast), begin(cast)
    with cast.house.database.work() as work:
        viewer = identity.sender(work.session, here, clock())
        theirs = identity.sender(work.session, elsewhere, clock())
        secret, mark = factors.offer(work.keys, str(theirs.device_id))
        for given in (mark, "", "é"):
            with pytest.raises(SetUpTooOld):
                factors.set_up(work, viewer, secret, given, pyotp.TOTP(secret).at(clock()), clock())
        secret, mark = factors.offer(work.keys, str(viewer.device_id))
        with pytest.raises(SecondCodeWrong):
            factors.set_up(work, viewer, secret, mark, "12345", clock())
    with cast.house.database.read() as session:
        assert not factors.has_one(session, cast.script.accounts["lotte"])


def test_who_is_half_in_cannot_put_another_app_in_place_of_the_one_that_is_asked(
    cast: Cast, clock: Clock
) -> None:
    with_app(cast, clock)
    with pytest.raises(NotFound):
        set_up(cast, begin(cast))


def test_another_phone_takes_the_place_of_the_first_and_old_paper_is_void(cast: Cast, clock: Clock) -> None:
    first, old = with_app(cast, clock)
    shown = Credentials(Kind.ACCOUNT, finish(cast, begin(cast), first.at(clock())))
    second, _ = set_up(cast, shown)
    clock.move(minutes=2)
    with pytest.raises(SecondCodeWrong):
        finish(cast, begin(cast), first.at(clock()))
    with pytest.raises(RecoveryCodeWrong):
        finish(cast, begin(cast), on_paper=old[0])
    assert is_in(cast, finish(cast, begin(cast), second.at(clock())))


def test_it_goes_off_after_a_fresh_proof_unless_the_organisation_asks_for_it(
    cast: Cast, clock: Clock
) -> None:
    app, _ = with_app(cast, clock)
    shown = Credentials(Kind.ACCOUNT, finish(cast, begin(cast), app.at(clock())))
    ask_code(cast)
    with cast.house.database.work() as work:
        viewer = identity.sender(work.session, shown, clock())
        with pytest.raises(FactorRequired):
            factors.take_off(work, viewer, clock())
        with pytest.raises(StepUpNeeded):
            factors.take_off(work, viewer, clock() + timedelta(minutes=6))
    ask_code(cast, on=False)
    with cast.house.database.work() as work:
        factors.take_off(work, identity.sender(work.session, shown, clock()), clock())
    assert begin(cast).kind == Kind.ACCOUNT
    with cast.house.database.read() as session:
        assert session.scalars(select(RecoveryCode)).all() == []


# --- an organisation that asks for it


def test_where_it_is_asked_nothing_is_seen_before_it_is_set_up(cast: Cast, clock: Clock) -> None:
    with cast.house.database.work() as work:
        other = work.add(Organisation(name="Elders"))
        work.load(Account, cast.script.accounts["karim"]).organisation_id = other.id
    before, elsewhere = begin(cast), begin(cast, "karim")
    ask_code(cast)
    assert is_in(cast, elsewhere.secret), "of another organisation"
    assert not is_in(cast, before.secret)
    half = begin(cast)
    assert half.kind == Kind.HALF
    assert not is_in(cast, half.secret)
    set_up(cast, half)
    assert not is_in(cast, half.secret), "the command of the page brings them in, with a new id"


def test_who_has_one_stays_in_when_the_organisation_begins_to_ask(cast: Cast, clock: Clock) -> None:
    app, _ = with_app(cast, clock)
    cookie = finish(cast, begin(cast), app.at(clock()))
    ask_code(cast)
    assert is_in(cast, cookie)


def test_who_lost_phone_and_paper_begins_anew(cast: Cast, clock: Clock) -> None:
    app, _ = with_app(cast, clock)
    cookie = finish(cast, begin(cast), app.at(clock()))
    with cast.house.database.work() as work:
        factors.reset(work, work.load(Account, cast.script.accounts["lotte"]), clock())
    assert not is_in(cast, cookie)
    assert begin(cast).kind == Kind.ACCOUNT


def test_the_log_holds_each_deed_and_each_refusal_and_no_code(cast: Cast, clock: Clock) -> None:
    app, codes = with_app(cast, clock)
    finish(cast, begin(cast), on_paper=codes[0])
    for fields in ({"one_time": "000000"}, {"on_paper": "ABCDE-12345"}):
        with pytest.raises(Refused):
            commands.do(cast.house.database, begin(cast), "session:finish", fields, clock())
    with cast.house.database.read() as session:
        rows = session.scalars(select(LogEntry).order_by(LogEntry.seq)).all()
        told = [(row.deed, row.outcome) for row in rows]
        words = " ".join(f"{row.actor} {row.deed} {row.thing}" for row in rows)
    lotte = f"account:{cast.script.accounts['lotte']}"
    assert {
        ("account:second_factor", "ok"),
        ("account:half_in", "ok"),
        ("account:recovery_used", "ok"),
        ("account:sign_in", "ok"),
        ("session:finish", "second_code_wrong"),
        ("session:finish", "recovery_code_wrong"),
    } <= set(told)
    assert {row.actor for row in rows if row.deed == "session:finish"} == {lotte}
    assert not [code for code in (app.secret, *codes, "000000", "ABCDE") if code in words]


# --- on the pages


def fill_in(client: PageClient, path: str, **fields: str) -> BeautifulSoup:
    answer = client.send(path, **fields)
    return BeautifulSoup(answer.text, "html5lib")


def sign_in(client: PageClient, cast: Cast, **more: str) -> BeautifulSoup:
    client.get("/aanmelden")
    return fill_in(client, "/aanmelden", email=cast.lotte.email, password=PASSWORD, **more)


def of_page(page: BeautifulSoup) -> dict[str, str]:
    """What a form of setting up carries."""
    return {
        name: str(page.find("input", attrs={"name": name})["value"])
        for name in ("app_secret", "app_mark", "naar")
    }  # type: ignore[index]


def test_the_page_asks_for_the_code_and_leads_where_one_wanted_to_go(
    client: PageClient, cast: Cast, clock: Clock
) -> None:
    app, _ = with_app(cast, clock)
    page = sign_in(client, cast, naar="/gezinnen")
    assert page.h1 is not None
    assert page.h1.text == "Nog één stap"
    assert client.get("/gezinnen").headers["Location"] == "/aanmelden/code?naar=/gezinnen"
    wrong = fill_in(client, "/aanmelden/code", naar="/gezinnen", one_time="000000")
    assert "Deze code klopt niet" in wrong.text
    done = client.send("/aanmelden/code", naar="/gezinnen", one_time=app.at(clock()))
    assert (done.status_code, done.headers["Location"]) == (302, "/gezinnen")
    assert client.get("/gezinnen").status_code == 200
    assert client.get("/aanmelden/code").status_code == 302, "whoever is in has nothing to do here"


def test_words_that_waited_for_signing_in_come_through_the_second_step(
    client: PageClient, cast: Cast, clock: Clock
) -> None:
    app, _ = with_app(cast, clock)
    waits = {"voor": f"/gezin/{cast.case_id}/mensen", "woord.name": "KANARIEWOORDEN hier"}
    page = sign_in(client, cast, **waits)
    assert page.find("input", attrs={"name": "woord.name", "value": "KANARIEWOORDEN hier"})
    wrong = fill_in(client, "/aanmelden/code", one_time="1", **waits)
    assert wrong.find("input", attrs={"name": "woord.name", "value": "KANARIEWOORDEN hier"})
    done = client.send("/aanmelden/code", one_time=app.at(clock()), **waits)
    assert "KANARIEWOORDEN hier" in done.text


def test_who_must_set_it_up_is_led_to_it_and_sees_nothing_else(
    client: PageClient, cast: Cast, clock: Clock
) -> None:
    ask_code(cast)
    page = sign_in(client, cast, naar="/gezinnen")
    assert "Uw organisatie vraagt dit van iedereen" in page.text
    assert page.find("svg", class_="rd-qr")
    for path in ("/", "/gezinnen", f"/gezin/{cast.case_id}", "/account", "/account/code", "/apparaten"):
        assert str(client.get(path).headers["Location"]).startswith("/aanmelden/code?naar="), path
    fields = of_page(page)
    wrong = fill_in(client, "/aanmelden/instellen", one_time="12", **fields)
    assert of_page(wrong) == fields, "the square stays the same one"
    codes = fill_in(
        client, "/aanmelden/instellen", one_time=pyotp.TOTP(fields["app_secret"]).at(clock()), **fields
    )
    assert len(codes.select(".rd-dealtlist li")) == 10
    assert client.get("/gezinnen").status_code == 200
    again = client.get("/aanmelden/code")
    assert again.status_code == 302


def test_on_the_own_page_it_is_turned_on_renewed_and_off(
    client: PageClient, cast: Cast, clock: Clock
) -> None:
    sign_in(client, cast)
    assert "Zet aan" in client.page("/account").text
    fields = of_page(client.page("/account/code"))
    codes = fill_in(client, "/account/code", one_time=pyotp.TOTP(fields["app_secret"]).at(clock()), **fields)
    shown = [one.text for one in codes.select(".rd-dealtlist li")]
    own = client.page("/account").text
    assert "Nog 10 codes over." in re.sub(r"\s+", " ", own)
    assert not [code for code in shown if code in own], "shown once"
    other = fill_in(client, "/account/herstelcodes", naar="/account")
    assert not set(shown) & {one.text for one in other.select(".rd-dealtlist li")}
    client.page("/account")
    assert client.send("/account/code/uit", naar="/account").status_code == 303
    assert "Zet aan" in client.page("/account").text


def test_a_proof_that_is_too_old_is_asked_again_and_leads_back_to_the_account(
    client: PageClient, cast: Cast, clock: Clock
) -> None:
    sign_in(client, cast)
    client.page("/account")
    clock.move(minutes=6)
    asked = client.get("/account/code")
    assert asked.status_code == 401
    assert "Bent u het?" in asked.text
    done = client.send("/account/herstelcodes", naar="/account")
    assert BeautifulSoup(done.text, "html5lib").find("input", attrs={"name": "naar", "value": "/account"})


# --- how often one may try


@pytest.fixture
def limited(house: Runtime) -> Iterator[Flask]:
    """The application with its limits on, and nothing counted yet."""
    yield from limits_on(house)


def browser_of(app: Flask) -> PageClient:
    made = app.test_client()
    assert isinstance(made, PageClient)
    return made


def test_ten_codes_an_hour_and_who_does_not_know_the_password_uses_up_none(
    limited: Flask, cast: Cast, clock: Clock
) -> None:
    hers = browser_of(limited)
    sign_in(hers, cast)  # before she had an app: her laptop is known
    hers.get("/")
    hers.send("/afmelden")
    app, _ = with_app(cast, clock)
    stranger = browser_of(limited)
    stranger.get("/aanmelden")
    for _ in range(11):
        assert (
            stranger.send("/aanmelden/code", one_time="000000").headers["Location"].startswith("/aanmelden?")
        )
    thief = browser_of(limited)
    sign_in(thief, cast)
    found = [thief.send("/aanmelden/code", one_time="000000").status_code for _ in range(11)]
    assert found == [401] * 10 + [429]
    again = browser_of(limited)
    sign_in(again, cast)
    assert again.send("/aanmelden/code", one_time=app.at(clock())).status_code == 429, (
        "in another browser too"
    )
    sign_in(hers, cast)
    assert hers.send("/aanmelden/code", one_time=app.at(clock())).status_code == 302, (
        "her laptop has its own ten"
    )


def test_a_right_password_alone_makes_no_known_device(limited: Flask, cast: Cast, clock: Clock) -> None:
    with_app(cast, clock)
    thief = browser_of(limited)
    sign_in(thief, cast)
    assert thief.get_cookie("rondom-bekend") is None
